"""what is asked of support records, and why something was declined

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

CONSENT = sa.Enum(
    'not_asked', 'agreed', 'agreed_in_part', 'not_agreed',
    name='consent_then', native_enum=False, create_constraint=True, length=40,
)


def upgrade() -> None:
    with op.batch_alter_table('support_record', schema=None) as batch_op:
        batch_op.add_column(sa.Column('still_open_asked_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('support_record_entry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('why', sa.Text(), nullable=True))

    with op.batch_alter_table('support_action', schema=None) as batch_op:
        batch_op.add_column(sa.Column('consent_then', CONSENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('support_action', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_support_action_consent_then'), type_='check')
        batch_op.drop_column('consent_then')

    with op.batch_alter_table('support_record_entry', schema=None) as batch_op:
        batch_op.drop_column('why')

    with op.batch_alter_table('support_record', schema=None) as batch_op:
        batch_op.drop_column('still_open_asked_at')

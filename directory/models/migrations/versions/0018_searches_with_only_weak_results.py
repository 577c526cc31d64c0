"""searches with only weak results

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

COUNTED = ['at', 'words', 'total', 'was_opened', 'is_staff', 'is_crisis', 'area_id', 'id']


def upgrade() -> None:
    with op.batch_alter_table('logged_search', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_weak', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.drop_index('ix_logged_search_counted')
        batch_op.create_index('ix_logged_search_counted', [*COUNTED, 'is_weak'], unique=False)

    with op.batch_alter_table('monthly_searches', schema=None) as batch_op:
        batch_op.add_column(sa.Column('weak', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('monthly_searches', schema=None) as batch_op:
        batch_op.drop_column('weak')

    with op.batch_alter_table('logged_search', schema=None) as batch_op:
        batch_op.drop_index('ix_logged_search_counted')
        batch_op.create_index('ix_logged_search_counted', COUNTED, unique=False)
        batch_op.drop_column('is_weak')

"""ticks taken off a support record

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('support_record', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unticked', sa.JSON(), server_default='[]', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('support_record', schema=None) as batch_op:
        batch_op.drop_column('unticked')

"""half-typed endings of a call, and forms that are sent twice

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('enquiry', schema=None) as batch_op:
        batch_op.add_column(sa.Column('half_typed', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('last_sent', sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('enquiry', schema=None) as batch_op:
        batch_op.drop_column('last_sent')
        batch_op.drop_column('half_typed')

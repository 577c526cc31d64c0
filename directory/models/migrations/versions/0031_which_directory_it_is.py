"""which directory a database is of

Revision ID: 0031
Revises: 0030
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('database_identity', schema=None) as batch_op:
        batch_op.add_column(sa.Column('directory_id', sa.Uuid(), nullable=True))
    identity = sa.table('database_identity', sa.column('directory_id', sa.Uuid()))
    op.execute(sa.update(identity).values(directory_id=uuid.uuid4()))
    with op.batch_alter_table('database_identity', schema=None) as batch_op:
        batch_op.alter_column('directory_id', existing_type=sa.Uuid(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('database_identity', schema=None) as batch_op:
        batch_op.drop_column('directory_id')

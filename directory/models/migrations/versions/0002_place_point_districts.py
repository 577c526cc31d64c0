"""every district that a postcode area reaches into

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("place_point") as batch_op:
        batch_op.add_column(sa.Column("district_codes", sa.String(length=400), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("place_point") as batch_op:
        batch_op.drop_column("district_codes")

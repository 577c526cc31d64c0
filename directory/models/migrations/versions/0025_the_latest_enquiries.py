"""the latest enquiries that still hold words are found without sorting all of them

Revision ID: 0025
Revises: 0024
"""

from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_enquiry_emptied_asked', 'enquiry', ['emptied_at', 'asked_at'])


def downgrade() -> None:
    op.drop_index('ix_enquiry_emptied_asked', table_name='enquiry')

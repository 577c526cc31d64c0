"""letters told otherwise, whom an overdue answer is told, enquiries nobody was told of

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('outgoing_mail', schema=None) as batch_op:
        batch_op.add_column(sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_outgoing_mail_state_settled_at', ['state', 'settled_at'], unique=False)

    with op.batch_alter_table('commissioning_body', schema=None) as batch_op:
        batch_op.add_column(sa.Column('overdue_email', sa.String(length=254), nullable=True))

    with op.batch_alter_table('enquiry', schema=None) as batch_op:
        batch_op.create_index('ix_enquiry_state_replied', ['state', 'replied_at', 'emptied_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('enquiry', schema=None) as batch_op:
        batch_op.drop_index('ix_enquiry_state_replied')

    with op.batch_alter_table('commissioning_body', schema=None) as batch_op:
        batch_op.drop_column('overdue_email')

    with op.batch_alter_table('outgoing_mail', schema=None) as batch_op:
        batch_op.drop_index('ix_outgoing_mail_state_settled_at')
        batch_op.drop_column('settled_at')

"""searches are counted from an index

Revision ID: 0017
Revises: 0016
"""

from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

COUNTED = ['at', 'words', 'total', 'was_opened', 'is_staff', 'is_crisis', 'area_id', 'id']


def upgrade() -> None:
    with op.batch_alter_table('logged_search', schema=None) as batch_op:
        batch_op.drop_index('ix_logged_search_at_words')
        batch_op.create_index('ix_logged_search_counted', COUNTED, unique=False)


def downgrade() -> None:
    with op.batch_alter_table('logged_search', schema=None) as batch_op:
        batch_op.drop_index('ix_logged_search_counted')
        batch_op.create_index('ix_logged_search_at_words', ['at', 'words'], unique=False)

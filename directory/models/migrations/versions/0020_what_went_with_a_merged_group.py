"""what went with a merged group

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('unmet_need_merge',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('merged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('merged_by_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Enum('grouped', 'sent', 'answered', 'merged', name='group_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['unmet_need_group.id'], name=op.f('fk_unmet_need_merge_group_id_unmet_need_group'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['merged_by_id'], ['user_account.id'], name=op.f('fk_unmet_need_merge_merged_by_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('group_id', name=op.f('pk_unmet_need_merge'))
    )
    op.create_table('unmet_need_moved',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('unmet_need_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['unmet_need_merge.group_id'], name=op.f('fk_unmet_need_moved_group_id_unmet_need_merge'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unmet_need_id'], ['unmet_need.id'], name=op.f('fk_unmet_need_moved_unmet_need_id_unmet_need'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('group_id', 'unmet_need_id', name=op.f('pk_unmet_need_moved'))
    )
    with op.batch_alter_table('unmet_need_moved', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unmet_need_moved_unmet_need_id'), ['unmet_need_id'], unique=False)


def downgrade() -> None:
    op.drop_table('unmet_need_moved')
    op.drop_table('unmet_need_merge')

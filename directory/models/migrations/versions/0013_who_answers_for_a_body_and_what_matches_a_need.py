"""who answers for a body, what matches a need, and faster lists of unmet needs

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('body_member',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('body_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['commissioning_body.id'], name=op.f('fk_body_member_body_id_commissioning_body'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_body_member_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'body_id', name=op.f('pk_body_member'))
    )
    with op.batch_alter_table('body_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_body_member_body_id'), ['body_id'], unique=False)

    op.create_table('unmet_need_match',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('offered', 'declined', 'taken', name='match_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['unmet_need_group.id'], name=op.f('fk_unmet_need_match_group_id_unmet_need_group'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unmet_need_match')),
    sa.UniqueConstraint('group_id', 'entry_id', name=op.f('uq_unmet_need_match_group_id'))
    )
    with op.batch_alter_table('unmet_need_match', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unmet_need_match_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unmet_need_match_state'), ['state'], unique=False)

    with op.batch_alter_table('unmet_need_group', schema=None) as batch_op:
        batch_op.add_column(sa.Column('narrative', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('narrative_checked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('narrative_checked_by_id', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_unmet_need_group_narrative_checked_by_id_user_account'), 'user_account', ['narrative_checked_by_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('unmet_need', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unmet_need_group_id'))
        batch_op.drop_index(batch_op.f('ix_unmet_need_logged_by_id'))
        batch_op.create_index('ix_unmet_need_group_id_logged_at', ['group_id', 'logged_at'], unique=False)
        batch_op.create_index('ix_unmet_need_logged_by_id_logged_at', ['logged_by_id', 'logged_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('unmet_need', schema=None) as batch_op:
        batch_op.drop_index('ix_unmet_need_logged_by_id_logged_at')
        batch_op.drop_index('ix_unmet_need_group_id_logged_at')
        batch_op.create_index(batch_op.f('ix_unmet_need_logged_by_id'), ['logged_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unmet_need_group_id'), ['group_id'], unique=False)

    with op.batch_alter_table('unmet_need_group', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_unmet_need_group_narrative_checked_by_id_user_account'), type_='foreignkey')
        batch_op.drop_column('narrative_checked_by_id')
        batch_op.drop_column('narrative_checked_at')
        batch_op.drop_column('narrative')

    op.drop_table('unmet_need_match')
    op.drop_table('body_member')

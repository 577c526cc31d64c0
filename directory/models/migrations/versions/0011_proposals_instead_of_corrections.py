"""proposals instead of corrections

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

NEW = sa.table(
    'proposal',
    *(sa.column(name) for name in (
        'id', 'kind', 'source', 'entry_type', 'entry_id', 'entry_name', 'fault', 'times', 'state',
        'proposed_by_id', 'decided_at', 'created_at', 'last_modified', 'version',
    )),
)
OLD = sa.table(
    'correction',
    *(sa.column(name) for name in (
        'id', 'entry_type', 'entry_id', 'name', 'fault', 'raised_at', 'raised_by_id', 'done_at',
    )),
)


def upgrade() -> None:
    op.create_table('proposal',
    sa.Column('kind', sa.Enum('word', 'need', 'summary', 'correction', 'entry', name='proposal_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source', sa.Enum('enquiry', 'support_record', 'search_log', 'person', name='proposal_source', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('source_reference', sa.String(length=80), nullable=True),
    sa.Column('proposed_by_id', sa.Uuid(), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('fault', sa.Enum('closed', 'full', 'moved', name='proposal_fault', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('entry_type', sa.Enum('service', 'guidance', name='proposal_entry_type', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('entry_id', sa.Uuid(), nullable=True),
    sa.Column('entry_name', sa.String(length=300), nullable=True),
    sa.Column('need_id', sa.Uuid(), nullable=True),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'accepted', 'declined', name='proposal_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_modified', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_proposal_area_id_area')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user_account.id'], name=op.f('fk_proposal_decided_by_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['need_id'], ['taxonomy_term.id'], name=op.f('fk_proposal_need_id_taxonomy_term')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['user_account.id'], name=op.f('fk_proposal_proposed_by_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        for column in ('area_id', 'decided_by_id', 'entry_id', 'need_id', 'proposed_by_id'):
            batch_op.create_index(batch_op.f(f'ix_proposal_{column}'), [column], unique=False)
        batch_op.create_index('ix_proposal_state_created', ['state', 'created_at'], unique=False)
    _move_corrections()
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_done_at'))
        batch_op.drop_index(batch_op.f('ix_correction_entry_id'))
    op.drop_table('correction')


def _move_corrections() -> None:
    """Each keeps its id: people may have kept its address."""
    was = OLD.c
    state = sa.case((was.done_at.is_(None), 'open'), else_='accepted')
    modified = sa.func.coalesce(was.done_at, was.raised_at)
    moved = sa.select(
        was.id, sa.literal('correction'), sa.literal('support_record'), was.entry_type, was.entry_id, was.name,
        was.fault, sa.literal(1), state, was.raised_by_id, was.done_at, was.raised_at, modified, sa.literal(1),
    )
    op.execute(sa.insert(NEW).from_select([column.name for column in NEW.c], moved))


def downgrade() -> None:
    op.create_table('correction',
    sa.Column('entry_type', sa.Enum('service', 'guidance', name='correction_entry_type', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('fault', sa.Enum('closed', 'full', 'moved', name='entry_fault', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('raised_by_id', sa.Uuid(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['raised_by_id'], ['user_account.id'], name=op.f('fk_correction_raised_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction'))
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_done_at'), ['done_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_correction_entry_id'), ['entry_id'], unique=False)
    is_correction = sa.column('kind') == 'correction'
    back = sa.select(
        NEW.c.id, NEW.c.entry_type, NEW.c.entry_id, NEW.c.entry_name, NEW.c.fault, NEW.c.created_at,
        NEW.c.proposed_by_id, NEW.c.decided_at,
    ).where(is_correction)
    op.execute(sa.insert(OLD).from_select([column.name for column in OLD.c], back))
    op.drop_table('proposal')

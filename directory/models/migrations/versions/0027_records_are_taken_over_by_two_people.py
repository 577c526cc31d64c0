"""records are taken over by two people, and who gave a password

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

REASON = sa.Enum(
    'sick', 'away', 'moved', 'left',
    name='handover_reason', native_enum=False, create_constraint=True, length=40,
)


def _account(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], ['user_account.id'], name=op.f(f'fk_record_handover_{name}_user_account')
    )


def upgrade() -> None:
    op.create_table(
        'record_handover',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('worker_id', sa.Uuid(), nullable=False),
        sa.Column('team_id', sa.Uuid(), nullable=False),
        sa.Column('colleague_id', sa.Uuid(), nullable=False),
        sa.Column('asked_by_id', sa.Uuid(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reason', REASON, nullable=False),
        sa.Column('until', sa.Date(), nullable=True),
        sa.Column('agreed_by_id', sa.Uuid(), nullable=True),
        sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        *(_account(f'{name}_id') for name in ('worker', 'colleague', 'asked_by', 'agreed_by')),
        sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_record_handover_team_id_team')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_record_handover')),
    )
    for name in ('worker_id', 'team_id', 'colleague_id'):
        op.create_index(op.f(f'ix_record_handover_{name}'), 'record_handover', [name], unique=False)
    with op.batch_alter_table('user_account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('password_given_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('password_given_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('password_agreed_by_id', sa.Uuid(), nullable=True))
        for name in ('password_given_by_id', 'password_agreed_by_id'):
            batch_op.create_foreign_key(
                batch_op.f(f'fk_user_account_{name}_user_account'), 'user_account', [name], ['id']
            )


def downgrade() -> None:
    with op.batch_alter_table('user_account', schema=None) as batch_op:
        for name in ('password_agreed_by_id', 'password_given_by_id'):
            batch_op.drop_constraint(
                batch_op.f(f'fk_user_account_{name}_user_account'), type_='foreignkey'
            )
        batch_op.drop_column('password_agreed_by_id')
        batch_op.drop_column('password_given_at')
        batch_op.drop_column('password_given_by_id')
    op.drop_table('record_handover')

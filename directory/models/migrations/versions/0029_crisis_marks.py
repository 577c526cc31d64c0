"""entries that an officer marked as help in a crisis

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

_CRISES = (
    'suicide',
    'self_harm',
    'overdose',
    'mental_health',
    'domestic_abuse',
    'sexual_violence',
    'child',
    'baby',
    'missing',
    'homeless',
    'gas',
)


def upgrade() -> None:
    op.create_table(
        'crisis_mark',
        sa.Column('service_id', sa.Uuid(), nullable=True),
        sa.Column('guidance_id', sa.Uuid(), nullable=True),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column(
            'crisis',
            sa.Enum(*_CRISES, name='crisis_mark_crisis', native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column('marked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('marked_by_id', sa.Uuid(), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.CheckConstraint('(service_id IS NULL) <> (guidance_id IS NULL)', name=op.f('ck_crisis_mark_one_entry')),
        sa.ForeignKeyConstraint(
            ['service_id'], ['service.id'], name=op.f('fk_crisis_mark_service_id_service'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['guidance_id'], ['guidance.id'], name=op.f('fk_crisis_mark_guidance_id_guidance'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['marked_by_id'], ['user_account.id'], name=op.f('fk_crisis_mark_marked_by_id_user_account')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_crisis_mark')),
        sa.UniqueConstraint('service_id', 'crisis', name='uq_crisis_mark_service'),
        sa.UniqueConstraint('guidance_id', 'crisis', name='uq_crisis_mark_guidance'),
    )


def downgrade() -> None:
    op.drop_table('crisis_mark')

"""what is withheld

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """`flask prepare` marks what is hidden or suspended now, because only it knows the secret of the keys."""
    op.create_table(
        'withheld_record',
        sa.Column('kind', _one_of('withheld_kind', 'place', 'entry', 'organization'), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('key_name', sa.String(length=8), nullable=False),
        sa.Column('subject_id', sa.Uuid(), nullable=False),
        sa.Column('reason', _one_of('withheld_reason', 'confidential', 'suspended'), nullable=False),
        sa.Column('since', sa.DateTime(timezone=True), nullable=False),
        sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_withheld_record')),
        sa.UniqueConstraint('kind', 'key', 'subject_id', name=op.f('uq_withheld_record_kind')),
    )
    with op.batch_alter_table('withheld_record', schema=None) as batch_op:
        batch_op.create_index('ix_withheld_record_subject', ['kind', 'subject_id'], unique=False)
    op.create_table(
        'withholding_review',
        sa.Column('subject', _one_of('review_subject', 'place', 'publication', 'words'), nullable=False),
        sa.Column(
            'cause',
            _one_of(
                'review_cause',
                'known_place',
                'known_entry',
                'known_organization',
                'safe_accommodation',
                'address_in_text',
            ),
            nullable=False,
        ),
        sa.Column('entry_type', _one_of('review_entry_type', 'service', 'guidance'), nullable=True),
        sa.Column('entry_id', sa.Uuid(), nullable=True),
        sa.Column('organization_id', sa.Uuid(), nullable=True),
        sa.Column('location_id', sa.Uuid(), nullable=True),
        sa.Column('fields', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decision', _one_of('review_decision', 'keep_hidden', 'make_public'), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by_id', sa.Uuid(), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ['decided_by_id'],
            ['user_account.id'],
            name=op.f('fk_withholding_review_decided_by_id_user_account'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_withholding_review')),
    )
    with op.batch_alter_table('withholding_review', schema=None) as batch_op:
        batch_op.create_index('ix_withholding_review_open', ['decided_at', 'created_at'], unique=False)
        for column in ('entry_id', 'organization_id', 'decided_by_id'):
            batch_op.create_index(op.f(f'ix_withholding_review_{column}'), [column], unique=False)


def downgrade() -> None:
    op.drop_table('withholding_review')
    op.drop_table('withheld_record')

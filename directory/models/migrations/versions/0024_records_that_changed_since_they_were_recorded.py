"""records that changed since they were recorded in the care plan, and what a note about consent was said for

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

CONSENT = sa.Enum(
    'not_asked', 'agreed', 'agreed_in_part', 'not_agreed',
    name='consent_noted_for', native_enum=False, create_constraint=True, length=40,
)
RECORD = sa.table(
    'support_record',
    sa.column('id', sa.Uuid()),
    sa.column('care_plan_recorded_at', sa.DateTime(timezone=True)),
    sa.column('changed_since_recorded_at', sa.DateTime(timezone=True)),
)
AUDIT = sa.table(
    'audit_event',
    sa.column('at', sa.DateTime(timezone=True)),
    sa.column('event', sa.String()),
    sa.column('subject_id', sa.String()),
)
# The events that changed what an entry says.
CHANGES = [
    f'support_record.{event}'
    for event in (
        'conversation_saved', 'options_set', 'entries_added', 'action_added', 'action_taken_off',
        'follow_up_added', 'outcome_set',
    )
]


def upgrade() -> None:
    with op.batch_alter_table('support_record', schema=None) as batch_op:
        batch_op.add_column(sa.Column('changed_since_recorded_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('consent_noted_for', CONSENT, nullable=True))

    connection = op.get_bind()
    recorded = RECORD.c.care_plan_recorded_at
    for record_id, at in connection.execute(sa.select(RECORD.c.id, recorded).where(recorded.is_not(None))).all():
        changed = sa.select(AUDIT.c.at).where(
            AUDIT.c.subject_id == str(record_id), AUDIT.c.at > at, AUDIT.c.event.in_(CHANGES)
        )
        if connection.execute(changed.limit(1)).first():
            values = {'changed_since_recorded_at': at, 'care_plan_recorded_at': None}
            connection.execute(sa.update(RECORD).where(RECORD.c.id == record_id).values(values))


def downgrade() -> None:
    connection = op.get_bind()
    earlier = RECORD.c.changed_since_recorded_at
    connection.execute(
        sa.update(RECORD).where(earlier.is_not(None)).values(care_plan_recorded_at=earlier)
    )
    with op.batch_alter_table('support_record', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_support_record_consent_noted_for'), type_='check')
        batch_op.drop_column('consent_noted_for')
        batch_op.drop_column('changed_since_recorded_at')

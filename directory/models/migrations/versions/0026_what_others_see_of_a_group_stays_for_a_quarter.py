"""what others see of a group stays for a quarter

Revision ID: 0026
Revises: 0025
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

_GROUP = sa.table(
    'unmet_need_group',
    sa.column('id', sa.Uuid()),
    sa.column('state', sa.String()),
    sa.column('sent_at', sa.DateTime(timezone=True)),
    sa.column('shown_count', sa.Integer()),
    sa.column('counted_on', sa.Date()),
)
_UNMET = sa.table(
    'unmet_need',
    sa.column('group_id', sa.Uuid()),
    sa.column('logged_at', sa.DateTime(timezone=True)),
    sa.column('times_asked', sa.Integer()),
)


def upgrade() -> None:
    """Groups that were sent show until the quarter ends what they showed before."""
    with op.batch_alter_table('unmet_need_group', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shown_count', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('counted_on', sa.Date(), nullable=True))
    now = datetime.now(ZoneInfo('Europe/London'))
    began = now.replace(month=(now.month - 1) // 3 * 3 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
    is_told = sa.or_(_UNMET.c.logged_at < began.astimezone(UTC), _UNMET.c.logged_at <= _GROUP.c.sent_at)
    count = sa.select(sa.func.coalesce(sa.func.sum(_UNMET.c.times_asked), 0))
    count = count.where(_UNMET.c.group_id == _GROUP.c.id, is_told).scalar_subquery()
    is_seen = _GROUP.c.state.in_(('sent', 'answered'))
    kept = sa.update(_GROUP).where(is_seen).values(shown_count=count, counted_on=now.date())
    op.get_bind().execute(kept)


def downgrade() -> None:
    with op.batch_alter_table('unmet_need_group', schema=None) as batch_op:
        batch_op.drop_column('counted_on')
        batch_op.drop_column('shown_count')

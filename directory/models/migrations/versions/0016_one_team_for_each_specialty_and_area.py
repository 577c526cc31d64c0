"""one team for each specialty and area

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

_TEAM = sa.table('team', sa.column('id', sa.Uuid()), sa.column('specialty', sa.String()), sa.column('is_open', sa.Boolean()))
_AREA = sa.table(
    'team_area',
    sa.column('id', sa.Uuid()),
    sa.column('team_id', sa.Uuid()),
    sa.column('area_id', sa.Uuid()),
    sa.column('ends_on', sa.Date()),
    sa.column('open_specialty', sa.String()),
)


def upgrade() -> None:
    with op.batch_alter_table('team_area', schema=None) as batch_op:
        batch_op.add_column(sa.Column('open_specialty', sa.String(length=40), nullable=True))
    _fill()
    with op.batch_alter_table('team_area', schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f('uq_team_area_area_id'), ['area_id', 'open_specialty'])


def _fill() -> None:
    """Where two teams already share an area without end, the first keeps it and the officer sees both."""
    connection = op.get_bind()
    query = (
        sa.select(_AREA.c.id, _AREA.c.area_id, _TEAM.c.specialty)
        .join(_TEAM, _AREA.c.team_id == _TEAM.c.id)
        .where(_TEAM.c.is_open, _AREA.c.ends_on.is_(None))
        .order_by(_AREA.c.id)
    )
    taken = set()
    for row_id, area_id, specialty in connection.execute(query).all():
        if (area_id, specialty) not in taken:
            taken.add((area_id, specialty))
            connection.execute(sa.update(_AREA).where(_AREA.c.id == row_id).values(open_specialty=specialty))


def downgrade() -> None:
    with op.batch_alter_table('team_area', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_team_area_area_id'), type_='unique')
        batch_op.drop_column('open_specialty')

"""confidential places out of old versions

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

_PLACE = sa.table('location', sa.column('id', sa.Uuid()), sa.column('visibility', sa.String()))
_VERSION = sa.table('entry_version', sa.column('id', sa.Uuid()), sa.column('snapshot', sa.JSON()))


def upgrade() -> None:
    """Versions kept before this one say where places are that have become confidential."""
    connection = op.get_bind()
    hidden = connection.scalars(sa.select(_PLACE.c.id).where(_PLACE.c.visibility == 'confidential')).all()
    for place_id in map(str, hidden):
        named = sa.cast(_VERSION.c.snapshot, sa.String).contains(place_id)
        for row_id, snapshot in connection.execute(sa.select(_VERSION).where(named)).all():
            for site in snapshot.get('service_at_locations') or []:
                _hide(site, place_id)
            changed = sa.update(_VERSION).where(_VERSION.c.id == row_id).values(snapshot=snapshot)
            connection.execute(changed)


def _hide(site: dict, place_id: str) -> None:
    place = site['location']
    if place.get('id') == place_id:
        kept = {key: place[key] for key in ('id', 'location_type') if key in place}
        site['location'] = kept | {'visibility': 'confidential'}


def downgrade() -> None:
    """What was taken out does not come back."""

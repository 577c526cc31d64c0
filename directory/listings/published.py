"""What the public may read of entries."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from directory.errors import NotFound
from directory.extensions import db
from directory.listings.parts import load_public_parts
from directory.models import Entry, Guidance, Location, Service, ServiceAtLocation
from directory.models.codes import PUBLISHED

# What a card in a list shows, each part in one statement however long the list is.
_CARD_PARTS = (
    selectinload(Service.cost_options),
    selectinload(Service.schedules),
    selectinload(Service.phones),
    selectinload(Service.service_at_locations).options(
        selectinload(ServiceAtLocation.schedules),
        joinedload(ServiceAtLocation.location).selectinload(Location.addresses),
    ),
)


def list_entries(ids: Sequence[uuid.UUID], *, whole: bool = False) -> list[Entry]:
    """The published entries among `ids`, in the order of `ids`. Unknown and withdrawn ones are left out.
    `whole` brings what an entry's own page shows, not only what a card does."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    services = select(Service).where(Service.id.in_(wanted), Service.status.in_(PUBLISHED))
    guidance = select(Guidance).where(Guidance.id.in_(wanted), Guidance.status.in_(PUBLISHED))
    rows = db.session.scalars(services.options(*(() if whole else _CARD_PARTS))).all()
    if whole:
        load_public_parts(rows)
    found: dict[uuid.UUID, Entry] = {service.id: service for service in rows}
    if len(found) < len(wanted):
        found |= {g.id: g for g in db.session.scalars(guidance)}
    return [found[entry_id] for entry_id in wanted if entry_id in found]


def get_guidance(guidance_id: uuid.UUID) -> Guidance:
    """Whatever its status. Raises NotFound for an unknown id."""
    guidance = db.session.get(Guidance, guidance_id)
    if guidance is None:
        raise NotFound("Page not found")
    return guidance


def get_service(service_id: uuid.UUID) -> Service:
    """With everything its page shows, in a number of statements that does not grow with it, whatever its
    status. Raises NotFound for an unknown id."""
    service = db.session.get(Service, service_id)
    if service is None:
        raise NotFound("Page not found")
    load_public_parts([service])
    return service

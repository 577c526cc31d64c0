"""What the public may read of entries."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.errors import NotFound
from directory.extensions import db
from directory.models import Entry, Guidance, Service, ServiceAtLocation
from directory.models.codes import PUBLISHED

# What a card in a list shows, each part in one statement however long the list is.
_CARD_PARTS = (
    selectinload(Service.cost_options),
    selectinload(Service.schedules),
    selectinload(Service.service_at_locations).selectinload(ServiceAtLocation.schedules),
)


def list_entries(ids: Sequence[uuid.UUID]) -> list[Entry]:
    """The published entries among `ids`, in the order of `ids`. Unknown and withdrawn ones are left out."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    services = select(Service).where(Service.id.in_(wanted), Service.status.in_(PUBLISHED))
    guidance = select(Guidance).where(Guidance.id.in_(wanted), Guidance.status.in_(PUBLISHED))
    found: dict[uuid.UUID, Entry] = {s.id: s for s in db.session.scalars(services.options(*_CARD_PARTS))}
    if len(found) < len(wanted):
        found |= {g.id: g for g in db.session.scalars(guidance)}
    return [found[entry_id] for entry_id in wanted if entry_id in found]


def get_guidance(guidance_id: uuid.UUID) -> Guidance:
    """Raises NotFound for guidance the public may not read."""
    guidance = db.session.get(Guidance, guidance_id)
    if guidance is None or guidance.status not in PUBLISHED:
        raise NotFound("Page not found")
    return guidance


def get_service(service_id: uuid.UUID) -> Service:
    """Raises NotFound for what the public may not see."""
    service = db.session.get(Service, service_id)
    if service is None or service.status not in PUBLISHED:
        raise NotFound("Page not found")
    return service

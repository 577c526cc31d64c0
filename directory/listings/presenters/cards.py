"""An entry as a card in a list."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, url_for

from directory.listings import schedules
from directory.listings.presenters import wording
from directory.listings.presenters.phones import PhoneLine, find_way_in
from directory.listings.presenters.places import list_address_lines, list_open_sites
from directory.listings.schedules import LONDON
from directory.models import Entry, Guidance, Schedule, Service
from directory.models.mixins import utc_now


@dataclass(frozen=True)
class Card:
    """`places`: every address where there are several, for paper. `website` and `email`: where no phone can
    be rung or texted."""

    id: uuid.UUID
    address: str
    name: str
    kind: str
    by: str
    summary: str
    facts: tuple[tuple[str, str], ...]
    availability: wording.Availability | None
    checked: str
    phone: PhoneLine | None = None
    website: str = ""
    email: str = ""
    places: tuple[str, ...] = ()


def present_card(entry: Entry, now: datetime | None = None) -> Card:
    if isinstance(entry, Guidance):
        address = url_for("listings.guidance", guidance_id=entry.id)
        checked = wording.describe_check(entry)
        return Card(entry.id, address, entry.name, "Advice", "", entry.summary, (), None, checked)
    today = (now or utc_now()).astimezone(LONDON).date()
    places = _list_addresses(entry)
    phone = find_way_in(entry.phones)
    return Card(
        id=entry.id,
        address=url_for("listings.entry", entry_id=entry.id),
        name=entry.name,
        kind=wording.KINDS[entry.kind],
        by=entry.organization.name,
        summary=entry.summary,
        facts=tuple((label, text) for label, text in _list_facts(entry, places, today) if text),
        availability=wording.present_availability(entry, today, current_app.config["AVAILABILITY_DAYS"]),
        checked=wording.describe_check(entry),
        phone=phone,
        website="" if phone else entry.url or "",
        email="" if phone else entry.email or "",
        places=places if len(places) > 1 else (),
    )


def _list_facts(service: Service, places: tuple[str, ...], today: date) -> list[tuple[str, str]]:
    coming = [s for s in _list_schedules(service) if s.valid_to is None or s.valid_to >= today]
    said = (schedules.say_rule(s, today) or s.description or "" for s in coming)
    when = [text for text in dict.fromkeys(said) if text]
    more = f"; and {len(when) - 2} more" if len(when) > 2 else ""
    return [
        ("Cost", wording.describe_cost(service.cost_options, today)),
        ("When", "; ".join(when[:2]) + more),
        ("Where", f"{len(places)} places" if len(places) > 1 else "".join(places)),
        ("How", wording.describe_attending(service.attending_types)),
    ]


def _list_schedules(service: Service) -> list[Schedule]:
    at_places = [schedule for site in list_open_sites(service, staff=False) for schedule in site.schedules]
    return [*service.schedules, *at_places]


def _list_addresses(service: Service) -> tuple[str, ...]:
    """ "Example Hall, Leicester, LE1 1AA" for each of its places."""
    sites = list_open_sites(service, staff=False)
    return tuple(", ".join(list_address_lines(site.location)) for site in sites)

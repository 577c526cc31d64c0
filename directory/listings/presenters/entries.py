"""One service, group or activity as its page shows it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup

from directory.listings import schedules
from directory.listings.presenters import wording
from directory.listings.presenters.contacts import Reach, present_organization, present_reach
from directory.listings.presenters.markdown import render_markdown
from directory.listings.presenters.places import PlaceShown, list_open_sites, present_places
from directory.listings.schedules import LONDON, Occurrence, format_date, format_hours
from directory.models import Schedule, Service
from directory.models.codes import PUBLISHED, AvailabilityStatus, Status

_NEXT_DATES = 5
_STATUS_FOR_STAFF = {
    Status.DRAFT: "Draft: the public cannot see this entry.",
    Status.SUSPENDED: "Suspended: the public cannot see this entry.",
    Status.INACTIVE: "Withdrawn: the public cannot see this entry.",
    Status.DEFUNCT: "No longer running: the public cannot see this entry.",
}


class Cost(NamedTuple):
    what: str
    price: str
    note: str


class Term(NamedTuple):
    slug: str
    name: str


class Through(NamedTuple):
    id: uuid.UUID
    name: str
    is_open: bool


@dataclass(frozen=True)
class EntryPage:
    id: uuid.UUID
    name: str
    kind: str
    by: str
    summary: str
    description: Markup
    staff_banner: str
    notices: list[str]
    availability: wording.Availability | None
    people: list[str]
    costs: list[Cost]
    fees: str
    times: list[str]
    next_dates: list[str]
    how: str
    areas: str
    places: list[PlaceShown]
    has_hidden_place: bool
    reach: Reach
    routes: list[str]
    joining: Markup | None
    through: list[Through]
    languages: str
    interpreting: str
    needs: list[Term]
    organization: Reach
    checked: str
    checks: list[str]

    @property
    def map_points(self) -> list[dict[str, Any]]:
        return [
            {"number": number, "name": place.name, "address": "#where", "at": place.point}
            for number, place in enumerate(self.places, 1)
            if place.point
        ]


def present_entry(service: Service, *, staff: bool, now: datetime) -> EntryPage:
    """`staff` shows places that only staff may know. Confidential ones are shown to nobody."""
    today = now.astimezone(LONDON).date()
    believed = current_app.config["AVAILABILITY_DAYS"]
    sites = list_open_sites(service, staff)
    return EntryPage(
        id=service.id,
        name=service.name,
        kind=wording.KINDS[service.kind],
        by=service.organization.name,
        summary=service.summary,
        description=render_markdown(service.description),
        staff_banner=_STATUS_FOR_STAFF.get(service.status, ""),
        notices=list_notices(service, today),
        availability=wording.present_availability(service, today, believed),
        people=_list_people(service),
        costs=_list_costs(service, today),
        fees=_describe_fees(service, today),
        times=_list_times(service, staff, today),
        next_dates=[say_occurrence(o, today) for o in list_next(service, staff, now, _NEXT_DATES)],
        how=wording.describe_attending(service.attending_types),
        areas=_name_areas(service),
        places=present_places(sites),
        has_hidden_place=len(sites) < len(service.service_at_locations),
        reach=present_reach(service),
        routes=[wording.ROUTES[route] for route in service.referral_routes],
        joining=render_markdown(service.application_process) if service.application_process else None,
        through=_list_through(service, staff),
        languages=schedules.join_words([x.name for x in service.languages if x.name]),
        interpreting=service.interpretation_services or "",
        needs=list_needs(service),
        organization=present_organization(service.organization),
        checked=wording.describe_check(service),
        checks=[wording.describe_seen(check) for check in service.checks],
    )


def list_next(service: Service, staff: bool, now: datetime, count: int) -> list[Occurrence]:
    """The next times it takes place: none while it is closed or paused, none after its last day."""
    today = now.astimezone(LONDON).date()
    if service.status == Status.TEMPORARILY_CLOSED or _is_paused(service, today):
        return []
    coming = schedules.next_occurrences(_list_schedules(service, staff), now, count)
    return [o for o in coming if service.ends_on is None or o.start.date() <= service.ends_on]


def say_occurrence(occurrence: Occurrence, today: date) -> str:
    """ "Thursday 26 November, 10am to 12pm", with the year where it is not this one."""
    start = occurrence.start
    year = f" {start.year}" if start.year != today.year else ""
    day = f"{start:%A} {start.day} {start:%B}{year}"
    end = occurrence.end.time() if occurrence.end else None
    hours = format_hours(start.time(), end) if occurrence.has_time else ""
    return f"{day}, {hours}" if hours else day


def _is_paused(service: Service, today: date) -> bool:
    if service.availability != AvailabilityStatus.PAUSED:
        return False
    return service.paused_until is None or service.paused_until >= today


def list_notices(service: Service, today: date) -> list[str]:
    """What has to be known before anybody sets out."""
    notices = []
    if service.status == Status.TEMPORARILY_CLOSED:
        notices.append("This is closed for the time being. Please check with them before you go.")
    if service.ends_on and service.ends_on < today:
        notices.append(f"This ended on {format_date(service.ends_on)}.")
    elif service.ends_on:
        notices.append(f"This runs until {format_date(service.ends_on)}.")
    return [*notices, *([service.alert] if service.alert else [])]


def _list_people(service: Service) -> list[str]:
    people = [e.taxonomy_term.name for e in service.eligibility if e.taxonomy_term]
    said = [e.description for e in service.eligibility]
    ages = wording.describe_ages(service.minimum_age, service.maximum_age)
    lines = (*people, ages, *said, service.eligibility_description)
    return [line for line in dict.fromkeys(lines) if line]


def _list_costs(service: Service, today: date) -> list[Cost]:
    current = [c for c in service.cost_options if wording.is_current(c.valid_from, c.valid_to, today)]
    costs = []
    for option in current:
        price = "" if option.amount_pence is None else wording.format_pence(option.amount_pence)
        costs.append(Cost(option.option or "", price, option.amount_description or ""))
    return costs


def _describe_fees(service: Service, today: date) -> str:
    """What is said about fees, unless a cost says the same."""
    fees = service.fees_description or ""
    return "" if any(fees == cost.note for cost in _list_costs(service, today)) else fees


def _list_schedules(service: Service, staff: bool) -> list[Schedule]:
    at_places = [schedule for site in list_open_sites(service, staff) for schedule in site.schedules]
    return [*service.schedules, *at_places]


def _list_times(service: Service, staff: bool, today: date) -> list[str]:
    """Each schedule that is not over in words. With several places, the place is named."""
    sites = list_open_sites(service, staff)
    times = [(schedule, "") for schedule in service.schedules]
    for site in sites:
        name = site.location.name if len(sites) > 1 else ""
        times += [(schedule, name or "") for schedule in site.schedules]
    said = [
        f"{schedules.words(schedule, today)} ({place})" if place else schedules.words(schedule, today)
        for schedule, place in times
        if schedule.valid_to is None or schedule.valid_to >= today
    ]
    return list(dict.fromkeys(text for text in said if text))


def _name_areas(service: Service) -> str:
    names = [a.area.name if a.area else a.name for a in service.service_areas]
    return schedules.join_words([name for name in dict.fromkeys(names) if name])


def _list_through(service: Service, staff: bool) -> list[Through]:
    """A draft, or an entry that was suspended or withdrawn, is not named to the public here either."""
    all_others = (link.through for link in service.referred_through)
    others = [other for other in all_others if staff or other.status in PUBLISHED]
    return [Through(other.id, other.name, other.status == Status.ACTIVE) for other in others]


def list_needs(service: Service) -> list[Term]:
    terms = [a.taxonomy_term for a in service.attributes if a.taxonomy_term.taxonomy.slug == "needs"]
    return [Term(term.slug, term.name) for term in terms]

"""What support records are about, and the lists to choose from."""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager

from directory.extensions import db
from directory.framework.records.access import is_on_list_of
from directory.listings.needs import Need, list_needs
from directory.listings.schedules import LONDON
from directory.models import Area, Attribute, Enquiry, Entry, FollowUp, SupportRecord, Team, TeamMember, User
from directory.models.codes import AreaKind
from directory.places.containment import is_current
from directory.places.place import Place
from directory.places.queries import find_place
from directory.unmet_needs.lists import PAGE_SIZE, Page

Row = TypeVar("Row")
MOST_NEEDS = 3
# A record never says more exactly than this where somebody lives.
AREA_KINDS = {AreaKind.DISTRICT: "Districts", AreaKind.PCN: "Primary care networks"}


@dataclass(frozen=True, slots=True)
class Due:
    """How many follow-ups have come to their day, and of these how many are past it."""

    total: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Untold:
    """How many records wait for a word of their worker: closed and not yet said to be in the care plan, open
    and changed since they were recorded there, open and asked about because nothing changed for long."""

    closed: int
    changed: int
    quiet: int


def list_own_teams(actor: User) -> list[Team]:
    """The open teams this person works in; every open team for somebody who works in none."""
    teams = select(Team).where(Team.is_open).order_by(Team.name)
    own = teams.join(TeamMember, TeamMember.team_id == Team.id).where(TeamMember.user_id == actor.id)
    return list(db.session.scalars(own)) or list(db.session.scalars(teams))


def list_areas(on: date) -> list[Area]:
    query = select(Area).where(Area.kind.in_(AREA_KINDS), is_current(Area, on))
    return sorted(db.session.scalars(query), key=lambda area: (list(AREA_KINDS).index(area.kind), area.name))


def find_area_of(text: str, areas: Sequence[Area]) -> Area | None:
    """The district that surely holds the place somebody searched near, if it is one."""
    place: Place | None = find_place(text) if text.strip() else None
    if place is None:
        return None
    return next((a for a in areas if a.kind == AreaKind.DISTRICT and a.id in place.area_ids), None)


def list_every_need() -> list[Need]:
    """Every need, each before those below it."""
    found: list[Need] = []

    def walk(needs: Sequence[Need]) -> None:
        for need in needs:
            found.append(need)
            walk(need.children)

    walk(list_needs())
    return found


def suggest_needs(
    asked: Sequence[str], meant: Sequence[str], entries: Sequence[Entry], needs: Sequence[Need]
) -> list[str]:
    """Slugs: those filtered by; else of those that the words stand for, the ones these entries are for, or
    the only one; else the need that most of these entries share."""
    known = {need.slug for need in needs}
    wanted = [slug for slug in dict.fromkeys(asked) if slug in known]
    if wanted:
        return wanted[:MOST_NEEDS]
    shared = _count_needs(entries, needs)
    worded = [slug for slug in dict.fromkeys(meant) if slug in known]
    fitting = [slug for slug in worded if slug in shared][:MOST_NEEDS]
    if fitting or len(worded) == 1:
        return fitting or worded
    return [slug for slug, _ in shared.most_common(1)]


def _count_needs(entries: Sequence[Entry], needs: Sequence[Need]) -> Counter[str]:
    """How many of these entries are for each need, by its slug."""
    if not entries:
        return Counter()
    slugs = {need.id: need.slug for need in needs}
    ids = [entry.id for entry in entries]
    belongs = or_(Attribute.service_id.in_(ids), Attribute.guidance_id.in_(ids))
    query = select(Attribute.taxonomy_term_id).where(belongs)
    return Counter(slugs[term] for term in db.session.scalars(query) if term in slugs)


def list_own_due(worker: User, now: datetime, until: date, number: int) -> Page[FollowUp]:
    """Follow-ups on this worker's list that are due by then and have no outcome, oldest first, with the needs
    of their records."""
    own = _select_due(until).where(is_on_list_of(worker, now))
    return _page_due(own.options(contains_eager(FollowUp.record).selectinload(SupportRecord.needs)), number)


def count_own_due(worker: User, now: datetime) -> Due:
    today = now.astimezone(LONDON).date()
    rows = _select_due(today).where(is_on_list_of(worker, now)).subquery()
    counts = select(func.count(), func.count().filter(rows.c.due_on < today)).select_from(rows)
    return Due(*db.session.execute(counts).one())


def list_team_due(worker: User, team_ids: Collection[uuid.UUID], until: date, number: int) -> Page[FollowUp]:
    """The same of all others in these teams."""
    is_of_others = or_(SupportRecord.worker_id.is_(None), SupportRecord.worker_id != worker.id)
    return _page_due(_select_due(until).where(SupportRecord.team_id.in_(team_ids), is_of_others), number)


def count_untold(worker: User, now: datetime) -> Untold:
    is_closed, is_open = SupportRecord.closed_at.is_not(None), SupportRecord.closed_at.is_(None)
    query = select(
        func.count().filter(is_closed, SupportRecord.care_plan_recorded_at.is_(None)),
        func.count().filter(is_open, SupportRecord.changed_since_recorded_at.is_not(None)),
        func.count().filter(is_open, SupportRecord.still_open_asked_at.is_not(None)),
    )
    return Untold(*db.session.execute(query.where(is_on_list_of(worker, now))).one())


def list_open_of(worker: User, now: datetime, number: int) -> Page[SupportRecord]:
    """The open records on this worker's own list: those that wait for an answer first, then the newest."""
    query = select(SupportRecord).where(is_on_list_of(worker, now), SupportRecord.closed_at.is_(None))
    waits_first = SupportRecord.still_open_asked_at.is_(None)
    return _page(query, (waits_first, SupportRecord.created_at.desc(), SupportRecord.id), number)


def list_to_record(worker: User, now: datetime, number: int) -> Page[SupportRecord]:
    """Closed records of this worker about which nobody said "recorded in care plan"."""
    query = select(SupportRecord).where(
        is_on_list_of(worker, now),
        SupportRecord.closed_at.is_not(None),
        SupportRecord.care_plan_recorded_at.is_(None),
    )
    return _page(query, (SupportRecord.closed_at, SupportRecord.id), number)


def list_helpline_questions(record: SupportRecord) -> list[datetime]:
    """When the helpline was asked with the reference of this record."""
    query = select(Enquiry.asked_at).where(Enquiry.support_reference == record.reference)
    return list(db.session.scalars(query.order_by(Enquiry.asked_at)))


def _select_due(until: date) -> Select[tuple[FollowUp]]:
    return (
        select(FollowUp)
        .join(SupportRecord, FollowUp.record_id == SupportRecord.id)
        .where(SupportRecord.closed_at.is_(None), FollowUp.outcome.is_(None), FollowUp.due_on <= until)
    )


def _page_due(query: Select[tuple[FollowUp]], number: int) -> Page[FollowUp]:
    whole = query.options(contains_eager(FollowUp.record))
    return _page(whole, (FollowUp.due_on, FollowUp.id), number)


def _page(query: Select[tuple[Row]], order: Sequence[Any], number: int) -> Page[Row]:
    """The last page where there are fewer."""
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    rows = query.order_by(*order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(list(db.session.scalars(rows).unique()), total, number)

"""Entries published since a group began that may be what was missing: noted as they are published, offered to
the knowledge officer until they say yes or no. Flushes and never commits."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from directory import audit
from directory.extensions import db
from directory.listings import published
from directory.listings.actions import is_published
from directory.listings.needs import list_needs
from directory.models import (
    Entry,
    EntryVersion,
    Service,
    UnmetNeedAnswer,
    UnmetNeedGroup,
    UnmetNeedMatch,
    User,
)
from directory.models.codes import AnswerKind, AttendingType, GroupState, MatchState, Visibility
from directory.network.confirmation import day_of
from directory.places.containment import find_above_and_below
from directory.unmet_needs.figures.group_counts import count_by_group
from directory.unmet_needs.groups.loop import answer_group
from directory.unmet_needs.lists import OPEN_STATES

MOST_SHOWN = 50
LOOKED_BACK = timedelta(days=2)
_MADE_PUBLIC = ("publish", "create")
_PROMISES = (AnswerKind.COMMISSIONED, AnswerKind.PLANNED)
_FROM_ANYWHERE = (AttendingType.PHONE, AttendingType.TEXT, AttendingType.ONLINE)


@dataclass(frozen=True, slots=True)
class Offer:
    """`count` is how often the group was asked for."""

    match: UnmetNeedMatch
    entry: Entry
    count: int


def note_matches(entry: Entry, now: datetime) -> int:
    """Notes the groups that this published entry may answer: with its need or one above it, in an area
    it serves. Each pair is noted once, so that a no is not asked about again. How many are new."""
    if not is_published(entry):
        return 0
    needs = _list_needs_above([link.taxonomy_term_id for link in entry.attributes])
    known = select(UnmetNeedMatch.group_id).where(UnmetNeedMatch.entry_id == entry.id)
    query = select(UnmetNeedGroup).where(
        _waits_for_an_entry(),
        UnmetNeedGroup.need_id.in_(needs),
        UnmetNeedGroup.created_at <= now,
        UnmetNeedGroup.id.not_in(known),
    )
    groups = list(db.session.scalars(query).unique())
    served = _list_served(entry, {group.area_id for group in groups}, now)
    new = [group for group in groups if group.area_id in served]
    db.session.add_all(UnmetNeedMatch(group_id=one.id, entry_id=entry.id, found_at=now) for one in new)
    db.session.flush()
    return len(new)


def note_recent_matches(now: datetime) -> int:
    """The same for all that was made public lately, by import too. How many are new."""
    recent = select(EntryVersion.entry_id).where(
        EntryVersion.action.in_(_MADE_PUBLIC), EntryVersion.at >= now - LOOKED_BACK
    )
    entry_ids = list(db.session.scalars(recent.distinct()))
    return sum(note_matches(entry, now) for entry in published.list_entries(entry_ids))


def list_offers(*, entry_id: uuid.UUID | None = None, group_id: uuid.UUID | None = None) -> list[Offer]:
    """What waits for a yes or no, the newest first: of all, of one entry, or of one group."""
    query = _select_offered().options(joinedload(UnmetNeedMatch.group))
    if entry_id:
        query = query.where(UnmetNeedMatch.entry_id == entry_id)
    if group_id:
        query = query.where(UnmetNeedMatch.group_id == group_id)
    order = (UnmetNeedMatch.found_at.desc(), UnmetNeedMatch.id)
    found = list(db.session.scalars(query.order_by(*order).limit(MOST_SHOWN)).unique())
    entries = {entry.id: entry for entry in published.list_entries([one.entry_id for one in found])}
    counts = count_by_group([one.group_id for one in found])
    return [
        Offer(one, entries[one.entry_id], counts.get(one.group_id, 0))
        for one in found
        if one.entry_id in entries
    ]


def count_offers() -> int:
    """Also of entries that were hidden since: there are few."""
    return db.session.scalar(_select_offered().with_only_columns(func.count())) or 0


def accept_offers(
    *,
    actor: User,
    offers: Sequence[Offer],
    links: Mapping[uuid.UUID, str],
    versions: Mapping[uuid.UUID, int],
    now: datetime,
) -> int:
    """Closes each group with its entry and tells the askers. `links` are addresses by entry, `versions` what
    the officer read, by group. Raises EditConflict. How many groups."""
    closed: set[uuid.UUID] = set()
    for offer in offers:
        group = offer.match.group
        offer.match.state = MatchState.TAKEN
        if group.id not in closed:
            close_with(actor, group, offer.entry, links[offer.entry.id], versions.get(group.id, 0), now)
            closed.add(group.id)
    return len(closed)


def close_with(
    actor: User, group: UnmetNeedGroup, entry: Entry, link: str, version: int, now: datetime
) -> None:
    typed = {"kind": AnswerKind.EXISTS.value, "words": f"{entry.name} is in the directory now.", "link": link}
    answer_group(actor=actor, group=group, typed=typed, expected_version=version, now=now)


def decline_offers(*, actor: User, offers: Iterable[Offer]) -> None:
    """They are not asked about again."""
    for offer in offers:
        offer.match.state = MatchState.DECLINED
        audit.record("unmet_need_group.decline_entry", actor, offer.match.group, entry=str(offer.entry.id))
    db.session.flush()


def _select_offered() -> Select[tuple[UnmetNeedMatch]]:
    """A group that was answered or merged meanwhile asks nothing any more."""
    query = select(UnmetNeedMatch).join(UnmetNeedGroup, UnmetNeedGroup.id == UnmetNeedMatch.group_id)
    return query.where(UnmetNeedMatch.state == MatchState.OFFERED, _waits_for_an_entry())


def _waits_for_an_entry() -> ColumnElement[bool]:
    """Open, or promised and not there yet."""
    is_promised = UnmetNeedGroup.answers.any(UnmetNeedAnswer.kind.in_(_PROMISES))
    is_there = UnmetNeedGroup.answers.any(UnmetNeedAnswer.kind == AnswerKind.EXISTS)
    is_answered = UnmetNeedGroup.state == GroupState.ANSWERED
    return or_(UnmetNeedGroup.state.in_(OPEN_STATES), and_(is_answered, is_promised, ~is_there))


def _list_needs_above(term_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """These needs and those above them. Terms of other taxonomies fall out."""
    carried, found = set(term_ids), set()
    waiting = list(list_needs())
    while waiting:
        need = waiting.pop()
        if not carried.isdisjoint(need.list_term_ids()):
            found.add(need.id)
            waiting += need.children
    return found


def _list_served(entry: Entry, area_ids: set[uuid.UUID], now: datetime) -> set[uuid.UUID]:
    """Those of these areas that the entry serves, in part at least. What is told, and help by phone or online
    that names no area, is for everybody. A place that is not public counts for nothing."""
    if not isinstance(entry, Service):
        return area_ids
    own = {link.area_id for link in entry.service_areas if link.area_id}
    own |= {
        site.location.district_id
        for site in entry.service_at_locations
        if site.location and site.location.district_id and site.location.visibility == Visibility.PUBLIC
    }
    if not own:
        is_anywhere = not set(_FROM_ANYWHERE).isdisjoint(entry.attending_types or ())
        return area_ids if is_anywhere else set()
    around = {area_id: find_above_and_below(area_id, day_of(now)) for area_id in area_ids}
    return {area_id for area_id, (above, below) in around.items() if not own.isdisjoint(above | below)}

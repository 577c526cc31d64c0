"""What the directory and the network have for the needs and the area of a support record."""

from datetime import datetime

from directory.listings import published
from directory.listings.presenters.cards import Card, present_card
from directory.listings.schedules import LONDON
from directory.models import SupportRecord
from directory.models.codes import AreaKind
from directory.network.answering.roles import RoleMatch
from directory.network.who_can_help import Answer, Asked, find_who_can_help
from directory.places.networks import find_network_place
from directory.places.place import Place
from directory.places.queries import find_place
from directory.search.crisis.results import CrisisResults, find_for_crisis
from directory.search.request import SearchRequest


def list_people(record: SupportRecord, now: datetime) -> list[RoleMatch]:
    """Support roles for this team, area and these needs. Those of other teams come after all others; among
    each, those with room first, those that are full last."""

    def rank(match: RoleMatch) -> tuple[bool, int]:
        is_of_others = match.role.team_id not in (None, record.team_id)
        return is_of_others, {None: 1, 0: 2}.get(match.places_free, 0)

    return sorted(find_help_beside(record, now).list_roles(), key=rank)


def find_help_beside(record: SupportRecord, now: datetime) -> Answer:
    return find_who_can_help(ask_for(record), on=now.astimezone(LONDON).date())


def ask_for(record: SupportRecord) -> Asked:
    area = record.area
    return Asked(
        place=find_place(area.name) if area and area.kind == AreaKind.DISTRICT else None,
        pcn=area if area and area.kind == AreaKind.PCN else None,
        team=record.team,
        needs=tuple(need.term.slug for need in record.needs),
    )


def find_more_entries(
    record: SupportRecord, words: str, need: str, now: datetime, show: str = ""
) -> tuple[list[Card], CrisisResults]:
    """The first page of a search near the record's district or network that is not on the record yet. Without
    words, by this need ("": by none). For words of danger, only what is marked for it; `show` is
    that of a SearchRequest."""
    request = SearchRequest(q=words, need=(need,) if need and not words else (), show=show)
    answer = find_for_crisis(
        request,
        viewer="staff",
        now=now,
        place=_find_place(record, now),
        known_needs=[one.term.slug for one in record.needs],
    )
    have = {link.entry_id for link in record.entries}
    ids = [hit.entry_id for hit in answer.found.hits if hit.entry_id not in have]
    return [present_card(entry, now) for entry in published.list_entries(ids)], answer


def _find_place(record: SupportRecord, now: datetime) -> Place | None:
    area, on = record.area, now.astimezone(LONDON).date()
    if area is None:
        return None
    return find_network_place(area, on) if area.kind == AreaKind.PCN else find_place(area.name, on=on)

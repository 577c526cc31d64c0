"""From what was ticked to entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from directory.framework.alone.talking import OwnTalk
from directory.listings import published
from directory.listings.needs import Need
from directory.listings.presenters.cards import Card, present_card
from directory.places.place import Place
from directory.search.find import find
from directory.search.request import SearchRequest

MOST_FOR_EACH = 4
MOST_NEEDS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What one talk leads to. `left` are its needs there was no room for."""

    talk: OwnTalk
    cards: tuple[Card, ...]
    left: tuple[Need, ...]


def find_help(talks: Sequence[OwnTalk], place: Place | None, now: datetime) -> list[Found]:
    """A few entries for each need, none twice, for the first MOST_NEEDS needs."""
    ids = _find_ids([need for talk in talks for need in talk.ticked], place, now)
    entries = published.list_entries([one for found in ids.values() for one in found])
    cards = {entry.id: present_card(entry, now) for entry in entries}
    return [
        Found(
            talk,
            tuple(cards[one] for need in talk.ticked for one in ids.get(need.slug, ()) if one in cards),
            tuple(need for need in talk.ticked if need.slug not in ids),
        )
        for talk in talks
    ]


def describe_place(place: Place) -> str:
    """Where we looked, for the person. Part of a postcode may belong to several councils."""
    if place.precision in ("sector", "district") and place.part_area_ids:
        return (
            f"We looked near {place.label}. It has more than one council, and some help is for one of them "
            "only. Ask if they cover your home."
        )
    return f"We looked near {place.label}."


def _find_ids(needs: Sequence[Need], place: Place | None, now: datetime) -> dict[str, list[UUID]]:
    """By the slug of each of the first MOST_NEEDS needs, less what must not meet another of them."""
    found: dict[str, list[UUID]] = {}
    seen: set[UUID] = set()
    search = partial(find, viewer="public", now=now, place=place, known_needs=[need.slug for need in needs])
    for need in needs[:MOST_NEEDS]:
        results = search(SearchRequest(need=(need.slug,)), need=need)
        ids = [hit.entry_id for hit in results.hits if hit.entry_id not in seen][:MOST_FOR_EACH]
        seen.update(ids)
        found[need.slug] = ids
    return found

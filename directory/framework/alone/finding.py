"""From what was ticked to entries: those of each need under that need, and nothing else."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select

from directory.extensions import db
from directory.framework.alone.talking import OwnTalk
from directory.listings import published
from directory.listings.needs import Need, walk_above
from directory.listings.presenters.cards import Card, present_card
from directory.models import Attribute, TaxonomyTerm
from directory.places.place import Place
from directory.search.find import find
from directory.search.request import SearchRequest

MOST_FOR_EACH = 4
MOST_NEEDS = 8


@dataclass(frozen=True, slots=True)
class NeedHelp:
    """What there is for one need that was ticked. `is_kept_apart`: there is something, and it must not meet
    another need that was ticked."""

    need: Need
    cards: tuple[Card, ...]
    is_kept_apart: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What one talk leads to. `left` are its needs there was no room for."""

    talk: OwnTalk
    helps: tuple[NeedHelp, ...]
    left: tuple[Need, ...]


def find_help(
    talks: Sequence[OwnTalk], place: Place | None, now: datetime, apart: Collection[str]
) -> list[Found]:
    """A few entries for each of the first MOST_NEEDS needs, none twice where there are enough. `apart` are
    the slugs of needs whose entries appear only if that need was ticked."""
    ticked = [need for talk in talks for need in talk.ticked]
    ids = _choose(_find_ids(ticked, place, now), _list_hidden(ticked, apart))
    apart_from_others = _list_kept_apart(ticked, ids, place, now)
    entries = published.list_entries([one for found in ids.values() for one in found])
    cards = {entry.id: present_card(entry, now) for entry in entries}
    return [
        Found(
            talk,
            tuple(
                NeedHelp(
                    need,
                    tuple(cards[one] for one in ids[need.slug] if one in cards),
                    need.slug in apart_from_others,
                )
                for need in talk.ticked
                if need.slug in ids
            ),
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
    """By the slug of each of the first MOST_NEEDS needs, the best first, less what must not meet another of
    them."""
    search = partial(find, viewer="public", now=now, place=place, known_needs=[need.slug for need in needs])
    found: dict[str, list[UUID]] = {}
    for need in needs[:MOST_NEEDS]:
        results = search(SearchRequest(need=(need.slug,)), need=need)
        found[need.slug] = [hit.entry_id for hit in results.hits]
    return found


def _list_kept_apart(
    needs: Sequence[Need], ids: dict[str, list[UUID]], place: Place | None, now: datetime
) -> set[str]:
    """The slugs of needs for which nothing is left, and something is there for who ticks that need alone."""
    empty = [need for need in needs if ids.get(need.slug) == []]
    return {need.slug for need in empty if _find_ids([need], place, now)[need.slug]}


def _list_hidden(ticked: Sequence[Need], apart: Collection[str]) -> set[str]:
    """Needs whose entries stay away. One above a need that was ticked does not: it is a part of it."""
    asked = {one.slug for need in ticked for one in (need, *walk_above(need))}
    return set(apart) - asked


def _choose(found: dict[str, list[UUID]], hidden: Collection[str]) -> dict[str, list[UUID]]:
    """MOST_FOR_EACH of each, those that are under no other need before those that are."""
    away = _find_carriers({one for ids in found.values() for one in ids}, hidden)
    chosen: dict[str, list[UUID]] = {}
    seen: set[UUID] = set()
    for slug, ids in found.items():
        here = [one for one in ids if one not in away]
        chosen[slug] = ([one for one in here if one not in seen] or here)[:MOST_FOR_EACH]
        seen.update(chosen[slug])
    return chosen


def _find_carriers(entry_ids: Iterable[UUID], needs: Collection[str]) -> set[UUID]:
    """Those of the entries that carry one of the needs. One statement."""
    ids = list(entry_ids)
    query = (
        select(Attribute.service_id, Attribute.guidance_id)
        .join(TaxonomyTerm, Attribute.taxonomy_term_id == TaxonomyTerm.id)
        .where(TaxonomyTerm.slug.in_(list(needs)))
        .where(Attribute.service_id.in_(ids) | Attribute.guidance_id.in_(ids))
    )
    return {service_id or guidance_id for service_id, guidance_id in db.session.execute(query)}

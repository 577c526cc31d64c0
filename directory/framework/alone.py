"""What could help me? From ticks in everyday words to a list. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.framework.levels.queries import list_need_prompts
from directory.listings import published
from directory.listings.needs import Need
from directory.listings.presenters.cards import Card, present_card
from directory.search.find import find
from directory.search.request import SearchRequest

MOST_FOR_EACH = 4
# The steps of the conversation as the person reads them.
OWN_STEPS = {
    "what_matters": "What matters to you",
    "goals": "What you would like to do",
    "strengths": "What you are good at",
    "around_them": "What and who you have around you",
}
_LINK_WORKER = (
    "Nobody yet? Ask at your GP surgery for a link worker. They help people find things like these."
)


@dataclass(frozen=True, slots=True)
class Way:
    """How much help somebody would like: the levels in everyday words. `next_steps` is what to do then."""

    words: str
    next_steps: tuple[str, ...]


WAYS = {
    "alone": Way(
        "I can do this on my own",
        (
            "Pick one thing from the list. Ring or write to them, or go along.",
            "If you get stuck, ask somebody you trust to help.",
        ),
    ),
    "help": Way(
        "I would like help to choose, or to get in touch",
        (
            "Show this list to somebody who supports you.",
            "You could say: “I would like help to choose, and to get in touch.”",
            _LINK_WORKER,
        ),
    ),
    "with": Way(
        "I would like somebody to come with me at first",
        (
            "Show this list to somebody who supports you.",
            "You could say: “I would like somebody to come with me the first time.”",
            _LINK_WORKER,
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One area of need with the question that stands for it and the needs below it."""

    need: Need
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    need: Need
    cards: tuple[Card, ...]


def list_choices(needs: Sequence[Need]) -> list[Choice]:
    """In the order of the prompts; a prompt for a need that is gone is left out."""
    known = {need.slug: need for need in needs}
    return [Choice(known[one.need], one.words) for one in list_need_prompts() if one.need in known]


def find_help(needs: Sequence[Need], place: str, now: datetime) -> tuple[list[Found], str]:
    """A few entries for each need, none twice, and what has to be said about the place ("" mostly)."""
    found, message = [], ""
    seen = set()
    for need in needs:
        results = find(SearchRequest(need=(need.slug,), place=place), viewer="public", now=now)
        message = results.messages.get("place", message)
        ids = [hit.entry_id for hit in results.hits if hit.entry_id not in seen][:MOST_FOR_EACH]
        seen.update(ids)
        entries = published.list_entries(ids)
        found.append(Found(need, tuple(present_card(one, now) for one in entries)))
    return [one for one in found if one.cards], message

"""What stands beside a call while somebody speaks: what the directory has, and who can help there."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from flask import current_app

from directory.helpline.earlier.queries import Likeness, find_similar
from directory.helpline.enquiries.whereabouts import find_place_said, reduce_place
from directory.listings import published
from directory.listings.needs import Need
from directory.listings.presenters.cards import Card, present_card
from directory.listings.schedules import LONDON
from directory.models import Area, Enquiry
from directory.network.answering.reach import Asked
from directory.network.asking import find_practice_named
from directory.network.checking import clean_line
from directory.network.queries import list_pcns
from directory.network.who_can_help import Answer, find_who_can_help
from directory.places.place import Place
from directory.places.queries import find_place, find_practice
from directory.search.crisis import CrisisMatch, match_crisis
from directory.search.crisis.results import CrisisResults, find_for_crisis, put_open_first
from directory.search.request import LONGEST_TEXT, ORDINARY, SearchRequest
from directory.search.results import Hit
from directory.search.safety.asking import asks_for_what_is_kept_out, is_never_guessed
from directory.search.safety.rules import load_rules

# Each has a key of its own.
MOST_HITS = 9
_MOST_WORDS_TO_SPELL = 4
_IS_DOWN = "Search is down for the moment. Everything else works; what you type is kept."
_CODE_AT_THE_END = re.compile(r"\(([A-Z0-9-]{2,40})\)$")


@dataclass(frozen=True, slots=True)
class Question:
    """Where somebody is and what they need, as it is typed at this moment. `place` may be a postcode: it is
    looked at and forgotten. `show`: as in a SearchRequest."""

    words: str = ""
    needs: tuple[str, ...] = ()
    place: str = ""
    practice: str = ""
    show: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """`is_wider`: nothing had these words under these needs, so these are for the words alone.
    `is_marked_only`: the words are words of danger, these are the entries an officer marked for it."""

    hits: tuple[tuple[int, Hit, Card], ...]
    total: int
    is_wider: bool
    did_you_mean: str
    message: str
    crisis: CrisisMatch | None
    is_marked_only: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """What was typed of a place and a practice, found: a network, else the place; the practice's code."""

    network: Area | None
    place: Place | None
    practice: str


def find_where(asked: Question, now: datetime) -> Where:
    on = now.astimezone(LONDON).date()
    network, text = _find_network(asked.place, on), clean_line(asked.place)[:LONGEST_TEXT]
    place = find_place(text, on=on) if text and not network else None
    return Where(network, place, _find_code(asked.practice, on))


def search_beside(asked: Question, where: Where, now: datetime) -> Beside:
    """The best few entries, as staff see them. A call goes on where search is down."""
    try:
        narrow = _narrow_place(asked, now)
        return _search(narrow, where if narrow is asked else find_where(narrow, now), now)
    except Exception:
        current_app.logger.exception("search failed")
        return Beside((), 0, False, "", _IS_DOWN, match_crisis(asked.words))


def _narrow_place(asked: Question, now: datetime) -> Question:
    """A call that is opened again knows of its place the district alone. Where the words say a town in that
    district, it looks near the town, as it did before."""
    place, on = asked.place.strip(), now.astimezone(LONDON).date()
    said = find_place_said(asked.words, on) if place else ""
    if not said or said.casefold() == place.casefold():
        return asked
    district, _ = reduce_place(said, on)
    is_in_it = district is not None and district.name.casefold() == place.casefold()
    return replace(asked, place=said) if is_in_it else asked


def _leave_place_out(words: str, place: str) -> str:
    """Where somebody is counts as the place, and not as one more word that an entry may have in its name."""
    if not place.strip():
        return words
    without = re.sub(rf"\b{re.escape(place.strip())}\b", " ", words, flags=re.IGNORECASE)
    return without if without.strip() else words


def _search(asked: Question, where: Where, now: datetime) -> Beside:
    request = SearchRequest(
        q=_leave_place_out(asked.words, asked.place)[-LONGEST_TEXT:].strip(),
        need=asked.needs,
        # A network is no place to be near.
        place="" if where.network else asked.place.strip()[:LONGEST_TEXT],
        practice=where.practice,
        show=ORDINARY if asked.show == ORDINARY else "",
    )
    if replace(request, show="") == SearchRequest():
        return Beside((), 0, False, "", "", None)
    search = partial(
        find_for_crisis,
        viewer="staff",
        now=now,
        place=where.place,
        words=asked.words,
        known_needs=asked.needs,
    )
    answer, is_wider = search(request), False
    if not answer.found.total and not answer.is_marked_only and _may_look_wider(request):
        answer, is_wider = search(replace(request, need=())), True
    found = answer.found
    return Beside(
        hits=_list_hits(answer, now),
        total=found.total,
        is_wider=is_wider and found.total > 0,
        did_you_mean=_read_meant(asked, answer),
        message=found.messages.get("place", ""),
        crisis=answer.crisis,
        is_marked_only=answer.is_marked_only,
    )


def find_help_beside(asked: Question, where: Where, now: datetime) -> Answer | None:
    """None where nobody has said where."""
    on = now.astimezone(LONDON).date()
    practice = find_practice(where.practice, on=on) if where.practice else None
    question = Asked(place=where.place, practice=practice, pcn=where.network, needs=asked.needs)
    return find_who_can_help(question, on=on) if question.says_where else None


def find_earlier(
    asked: Question, enquiry_id: uuid.UUID, now: datetime, needs: Sequence[Need] | None = None
) -> list[Enquiry]:
    """Earlier enquiries like this one, and those somebody is at now. The same place makes none alike.
    `needs`: the tree, where it is read already."""
    words = _leave_place_out(asked.words, asked.place)
    wanted = Likeness(text=words, needs=asked.needs, except_id=enquiry_id)
    return find_similar(wanted, now, needs)


def _may_look_wider(request: SearchRequest) -> bool:
    """By the words alone, but not for what must not meet the needs of the call."""
    is_kept_out = asks_for_what_is_kept_out(request.q, request.need, load_rules())
    return bool(request.q and request.need) and not is_kept_out


def _read_meant(asked: Question, answer: CrisisResults) -> str:
    """Of a few words. A whole question has names and turns of phrase that no entry has. Nothing is guessed
    about danger, abuse and the like."""
    is_guessed = answer.crisis is None and not is_never_guessed(asked.needs, load_rules())
    is_short = len(asked.words.split()) <= _MOST_WORDS_TO_SPELL
    return str(answer.found.did_you_mean or "") if is_short and is_guessed else ""


def _list_hits(answer: CrisisResults, now: datetime) -> tuple[tuple[int, Hit, Card], ...]:
    hits = answer.found.hits if answer.is_marked_only else answer.found.hits[:MOST_HITS]
    rows = {entry.id: entry for entry in published.list_entries([hit.entry_id for hit in hits])}
    if answer.is_marked_only:
        hits = put_open_first(answer, rows, now).hits[:MOST_HITS]
    shown = [(hit, present_card(rows[hit.entry_id], now)) for hit in hits if hit.entry_id in rows]
    return tuple((number, hit, card) for number, (hit, card) in enumerate(shown, 1))


def _find_network(place: str, on: date) -> Area | None:
    """The network of this name."""
    name = place.strip().casefold()
    return next((pcn for pcn in list_pcns(on) if pcn.name.casefold() == name), None) if name else None


def _find_code(practice: str, on: date) -> str:
    """Of a practice, which search knows by its code: at once where the code was typed."""
    given = practice.strip()
    code = _CODE_AT_THE_END.search(given)
    if not given or code:
        return code.group(1) if code else ""
    found, _ = find_practice_named(given, on)
    return (found.code or "") if found else ""

"""Keeps words of danger out of addresses, titles and the history of a browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from flask import current_app, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from directory.search.crisis import CATEGORY_NAMES, CrisisMatch, match_crisis, opens_danger_panel
from directory.search.crisis.first_use import is_first_use
from directory.search.crisis.panel_token import make_panel_token, read_panel_token
from directory.search.find import find_correction
from directory.search.request import LONGEST_TEXT

ONCE = "once"
"""The field by which a search form that is sent again is known. Only browsers without JavaScript send it."""

_TYPED = frozenset({"q", "place", "practice"})
"""The fields that people type into. The others hold codes, and are read where what they hold is no code."""

_CODE = re.compile(r"[\w.,:-]*")


class Gathered(NamedTuple):
    """The fields of a search. Words of danger that stood in any other field stand in `q` with what was typed
    there, so that whatever is done with the words is done with them."""

    given: MultiDict[str, str]
    crisis: CrisisMatch | None


def gather_words(
    given: MultiDict[str, str], read: Callable[[str], CrisisMatch | None] = match_crisis
) -> Gathered:
    """Returns the fields and what all of their words speak of. `read`: returns what words speak of."""
    said, crisis = given.get("q", ""), _read_all(given.get("q", ""), read)
    kept = given.copy()
    for name, words in _list_other_texts(given):
        found = _read_all(words, read)
        if not opens_danger_panel(found):
            continue
        kept.setlist(name, [value for value in kept.getlist(name) if value != words])
        said = f"{said} {words}".strip()
        together = read(said)
        crisis = together if opens_danger_panel(together) else found
    if said:
        kept["q"] = said
    return Gathered(kept, crisis)


def _list_other_texts(given: MultiDict[str, str]) -> Iterator[tuple[str, str]]:
    for name, words in given.items(multi=True):
        if name != "q" and words.strip() and (name in _TYPED or not _CODE.fullmatch(words)):
            yield name, words


def _read_all(words: str, read: Callable[[str], CrisisMatch | None]) -> CrisisMatch | None:
    """What was typed, and so much of it as an address would have."""
    crisis = read(words)
    if opens_danger_panel(crisis) or len(words) <= LONGEST_TEXT:
        return crisis
    cut = read(words[: LONGEST_TEXT + 1])
    return cut if opens_danger_panel(cut) else crisis


def read_crisis(words: str) -> CrisisMatch | None:
    """Returns what words are about, as they are typed or, where that opens no panel, as they may be meant."""
    crisis = match_crisis(words)
    if opens_danger_panel(crisis):
        return crisis
    try:
        meant = match_crisis(words, find_correction(words)) if words else None
    except Exception:
        # The search itself says that it is down.
        return crisis
    return meant if opens_danger_panel(meant) else crisis


def lead_to_panel(crisis: CrisisMatch) -> Response:
    """Redirects to the help for this at an address that says nothing."""
    return _redirect(url_for("search.panel", token=make_panel_token(crisis, _find_key())))


def find_panel(token: str) -> CrisisMatch | None:
    """Returns what a token was made for, the first time that it is asked for."""
    crisis = read_panel_token(token, CATEGORY_NAMES, _find_key())
    is_shown = request.method == "GET" and not is_first_use(_find_marks(), _find_key(), token)
    return None if is_shown else crisis


def is_sent_again(words: str) -> bool:
    """Whether a browser without JavaScript sends the same words with the same form again, as it does on Back
    and Reload."""
    once = request.form.get(ONCE, "")
    others = sorted((name, value) for name, value in request.form.items(multi=True) if name != ONCE)
    return bool(once) and not is_first_use(_find_marks(), _find_key(), once, words, repr(others))


def lead_to_start() -> Response:
    """Redirects to the page that says nothing of what was searched for."""
    return _redirect(url_for("listings.home"))


def _redirect(address: str) -> Response:
    """What was posted is not posted again to the next address."""
    return redirect(address, 303 if request.method == "POST" else 302)


def _find_key() -> str:
    return str(current_app.config["SECRET_KEY"])


def _find_marks() -> Path:
    return Path(current_app.config["INSTANCE_DIR"]) / "shown-panels"

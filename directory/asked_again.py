"""What a form is asked once more before it is saved: words that may say who a person is. Nothing of it is
kept until it is sent again. For views: what somebody has looked at is remembered in their session."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import session

from directory.errors import InvalidData
from directory.free_text import find_warnings, mark_text

_KEY = "looked_at"
_MOST = 30


class AskedAgain(InvalidData):
    """`fields` are warnings, `marks` those of their texts. The form sends them back as `looked`."""

    status = HTTPStatus.OK

    def __init__(self, form: Mapping[str, str], warnings: dict[str, str]) -> None:
        super().__init__("Please look at this first.", warnings)
        self.marks = " ".join(mark_text(form[name]) for name in warnings)


def ask_again(form: Mapping[str, str], *names: str) -> None:
    """`names` are those of the free texts. Call it last, where all else is right. Raises AskedAgain."""
    ask_about(form, find_warnings(form, names))


def ask_about(form: Mapping[str, str], warnings: Mapping[str, str]) -> None:
    """As ask_again, where the warnings are known, by field."""
    unseen = list_unseen(form, warnings)
    if unseen:
        raise AskedAgain(form, unseen)


def list_unseen(form: Mapping[str, str], warnings: Mapping[str, str]) -> dict[str, str]:
    """Somebody who looked at a text is not asked about it again while the session lasts: a conversation is
    saved many times. `looked` in the form holds the marks of the texts that it came back with: another text
    is asked about in its turn."""
    seen, shown = session.get(_KEY, []), form.get("looked", "").split()
    marks = {name: mark_text(form[name]) for name in warnings}
    looked = [mark for mark in dict.fromkeys(marks.values()) if mark in shown and mark not in seen]
    if looked:
        session[_KEY] = [*seen, *looked][-_MOST:]
    return {name: words for name, words in warnings.items() if marks[name] not in (*seen, *looked)}

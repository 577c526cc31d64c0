"""What a form is asked once more before it is saved: words that may say who a person is, and telling others
without the person's consent. Nothing of it is kept until it is sent again."""

from collections.abc import Mapping
from hashlib import blake2s
from http import HTTPStatus

from flask import session

from directory.errors import InvalidData
from directory.free_text import find_warnings

_KEY = "looked_at"
_MOST = 30


class AskedAgain(InvalidData):
    """`fields` are warnings, `marks` those of the texts they are about. `doubt` is a question that a tick
    of its own answers; "" where there is none."""

    status = HTTPStatus.OK

    def __init__(self, warnings: dict[str, str], marks: str, doubt: str) -> None:
        super().__init__("Please look at this first.", warnings)
        self.marks = marks
        self.doubt = doubt


def ask_again(form: Mapping[str, str], *names: str, doubt: str = "") -> None:
    """`names` are those of the free texts. Call it last, where all else is right. Raises AskedAgain."""
    warnings = list_unseen(form, *names)
    if warnings or (doubt and not form.get("all_the_same")):
        raise AskedAgain(warnings, " ".join(_mark(form[name]) for name in warnings), doubt)


def list_unseen(form: Mapping[str, str], *names: str) -> dict[str, str]:
    """Somebody who looked at a text is not asked about it again while the session lasts: a conversation is
    saved many times. `looked` in the form holds the marks of the texts that it came back with: another text
    is asked about in its turn."""
    found = find_warnings(form, names)
    seen, shown = session.get(_KEY, []), form.get("looked", "").split()
    marks = {name: _mark(form[name]) for name in found}
    looked = [mark for mark in marks.values() if mark in shown and mark not in seen]
    if looked:
        session[_KEY] = [*seen, *looked][-_MOST:]
    return {name: words for name, words in found.items() if marks[name] not in (*seen, *looked)}


def _mark(text: str) -> str:
    return blake2s(text.replace("\r\n", "\n").strip().encode(), digest_size=6).hexdigest()

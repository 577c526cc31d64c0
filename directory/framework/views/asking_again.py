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
    """`fields` are warnings. `doubt` is a question that a tick of its own answers; "" where there is none."""

    status = HTTPStatus.OK

    def __init__(self, warnings: dict[str, str], doubt: str) -> None:
        super().__init__("Please look at this first.", warnings)
        self.doubt = doubt


def ask_again(form: Mapping[str, str], *names: str, doubt: str = "") -> None:
    """`names` are those of the free texts. Call it last, where all else is right. Raises AskedAgain."""
    warnings = list_unseen(form, *names)
    if warnings or (doubt and not form.get("all_the_same")):
        raise AskedAgain(warnings, doubt)


def list_unseen(form: Mapping[str, str], *names: str) -> dict[str, str]:
    """Somebody who looked at a text is not asked about it again while the session lasts: a conversation is
    saved many times."""
    found = find_warnings(form, names)
    seen = session.get(_KEY, [])
    unseen = {name: words for name, words in found.items() if _mark(form[name]) not in seen}
    if unseen and form.get("looked"):
        session[_KEY] = [*seen, *(_mark(form[name]) for name in unseen)][-_MOST:]
        return {}
    return unseen


def _mark(text: str) -> str:
    return blake2s(text.replace("\r\n", "\n").strip().encode(), digest_size=6).hexdigest()

"""Telling others without the person's consent is asked about once more, with the words of the form."""

from collections.abc import Mapping

from directory.asked_again import AskedAgain, list_unseen
from directory.free_text import find_warnings


class InDoubt(AskedAgain):
    """`doubt` is a question that a tick of its own answers; "" where there is none."""

    def __init__(self, form: Mapping[str, str], warnings: dict[str, str], doubt: str) -> None:
        super().__init__(form, warnings)
        self.doubt = doubt


def ask_in_doubt(form: Mapping[str, str], *names: str, doubt: str) -> None:
    """As ask_again. A doubt that was answered is shown with its tick while words are asked about."""
    unseen = list_unseen(form, find_warnings(form, names))
    if unseen or (doubt and not form.get("all_the_same")):
        raise InDoubt(form, unseen, doubt)

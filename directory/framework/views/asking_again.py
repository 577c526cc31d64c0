"""What a form is asked once more before it is saved. Nothing of it is kept until it is sent again."""

from collections.abc import Mapping
from http import HTTPStatus

from directory.errors import InvalidData


class AskedAgain(InvalidData):
    """`doubt` is a question that a tick of its own answers; "" where there is none."""

    status = HTTPStatus.OK

    def __init__(self, doubt: str) -> None:
        super().__init__("Please look at this first.")
        self.doubt = doubt


def ask_again(form: Mapping[str, str], *, doubt: str = "") -> None:
    """Raises AskedAgain, unless the form says that it was asked already."""
    if doubt and not form.get("all_the_same"):
        raise AskedAgain(doubt)

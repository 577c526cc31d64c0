"""How telephones are shown: each as text in which the numbers are links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from directory.models import Phone
from directory.telephone.cells import Piece, Telephone, list_kinds, read_message, read_telephone


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One telephone, and in `note` what it is for."""

    telephone: Telephone
    note: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.telephone.pieces

    @property
    def shown(self) -> str:
        return self.telephone.shown

    @property
    def address(self) -> str:
        return self.telephone.address

    @property
    def label(self) -> str:
        return "Text" if self.telephone.is_for_text_only else "Phone"


_LONGEST_ORDER = 7
"""Words of a note that says no more than the link does ("Text SHOUT to this number, free.")."""


def present_phone(phone: Phone) -> PhoneLine:
    telephone = _read(phone)
    note = phone.description or ""
    message = read_message(note)
    is_shown = (
        bool(message) and f"Text {message} to " in telephone.shown and len(note.split()) < _LONGEST_ORDER
    )
    return PhoneLine(telephone, "" if is_shown else note)


def present_phones(phones: Iterable[Phone]) -> list[PhoneLine]:
    return [present_phone(phone) for phone in phones]


def find_way_in(phones: Sequence[Phone]) -> PhoneLine | None:
    """The first that can be rung or texted; None where there is none, as with a fax alone."""
    return next((line for line in present_phones(phones) if line.address), None)


def is_for_text_only(phones: Iterable[Phone]) -> bool:
    """Whether the telephones are for text messages and none of them is to be rung."""
    return Telephone(tuple(Piece("", "", kind) for kind in list_kinds(map(_read, phones)))).is_for_text_only


def _read(phone: Phone) -> Telephone:
    return read_telephone(phone.number, kind=phone.type, extension=phone.extension, note=phone.description)

"""The ways a pack reaches a person. The server sends nothing and learns nobody's address: the text is copied,
and the mail opens in the worker's own program."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno

from directory.framework.crisis_lines import list_crisis_lines
from directory.framework.entry_facts import EntryFacts
from directory.listings.presenters.mail import write_email
from directory.models import Pack
from directory.web import link_from_outside

_SUBJECT = "Places that may help"
# Mail programs and the address line of older systems stop reading at about 2,000 characters.
_LONGEST_MAIL = 1400


@dataclass(frozen=True, slots=True)
class WaysOut:
    """`qr` is an image as a data: address, `text` plain with line breaks, `email` a mailto: address."""

    link: str
    qr: str
    text: str
    email: str


def list_ways(pack: Pack, entries: Sequence[EntryFacts]) -> WaysOut:
    link = link_from_outside("framework.pack", token=pack.token)
    text = write_text(link, entries)
    # A long list is in the link all the same.
    body = text if len(text) <= _LONGEST_MAIL else write_text(link, [])
    return WaysOut(
        link=link,
        qr=segno.make(link, error="m").svg_data_uri(scale=4, border=2),
        text=text,
        email=write_email(_SUBJECT, body.replace("\n", "\r\n")),
    )


def write_text(link: str, entries: Sequence[EntryFacts]) -> str:
    paragraphs = ["\n".join(_list_lines(entry)) for entry in entries]
    return "\n\n".join(
        [
            "Here are some places that may help:" if entries else "Here is a list of places that may help:",
            *paragraphs,
            f"All of it, with maps and times: {link}",
            "\n".join(["If you need help at once:", *list_crisis_lines()]),
        ]
    )


def _list_lines(entry: EntryFacts) -> list[str]:
    return [entry.name, *entry.notices, *entry.when[:2], *entry.where[:1], *entry.contact[:2]]

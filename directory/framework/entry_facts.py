"""What a person needs to know of an entry to choose it and get there: in packs, beside one another, and in
the care-plan entry. Only what the public may read, because all of these leave the house."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from directory.listings import published
from directory.listings.presenters.contacts import Person, Reach
from directory.listings.presenters.entries import EntryPage, present_entry
from directory.listings.presenters.markdown import render_markdown
from directory.listings.presenters.phones import PhoneLine
from directory.listings.schedules import join_words
from directory.models import Entry, Guidance
from directory.telephone.cells import Piece
from directory.web import link_from_outside

ADVICE = "Advice"


@dataclass(frozen=True, slots=True)
class ContactLine:
    """`address` is mailto: or https:, so that it can be pressed on a phone; "" where there is none.
    `pieces` are the words of a telephone, each number of which is a link of its own."""

    words: str
    address: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """Each field is plain text, "" or () where it is not known. `notices` is what has to be known before
    anybody sets out; `advice` is the whole of a guidance page as HTML, and its contacts are where to read
    more."""

    id: uuid.UUID
    name: str
    kind: str
    by: str
    summary: str
    notices: tuple[str, ...] = ()
    advice: str = ""
    when: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    cost: str = ""
    contact_lines: tuple[ContactLine, ...] = ()
    join: tuple[str, ...] = ()
    travel: tuple[str, ...] = ()
    availability: str = ""
    checked: str = ""
    address: str = ""

    @property
    def contact(self) -> tuple[str, ...]:
        return tuple(line.words for line in self.contact_lines)

    @property
    def is_advice(self) -> bool:
        return self.kind == ADVICE


def list_entry_facts(ids: Sequence[uuid.UUID], now: datetime) -> list[EntryFacts]:
    """Of the published entries among `ids`, in the order of `ids`."""
    return [_describe(entry, now) for entry in published.list_entries(ids, whole=True)]


def _describe(entry: Entry, now: datetime) -> EntryFacts:
    if isinstance(entry, Guidance):
        return _describe_guidance(entry)
    page = present_entry(entry, staff=False, now=now)
    return EntryFacts(
        id=page.id,
        name=page.name,
        kind=page.kind,
        by=page.by,
        summary=page.summary,
        notices=tuple(page.notices),
        when=tuple(page.times),
        where=_list_where(page),
        cost=_say_cost(page),
        contact_lines=list_contact_lines(page.reach),
        join=(*page.routes, *_say_through(page)),
        travel=_list_travel(page),
        availability=_say_availability(page),
        checked=page.checked,
        address=link_from_outside("listings.entry", entry_id=page.id),
    )


def _describe_guidance(guidance: Guidance) -> EntryFacts:
    address = link_from_outside("listings.guidance", guidance_id=guidance.id)
    links = [ContactLine(f"{link.label}: {link.url}", link.url) for link in guidance.links]
    return EntryFacts(
        id=guidance.id,
        name=guidance.name,
        kind=ADVICE,
        by="",
        summary=guidance.summary,
        advice=_put_below_its_name(render_markdown(guidance.body)),
        contact_lines=(ContactLine(address, address), *links),
        address=address,
    )


def _put_below_its_name(body: Markup) -> Markup:
    """Headings one level down: the name of the page is a heading of level 2 here."""
    for level in (5, 4, 3, 2):
        for tag in (Markup("<h{}>"), Markup("</h{}>")):
            body = body.replace(tag.format(level), tag.format(level + 1))
    return body


def list_contact_lines(reach: Reach) -> tuple[ContactLine, ...]:
    lines = [_say_phone(phone) for phone in reach.phones]
    lines += [ContactLine(reach.email, f"mailto:{reach.email}"), ContactLine(reach.website, reach.website)]
    lines += [_say_person(person) for person in reach.people]
    lines += [ContactLine(address, address) for _, address in reach.links]
    return tuple(line for line in lines if line.words)


def _say_phone(phone: PhoneLine) -> ContactLine:
    pieces = (*phone.pieces, *((Piece(f" ({phone.note})"),) if phone.note else ()))
    return ContactLine("".join(piece.text for piece in pieces), pieces=pieces)


def _say_person(person: Person) -> ContactLine:
    """Their telephones are links; without any, the whole line is one to their e-mail."""
    words = ", ".join(text for text in (person.name, person.role, person.email) if text)
    if not person.phones:
        return ContactLine(words, f"mailto:{person.email}" if person.email else "")
    pieces = [Piece(words)]
    for phone in person.phones:
        pieces += [Piece(", " if pieces[0].text or len(pieces) > 1 else ""), *phone.pieces]
    return ContactLine("".join(piece.text for piece in pieces), pieces=tuple(pieces))


def _list_where(page: EntryPage) -> tuple[str, ...]:
    places = [", ".join(dict.fromkeys((place.name, *place.lines))) for place in page.places]
    if page.has_hidden_place:
        places.append("They will tell you where it is when you contact them.")
    return tuple(places) or ((page.how,) if page.how else ())


def _say_through(page: EntryPage) -> tuple[str, ...]:
    names = [other.name for other in page.through if other.is_open]
    return (f"You reach it through {join_words(names)}.",) if names else ()


def _list_travel(page: EntryPage) -> tuple[str, ...]:
    """One line for each place, which names the place where there are several."""
    said = [(place.name, "; ".join(t for t in (place.travel, *place.access) if t)) for place in page.places]
    is_one = len(page.places) == 1
    return tuple(text if is_one else f"{name}: {text}" for name, text in said if text)


def _say_cost(page: EntryPage) -> str:
    """A price that its note says again is said once."""
    costs = []
    for cost in page.costs:
        price = "" if cost.price and cost.price in cost.note else cost.price
        words = [text for text in dict.fromkeys((cost.what, price, cost.note)) if text]
        costs.append(": ".join([words[0], " ".join(words[1:])]) if len(words) > 1 else "".join(words))
    return "; ".join([*costs, *([page.fees] if page.fees else [])])


def _say_availability(page: EntryPage) -> str:
    if page.availability is None:
        return ""
    return ". ".join(text for text in (page.availability.words, page.availability.note) if text)

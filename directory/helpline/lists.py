"""The lists handlers answer from: where a question is passed on to, and who takes a safeguarding concern. The
knowledge officer keeps them true. Flushes and never commits."""

import re
import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.helpline.enquiries.numbering import take_turn
from directory.models import Area, HelplineDestination, SafeguardingContact, User
from directory.models.codes import AreaKind
from directory.models.helpline.codes import SafeguardingAge
from directory.network.checking import Checker, Typed, clean_line

DESTINATION_FIELDS = ("name", "what_to_say", "phone", "url", "position", "is_emergency", "is_open")
CONTACT_FIELDS = ("name", "phone", "out_of_hours_phone", "email", "url")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.I)


def list_all_destinations() -> list[HelplineDestination]:
    """Closed ones last."""
    order = (HelplineDestination.is_open.desc(), HelplineDestination.position, HelplineDestination.name)
    return list(db.session.scalars(select(HelplineDestination).order_by(*order)))


def list_contacts() -> list[SafeguardingContact]:
    query = select(SafeguardingContact).join(Area, SafeguardingContact.area_id == Area.id)
    return list(db.session.scalars(query.order_by(Area.name, SafeguardingContact.age)))


def list_places() -> list[Area]:
    query = select(Area).where(Area.kind == AreaKind.PLACE).order_by(Area.name)
    return list(db.session.scalars(query))


def find_destination(destination_id: uuid.UUID) -> HelplineDestination:
    """Raises NotFound."""
    found = db.session.get(HelplineDestination, destination_id)
    if found is None:
        raise NotFound("There is no such place to pass a question on to.")
    return found


def find_contact(contact_id: uuid.UUID) -> SafeguardingContact:
    """Raises NotFound."""
    found = db.session.get(SafeguardingContact, contact_id)
    if found is None:
        raise NotFound("There is no such safeguarding contact.")
    return found


def describe_destination(one: HelplineDestination) -> dict[str, str]:
    shown = {name: str(getattr(one, name) or "") for name in ("name", "what_to_say", "phone", "url")}
    flags = {name: "1" if getattr(one, name) else "" for name in ("is_emergency", "is_open")}
    return {**shown, **flags, "position": str(one.position)}


def describe_contact(one: SafeguardingContact) -> dict[str, str]:
    shown = {name: str(getattr(one, name) or "") for name in CONTACT_FIELDS}
    return shown | {"area": one.area.slug, "age": one.age.value}


def add_destination(*, actor: User, typed: Typed, new_id: uuid.UUID) -> HelplineDestination:
    """Keys of `typed`: those of DESTINATION_FIELDS. One with this id that is there already, or is made at
    this moment, stays as it is. Raises InvalidData by field."""
    take_turn()
    if made := db.session.get(HelplineDestination, new_id):
        return made
    values = _check_destination(typed)
    row = HelplineDestination(id=new_id, slug=f"destination-{new_id.hex[:12]}", **values)
    db.session.add(row)
    db.session.flush()
    audit.record("helpline_destination.add", actor, row)
    return row


def edit_destination(*, actor: User, one: HelplineDestination, typed: Typed, expected_version: int) -> None:
    """Raises InvalidData by field, EditConflict."""
    _write(actor, one, _check_destination(typed), expected_version)


def add_contact(*, actor: User, typed: Typed) -> SafeguardingContact:
    """Keys of `typed`: those of CONTACT_FIELDS, area (slug of a place), age. Raises InvalidData by field."""
    take_turn()
    checker = Checker(typed)
    values, slug, age = _read_contact(checker), clean_line(typed.get("area")), clean_line(typed.get("age"))
    area = next((place for place in list_places() if place.slug == slug), None)
    if area is None:
        checker.problems["area"] = "Choose a place from the list."
    if age not in set(SafeguardingAge):
        checker.problems["age"] = "Choose whether it is for adults or children."
    checker.refuse_problems()
    if any(one.area is area and one.age == age for one in list_contacts()):
        message = "This place has a contact already. Change that one."
        raise InvalidData(message, {"area": message})
    row = SafeguardingContact(area=area, age=SafeguardingAge(age), **values)
    db.session.add(row)
    db.session.flush()
    audit.record("safeguarding_contact.add", actor, row)
    return row


def edit_contact(*, actor: User, one: SafeguardingContact, typed: Typed, expected_version: int) -> None:
    """Its place and age stay. Raises InvalidData by field, EditConflict."""
    checker = Checker(typed)
    values = _read_contact(checker)
    checker.refuse_problems()
    _write(actor, one, values, expected_version)


def _write(
    actor: User,
    row: HelplineDestination | SafeguardingContact,
    values: dict[str, Any],
    expected_version: int,
) -> None:
    if row.version != expected_version:
        raise EditConflict(row.version)
    for name, value in values.items():
        setattr(row, name, value)
    audit.record(f"{type(row).__tablename__}.edit", actor, row)
    try:
        db.session.flush()
    except StaleDataError as error:
        raise EditConflict(expected_version + 1) from error


def _check_destination(typed: Typed) -> dict[str, Any]:
    checker = Checker(typed)
    values = {
        "name": checker.required_line("name", "Say what it is called."),
        "what_to_say": checker.words_in_a_line("what_to_say", "helpline_destination.what_to_say") or "",
        "phone": _read_short_phone(checker),
        "url": _read_web(checker),
        "position": checker.places("position") or 0,
        "is_emergency": typed.get("is_emergency") == "1",
        "is_open": typed.get("is_open") == "1",
    }
    if not values["what_to_say"]:
        checker.problems.setdefault("what_to_say", "Say what handlers read out.")
    checker.refuse_problems()
    return values


def _read_contact(checker: Checker) -> dict[str, Any]:
    values = {
        "name": checker.required_line("name", "Say which post or desk takes the concern."),
        "phone": checker.phone("phone"),
        "out_of_hours_phone": checker.phone("out_of_hours_phone"),
        "email": checker.email("email"),
        "url": _read_web(checker),
    }
    if not (values["phone"] or values["email"] or values["url"] or checker.problems):
        checker.problems["phone"] = "Give a phone number, an e-mail address or a website."
    return values


def _read_short_phone(checker: Checker) -> str | None:
    """999 and 111 are numbers too."""
    text = checker.line("phone", 60)
    if text and sum(mark.isdigit() for mark in text) < 3:
        checker.problems["phone"] = "Enter a telephone number, like 111 or 0116 496 0123."
    return text


def _read_web(checker: Checker) -> str | None:
    text = checker.line("url", 500)
    if text and not _WEB.fullmatch(text):
        checker.problems["url"] = "Enter a web address that starts with https://."
    return text

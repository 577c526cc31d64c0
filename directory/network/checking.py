"""Reads what was typed into the forms of the network. Each reader notes what is wrong under its field's
name, and a form is refused once, with all that is wrong."""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from directory import free_text
from directory.errors import InvalidData
from directory.extensions import db
from directory.models import Area, Taxonomy, TaxonomyTerm, Team
from directory.person_details import NHS_NUMBER_MESSAGE, has_nhs_number

Typed = Mapping[str, Any]
Code = TypeVar("Code", bound=StrEnum)
_PHONE = re.compile(r"[\d +()/,.a-z-]{5,60}", re.I)
_MOST_PLACES = 999
# More than any list has; PostgreSQL takes no question with more than 65,535 values.
_MOST_VALUES = 2000
# The number of a page may look like anything.
_WEB_STARTS = ("https://", "http://")


class Checker:
    """`typed` holds text by field name, and lists of text for fields with several values."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.problems: dict[str, str] = {}

    def line(self, name: str, longest: int = 200) -> str | None:
        text = " ".join(clean_line(self.typed.get(name)).split())
        if len(text) > longest:
            self.problems[name] = f"Use {longest} characters or fewer."
        elif has_nhs_number(text) and not text.startswith(_WEB_STARTS):
            self.problems[name] = NHS_NUMBER_MESSAGE
        return text or None

    def required_line(self, name: str, message: str) -> str:
        text = self.line(name)
        if not text:
            self.problems[name] = message
        return text or ""

    def words(self, name: str, column: str) -> str | None:
        """Free text, checked as the register says."""
        try:
            return free_text.check_text(column, clean_text(self.typed.get(name)))
        except InvalidData as error:
            self.problems[name] = next(iter(error.fields.values()))
            return None

    def words_in_a_line(self, name: str, column: str) -> str | None:
        return " ".join(clean_line(self.words(name, column)).split()) or None

    def phone(self, name: str) -> str | None:
        text = self.line(name, 60)
        if name in self.problems:
            return None
        if text and (not _PHONE.fullmatch(text) or sum(mark.isdigit() for mark in text) < 3):
            self.problems[name] = "Enter a telephone number, like 0116 496 0123."
        return text

    def email(self, name: str) -> str | None:
        text = self.line(name, 254)
        if not text or name in self.problems:
            return None
        try:
            given = validate_email(text, check_deliverability=False, test_environment=True)
            return given.normalized.casefold()
        except EmailNotValidError:
            self.problems[name] = "Enter a work e-mail address, like name@example.org."
            return None

    def places(self, name: str) -> int | None:
        """Empty means not known."""
        text = clean_line(self.typed.get(name)).strip()
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= _MOST_PLACES):
            self.problems[name] = f"Enter a whole number from 0 to {_MOST_PLACES}, or leave it empty."
            return None
        return int(text)

    def day(self, name: str, text: Any) -> date | None:
        text = clean_line(text).strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problems[name] = "Enter a date as year-month-day, like 2026-04-01."
            return None

    def areas(self, name: str) -> list[Area]:
        """By slug, in the order of their names."""
        slugs = self.several(name)
        areas = find_areas(slugs)
        if len(areas) != len(slugs):
            self.problems[name] = "Choose areas from the list."
        return sorted(areas.values(), key=lambda area: area.name)

    def needs(self, name: str, most: int = _MOST_VALUES) -> list[TaxonomyTerm]:
        """By slug, in the order given."""
        slugs = self.several(name)
        query = select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == "needs")
        terms = db.session.scalars(query.where(TaxonomyTerm.slug.in_(slugs)))
        found = {term.slug: term for term in terms}
        if len(found) != len(slugs):
            self.problems[name] = "Choose needs from the list."
        elif len(slugs) > most:
            self.problems[name] = f"Choose {most} needs or fewer."
        return [found[slug] for slug in slugs if slug in found]

    def team(self, name: str) -> Team | None:
        given = clean_line(self.typed.get(name))
        team_id = read_id(given)
        found = db.session.get(Team, team_id) if team_id else None
        if given and found is None:
            self.problems[name] = "Choose a team from the list."
        return found

    def one_of(self, name: str, kind: type[Code], message: str) -> Code | None:
        """`message` is said of what is none of the codes of `kind`."""
        given = clean_line(self.typed.get(name))
        if given and given not in set(kind):
            self.problems[name] = message
            return None
        return kind(given) if given else None

    def several(self, name: str) -> list[str]:
        given = list(self.typed.get(name) or [])[:_MOST_VALUES]
        return list(dict.fromkeys(clean_line(value) for value in given if value))

    def refuse_problems(self) -> None:
        if self.problems:
            raise InvalidData("Some of this needs to be put right.", self.problems)


def find_areas(slugs: Iterable[str]) -> dict[str, Area]:
    rows = db.session.scalars(select(Area).where(Area.slug.in_(list(slugs))))
    return {area.slug: area for area in rows}


def read_id(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def clean_text(value: Any) -> str:
    """Without what a database cannot keep: NUL and halves of characters."""
    text = value if isinstance(value, str) else ""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def clean_line(value: Any) -> str:
    return "".join(mark if mark.isprintable() else " " for mark in clean_text(value))

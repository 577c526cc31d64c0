"""One page of an entry's form, from opening it to saving it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from directory.admin import choices, known_places, queries
from directory.admin.forms import convert, describe, shown, typed
from directory.admin.forms.guidance_parts import GUIDANCE_PARTS
from directory.admin.forms.service_parts import SERVICE_PARTS
from directory.admin.forms.spec import Field, Part, walk_fields
from directory.errors import InvalidData, NotFound
from directory.listings import actions
from directory.listings.dumping import dump_keys, dump_loaded
from directory.models import Entry, Service, User


@dataclass
class Page:
    """`form` is nested like entry data and holds text as it was typed. `version` is the one that the person
    started from."""

    entry: Entry
    part: Part
    form: dict[str, Any]
    version: int
    problems: dict[str, str] = field(default_factory=dict)
    summary: dict[str, str] = field(default_factory=dict)
    find_text: str = ""
    find_place: str = ""

    @property
    def found_places(self) -> list[known_places.KnownPlace]:
        return known_places.find_places(self.find_place)

    def list_fields(self) -> list[shown.Shown]:
        names = {one.choices for one in walk_fields(self.part.items)}
        sought = choices.find_sought(self.form, self.find_text, without=str(self.entry.id))
        lists = choices.find_choices(names, sought)
        plain = shown.show_form(self.part.items, self.form, lists, {})
        self.problems = shown.place_problems(plain, self.problems)
        self.summary = shown.summarize_problems(plain, self.problems)
        return shown.show_form(self.part.items, self.form, lists, self.problems)

    def save(self, *, actor: User, today: date, kept_theirs: frozenset[str] = frozenset()) -> None:
        """Raises InvalidData, and EditConflict when somebody saved in between. Top-level keys in
        `kept_theirs` are left as they are."""
        data = {key: value for key, value in self.read(today).items() if key not in kept_theirs}
        if data:
            actions.edit_entry(actor=actor, entry=self.entry, data=data, expected_version=self.version)

    def read(self, today: date) -> dict[str, Any]:
        """What was typed as entry data. Raises InvalidData by field of the form."""
        data, problems = convert.from_form(self.form, today)
        if problems:
            raise InvalidData("Some of this needs to be put right.", problems)
        many = [one.name for one in self.part.items if isinstance(one, Field) and one.is_many]
        stored = dump_keys(self.entry, tuple(many)) if many else {}
        return data | {name: _keep_order(stored[name], data[name]) for name in many}


@dataclass(frozen=True)
class Clash:
    """`preset`: "mine" or "theirs" where only one of the two changed it, "" where both did."""

    key: str
    label: str
    theirs: list[str]
    mine: list[str]
    preset: str


def list_parts(entry: Entry) -> tuple[Part, ...]:
    return SERVICE_PARTS if isinstance(entry, Service) else GUIDANCE_PARTS


def find_part(entry: Entry, slug: str) -> Part:
    part = next((part for part in list_parts(entry) if part.slug == slug), None)
    if part is None:
        raise NotFound("There is no such page.")
    return part


def open_page(entry: Entry, slug: str) -> Page:
    part = find_part(entry, slug)
    form = convert.to_form(dump_keys(entry, part.keys))
    return Page(entry, part, form, entry.version)


def read_page(entry: Entry, slug: str, given: MultiDict[str, str]) -> Page:
    part = find_part(entry, slug)
    form = typed.read_typed(part.items, given)
    version = given.get("expected_version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    sought = (given.get("find_entry", "")[:200], given.get("find_place", "")[:200])
    return Page(entry, part, form, number, find_text=sought[0], find_place=sought[1])


def press_button(page: Page, pressed: str) -> None:
    """Adds or removes a row, or uses a place that is here already. A button that is none does nothing."""
    verb, _, place_id = pressed.partition(":")
    if verb != "use":
        typed.press_row_button(page.part.items, page.form, pressed)
    elif "service_at_locations" in page.part.keys and (place := known_places.read_place(place_id)):
        page.form["service_at_locations"].append(convert.to_form({"location": place, "schedules": []}))
        page.find_place = ""


def drop_empty_rows(page: Page) -> None:
    page.form = typed.drop_empty_rows(page.part.items, page.form)


def list_clashes(page: Page, today: date) -> list[Clash]:
    """Each thing on the page that somebody else's save and this one do not agree on."""
    started = queries.find_version(page.entry, page.version)
    theirs, mine = dump_keys(page.entry, page.part.keys), dump_loaded(page.entry, page.read(today))
    base = started.snapshot if started else theirs
    lists = find_all_choices((page.part,), base, theirs, mine)
    said = [_say(page.part, data, lists) for data in (base, theirs, mine)]
    clashes = []
    for key, (label, was) in said[0].items():
        (_, have), (_, want) = said[1][key], said[2][key]
        if have != want:
            preset = "mine" if was == have else "theirs" if was == want else ""
            clashes.append(Clash(key, label, have, want, preset))
    return clashes


def find_all_choices(
    parts: tuple[Part, ...], *shown_data: Mapping[str, Any]
) -> dict[str, list[choices.ChoiceGroup]]:
    """The lists of choices with which all of `shown_data` can be said in words."""
    names = {one.choices for part in parts for one in walk_fields(part.items)}
    keys = ("referred_through", "service_areas")
    joined = {key: [one for data in shown_data for one in data.get(key) or ()] for key in keys}
    return choices.find_choices(names, choices.find_sought(joined))


def _keep_order(stored: list[str], ticked: list[str]) -> list[str]:
    """What was ticked already stays in its order, what is new follows: the first need is the main one."""
    kept = [one for one in stored if one in ticked]
    return kept + [one for one in ticked if one not in kept]


def _say(part: Part, data: Mapping[str, Any], lists: shown.Choices) -> dict[str, tuple[str, list[str]]]:
    return {said.key: (said.label, said.lines) for said in describe.describe_part(part, data, lists)}

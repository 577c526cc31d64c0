"""One page of an entry's form, from opening it to saving it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from directory.admin import choices, known_places, queries
from directory.admin.forms import convert, describe, shown, typed
from directory.admin.forms.guidance_parts import GUIDANCE_PARTS
from directory.admin.forms.personal_data import ask_about_texts
from directory.admin.forms.service_parts import SERVICE_PARTS
from directory.admin.forms.spec import Field, Part, walk_fields
from directory.admin.merging import merge
from directory.asked_again import AskedAgain
from directory.errors import InvalidData, NotFound
from directory.listings import actions
from directory.listings.dumping import dump_keys, dump_loaded
from directory.listings.proposals.deciding import settle_by_edit
from directory.listings.proposals.queries import find_open_correction
from directory.listings.schemas import GuidanceSchema, ServiceSchema
from directory.models import Entry, Proposal, Service, User
from directory.models.mixins import utc_now


@dataclass
class Page:
    """`form` is nested like entry data and holds text as typed. `version` is the one that is to be saved
    over, `started` the one that the person started from: they differ once somebody else has saved.
    `proposal` is a correction that saving puts right."""

    entry: Entry
    part: Part
    form: dict[str, Any]
    version: int
    started: int
    proposal: Proposal | None = None
    problems: dict[str, str] = field(default_factory=dict)
    summary: dict[str, str] = field(default_factory=dict)
    find_text: str = ""
    find_place: str = ""
    asked: AskedAgain | None = None

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
        if self.asked:
            self.asked.fields = self.summary
        return shown.show_form(self.part.items, self.form, lists, self.problems)

    def save(self, *, actor: User, today: date, answers: Mapping[str, str] | None = None) -> None:
        """Raises InvalidData, and EditConflict when somebody saved in between. `answers` say for top-level
        keys whether "mine", "theirs" or "both" is kept; what nobody asked about is mine."""
        answers = answers or {}
        data = {key: value for key, value in self.read(today).items() if answers.get(key) != "theirs"}
        both = [key for key in data if answers.get(key) == "both"]
        if both:
            sides = find_sides(self, today)
            data |= {key: merge(*(side.get(key) for side in sides))[0] for key in both}
        marks = data.pop("crisis_marks", None)
        if marks is not None:
            actions.mark_for_crisis(
                actor=actor, entry=self.entry, crises=marks, expected_version=self.version
            )
        if data:
            actions.edit_entry(actor=actor, entry=self.entry, data=data, expected_version=self.version)
        if self.proposal:
            settle_by_edit(actor=actor, proposal=self.proposal, now=utc_now())

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
    """`preset`: "mine" or "theirs" where only one of the two changed it, "both" where what they did goes
    together, "" where it does not. `both` is what the two make together, empty where it is one of them."""

    key: str
    label: str
    theirs: list[str]
    mine: list[str]
    both: list[str]
    preset: str


def list_parts(entry: Entry) -> tuple[Part, ...]:
    return SERVICE_PARTS if isinstance(entry, Service) else GUIDANCE_PARTS


def find_part(entry: Entry, slug: str) -> Part:
    part = next((part for part in list_parts(entry) if part.slug == slug), None)
    if part is None:
        raise NotFound("There is no such page.")
    return part


def open_page(entry: Entry, slug: str, proposal_id: str = "") -> Page:
    part, proposal = find_part(entry, slug), find_open_correction(proposal_id, entry.id)
    form = convert.to_form(dump_keys(entry, part.keys))
    return Page(entry, part, form, entry.version, entry.version, proposal)


def read_page(entry: Entry, slug: str, given: MultiDict[str, str]) -> Page:
    part = find_part(entry, slug)
    form = typed.read_typed(part.items, given)
    version = _read_version(given.get("expected_version", ""))
    started = _read_version(given.get("started_version", "")) or version
    sought = (given.get("find_entry", "")[:200], given.get("find_place", "")[:200])
    proposal = find_open_correction(given.get("proposal", ""), entry.id)
    return Page(entry, part, form, version, started, proposal, find_text=sought[0], find_place=sought[1])


def press_button(page: Page, pressed: str) -> None:
    """Adds or removes a row, or uses a place that is here already. A button that is none does nothing."""
    verb, _, place_id = pressed.partition(":")
    if verb != "use":
        typed.press_row_button(page.part.items, page.form, pressed)
    elif "service_at_locations" in page.part.keys and (place := known_places.read_place(place_id)):
        page.form["service_at_locations"].append(convert.to_form({"location": place, "schedules": []}))
        page.find_place = ""


def ask_about_patients(page: Page, today: date, form: Mapping[str, str]) -> Callable[[], None]:
    """To be called once all else is right. Raises AskedAgain for words that may be about a patient, unless
    the entry has them already or `form` shows that they were confirmed."""
    stored, typed_data = dump_keys(page.entry, page.part.keys), page.read(today)
    schema = ServiceSchema() if isinstance(page.entry, Service) else GuidanceSchema()
    return lambda: ask_about_texts(schema, typed_data, stored, form)


def drop_empty_rows(page: Page) -> None:
    page.form = typed.drop_empty_rows(page.part.items, page.form)


def list_clashes(page: Page, today: date) -> list[Clash]:
    """Each thing on the page that somebody else's save and this one do not agree on."""
    sides = find_sides(page, today)
    merged = {key: merge(*(side.get(key) for side in sides)) for key in page.part.keys}
    together = {key: value for key, (value, _) in merged.items()}
    lists = find_all_choices((page.part,), *sides, together)
    said = [_say(page.part, data, lists) for data in (*sides, together)]
    clashes = []
    for key, (label, was) in said[0].items():
        have, want, both = (one[key][1] for one in said[1:])
        if have == want:
            continue
        both = both if both not in (have, want) else []
        preset = "mine" if was == have else "theirs" if was == want else ""
        if both and merged[key][1]:
            preset = "both"
        clashes.append(Clash(key, label, have, want, both, preset))
    return clashes


def find_sides(page: Page, today: date) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Entry data of the page: as the person found it, as somebody else saved it, as this person wants it."""
    started = queries.find_version(page.entry, page.started)
    theirs, mine = dump_keys(page.entry, page.part.keys), dump_loaded(page.entry, page.read(today))
    base = {key: started.snapshot.get(key) for key in page.part.keys} if started else theirs
    return _with_hidden_places(base, theirs), theirs, mine


def _with_hidden_places(base: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """A version does not say where a confidential place is: it is taken to be as it is now."""
    now = {site["location"]["id"]: site["location"] for site in theirs.get("service_at_locations") or []}
    sites = base.get("service_at_locations") or []
    told = [
        site if "addresses" in site["location"] else site | {"location": now.get(site["location"]["id"], {})}
        for site in sites
    ]
    return base | {"service_at_locations": told} if told else base


def _read_version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


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

"""The shape of the network's forms: from a request to text by field name, and from a record back to it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from directory.listings.needs import Need
from directory.models import Area, SupportRole, Team
from directory.models.codes import AreaKind, Specialty
from directory.network.checking import clean_line, read_id
from directory.network.choices import ChoiceGroup
from directory.network.queries import ROLE_STATES, RoleFilter
from directory.network.who_can_help import walk_needs
from directory.network.wording import AREA_KIND_NAMES, SPECIALTY_NAMES

_ROLE_TEXTS = (
    "type",
    "team",
    "name",
    "organization_name",
    "work_phone",
    "work_email",
    "languages",
    "hours",
    "places_free",
    "notes",
)
# What is registered as free text, and no work contact.
FREE_TEXTS = ("notes", "hours", "languages")
_TEAM_TEXTS = ("name", "specialty", "work_phone", "work_email")
_ROW_FIELDS = ("areas", "starts_on", "ends_on")
_MOST_ROWS = 60
_BLANK_ROWS = 3

_LABELS = {
    "type": "Kind of role",
    "organization_name": "Organization",
    "starts_on": "Areas",
    "ends_on": "Areas",
}

EMPTY_ROLE: dict[str, Any] = {name: "" for name in _ROLE_TEXTS} | {"areas": [], "needs": [], "version": 0}
EMPTY_TEAM: dict[str, Any] = {name: "" for name in _TEAM_TEXTS} | {
    **{name: [""] * _BLANK_ROWS for name in _ROW_FIELDS},
    "version": 0,
}


def read_role(form: MultiDict[str, str]) -> dict[str, Any]:
    texts = {name: form.get(name, "") for name in _ROLE_TEXTS}
    return texts | {
        "areas": form.getlist("areas"),
        "needs": form.getlist("needs"),
        "version": read_version(form),
    }


def describe_role(role: SupportRole) -> dict[str, Any]:
    return {
        "type": role.type.slug,
        "team": str(role.team_id or ""),
        "name": role.name,
        "organization_name": role.organization_name or "",
        "work_phone": role.work_phone or "",
        "work_email": role.work_email or "",
        "languages": ", ".join(role.languages),
        "hours": role.hours or "",
        "places_free": "" if role.places_free is None else str(role.places_free),
        "notes": role.notes or "",
        "areas": [link.area.slug for link in role.areas],
        "needs": [link.term.slug for link in role.needs],
        "version": role.version,
    }


def read_team(form: MultiDict[str, str]) -> dict[str, Any]:
    """With some rows more to fill in."""
    texts = {name: form.get(name, "") for name in _TEAM_TEXTS}
    count = min(len(form.getlist("areas")), _MOST_ROWS) + (_BLANK_ROWS if form.get("do") == "add_row" else 0)
    rows = {name: (form.getlist(name) + [""] * count)[:count] for name in _ROW_FIELDS}
    return texts | rows | {"version": read_version(form)}


def describe_team(team: Team) -> dict[str, Any]:
    blank = [""] * _BLANK_ROWS
    return {
        "name": team.name,
        "specialty": team.specialty.value,
        "work_phone": team.work_phone or "",
        "work_email": team.work_email or "",
        "areas": [link.area.slug for link in team.areas] + blank,
        "starts_on": [_say(link.starts_on) for link in team.areas] + blank,
        "ends_on": [_say(link.ends_on) for link in team.areas] + blank,
        "version": team.version,
    }


def read_version(form: Mapping[str, str]) -> int:
    """0, which no record has, where it is missing or no number."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def read_filter(args: Mapping[str, str]) -> RoleFilter:
    """A value that does not exist is as good as none."""
    state = clean_line(args.get("state"))
    return RoleFilter(
        text=clean_line(args.get("text"))[:200].strip(),
        state=state if state in ROLE_STATES else "",
        type=clean_line(args.get("type"))[:200],
        team=read_id(args.get("team")),
    )


def choose_area(areas: Mapping[AreaKind, Iterable[Area]]) -> list[ChoiceGroup]:
    return [
        (AREA_KIND_NAMES[kind], [(area.slug, area.name) for area in of_kind])
        for kind, of_kind in areas.items()
    ]


def group_needs(needs: Iterable[Need]) -> list[ChoiceGroup]:
    return [(top.name, [(need.slug, need.name) for need in walk_needs([top])]) for top in needs]


def list_differences(record: SupportRole | Team, typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is saved now, field by field in words, where something else was typed."""
    theirs = describe_role(record) if isinstance(record, SupportRole) else describe_team(record)
    shown = [name for name in theirs if name != "version" and _lean(theirs[name]) != _lean(typed[name])]
    return [
        (_LABELS.get(name, name.replace("_", " ").capitalize()), _read_out(record, name)) for name in shown
    ]


def _lean(value: Any) -> Any:
    return [one for one in value if one] if isinstance(value, list) else value.strip()


def _read_out(record: SupportRole | Team, name: str) -> str:
    if name in ("areas", "starts_on", "ends_on"):
        return ", ".join(link.area.name for link in record.areas)
    value: Any = getattr(record, name)
    if name == "needs":
        return ", ".join(link.term.name for link in value)
    if isinstance(value, Specialty):
        return SPECIALTY_NAMES[value]
    if isinstance(value, list):
        return ", ".join(value)
    return str(getattr(value, "name", value)) if value not in (None, "") else ""


def ask_about_role(role: SupportRole) -> dict[str, Any]:
    """What the page needs that asks before a role is closed or opened again."""
    return {
        "record": role,
        "kind": "role",
        "back": url_for("network.role", role_id=role.id),
        "action": url_for("network.role_set_open", role_id=role.id),
    }


def ask_about_team(team: Team) -> dict[str, Any]:
    return {
        "record": team,
        "kind": "team",
        "back": url_for("network.team", team_id=team.id),
        "action": url_for("network.team_set_open", team_id=team.id),
    }


def _say(value: Any) -> str:
    return value.isoformat() if value else ""

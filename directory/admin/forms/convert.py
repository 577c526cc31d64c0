"""Entry data as a form holds it, and what was typed as entry data again. They differ in schedules, which a
person says in another way, and in what an empty field means."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from directory.admin.forms import schedules
from directory.models.codes import AvailabilityStatus

# The form's field for a value that the form shows in another way.
_FORM_NAMES = {"byday": "days", "freq": "repeat", "interval": "repeat", "bymonthday": "repeat"}


def to_form(data: Mapping[str, Any]) -> dict[str, Any]:
    form = dict(data)
    if form.get("schedules"):
        form["schedules"] = [_to_form_schedule(schedule) for schedule in form["schedules"]]
    if form.get("service_at_locations"):
        form["service_at_locations"] = [to_form(site) for site in form["service_at_locations"]]
    return form


def from_form(typed: Mapping[str, Any], today: date) -> tuple[dict[str, Any], dict[str, str]]:
    """Entry data, and what is wrong by path. `today` stands in for an empty date of saying there is room."""
    data = dict(typed)
    problems: dict[str, str] = {}
    if "schedules" in data:
        data["schedules"], problems = _from_form_schedules(data["schedules"])
    if "service_at_locations" in data:
        sites = [from_form(site, today) for site in data["service_at_locations"]]
        data["service_at_locations"] = [site for site, _ in sites]
        for number, (_, wrong) in enumerate(sites):
            problems |= {f"service_at_locations.{number}.{path}": text for path, text in wrong.items()}
    if "location" in data:
        data["location"] = _read_location(data["location"])
    if "availability" in data:
        data["availability"] = _read_availability(data["availability"], today)
    return data, problems


def name_in_form(path: str) -> str:
    head, _, last = path.rpartition(".")
    return f"{head}.{_FORM_NAMES[last]}".lstrip(".") if last in _FORM_NAMES else path


def _to_form_schedule(schedule: dict[str, Any]) -> dict[str, Any]:
    form = schedules.to_form(schedule)
    for key in ("opens_at", "closes_at"):
        form[key] = (form.get(key) or "")[:5]
    return form


def _from_form_schedules(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    read = [schedules.from_form(row) for row in rows]
    problems = {
        f"schedules.{number}.{name}": text
        for number, (_, wrong) in enumerate(read)
        for name, text in wrong.items()
    }
    return [data for data, _ in read], problems


def _read_location(typed: dict[str, Any]) -> dict[str, Any]:
    """What kind of place and address a new one is, is left to the schema."""
    location = dict(typed)
    location["addresses"] = [_without_empty(address, "address_type") for address in typed["addresses"]]
    return _without_empty(location, "location_type")


def _without_empty(typed: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if name != key or value}


def _read_availability(said: dict[str, Any], today: date) -> dict[str, Any]:
    read = {key: value or None for key, value in said.items()}
    read["status"] = read.get("status") or AvailabilityStatus.NOT_KNOWN.value
    if read["status"] != AvailabilityStatus.NOT_KNOWN and not read.get("said_on"):
        read["said_on"] = today.isoformat()
    return read

"""Parts of an HSDS record as parts of entry data. What cannot be kept is said in `warn`, never lost in
silence."""

import json
import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from directory.exchange.opening_hours import WEEK
from directory.models.codes import AttendingType
from directory.telephone.cells import RUNG, PhoneKind, list_kinds, read_kind, read_telephone

Warn = Callable[[str], None]
Parts = list[dict[str, Any]]

_BYDAY = re.compile(r"^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$")
_TIME = re.compile(r"^(\d{1,2}):(\d{2})(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$", re.I)
_GB = {"uk", "gb", "gbr", "united kingdom", "great britain", "england", "scotland", "wales"}
_WAYS = (
    (AttendingType.ONLINE, re.compile(r"online|virtual|video|remote|web", re.I)),
    (AttendingType.PHONE, re.compile(r"phone|call", re.I)),
    (AttendingType.TEXT, re.compile(r"\btext|\bsms\b", re.I)),
    (AttendingType.HOME, re.compile(r"\bhome\b|outreach", re.I)),
    (AttendingType.PLACE, re.compile(r"person|place|venue|face|physical|drop.?in", re.I)),
)


def listed(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(value: Any) -> str:
    return str(value).strip() if value not in (None, "") else ""


def make_phones(items: Any, warn: Warn) -> Parts:
    phones = []
    for item in listed(items):
        number = text_of(item.get("number")).strip("\"'")
        if sum(letter.isdigit() for letter in number) < 3:
            warn(f"phones: “{number[:40]}” is not a telephone number and was left out")
            continue
        phone = {key: text_of(item.get(key)) for key in ("extension", "description")}
        languages = make_languages(item.get("languages"))
        phones.append({"number": number, "languages": languages} | phone | _phone_type(item))
    return phones


def _phone_type(item: dict[str, Any]) -> dict[str, str]:
    """The type in the words of the standard. One that none of them fits says what the number is for."""
    written = text_of(item.get("type"))
    kind = read_kind(written)
    if kind or not written:
        return {"type": kind.value if kind else ""}
    about = text_of(item.get("description"))
    return {"type": "", "description": f"{written}: {about}" if about else written}


def find_phone_ways(phones: Parts) -> list[str]:
    """How the telephones are used: by phone, by text, or neither where there is only a fax."""
    cells = [read_telephone(one["number"], kind=one["type"], note=one["description"]) for one in phones]
    kinds = list_kinds(cells)
    is_rung = not kinds.isdisjoint(RUNG) or any(not cell.kinds for cell in cells)
    ways = {AttendingType.PHONE: is_rung, AttendingType.TEXT: PhoneKind.TEXT in kinds}
    return [way.value for way, is_used in ways.items() if is_used]


def make_languages(items: Any) -> Parts:
    kept = [{key: text_of(item.get(key)) for key in ("name", "code", "note")} for item in listed(items)]
    return [language for language in kept if any(language.values())]


def make_contacts(items: Any, warn: Warn) -> Parts:
    contacts = []
    for item in listed(items):
        contact: dict[str, Any] = {
            key: text_of(item.get(key)) for key in ("name", "title", "department", "email")
        }
        contact["phones"] = make_phones(item.get("phones"), warn)
        if any(contact.values()):
            contacts.append(contact)
    return contacts


def make_schedules(items: Any, warn: Warn) -> Parts:
    made = [_schedule(item, warn) for item in listed(items)]
    return [schedule for schedule in made if any(schedule.values())]


def find_ways(items: Any) -> list[str]:
    """How people attend, as far as the words of the schedules say."""
    words = " ".join(text_of(item.get("attending_type")) for item in listed(items))
    return [way.value for way, pattern in _WAYS if pattern.search(words)]


def _schedule(item: dict[str, Any], warn: Warn) -> dict[str, Any]:
    first, last = _day(item, "valid_from", warn), _day(item, "valid_to", warn) or _day(item, "until", warn)
    if first and last and first > last:
        warn(f"schedules: ends ({last}) before it begins ({first}); both dates were left out")
        first = last = None
    notes = [text_of(item.get("notes")), text_of(item.get("attending_type"))]
    return {
        "valid_from": first,
        "valid_to": last,
        "dtstart": _day(item, "dtstart", warn),
        "freq": item.get("freq") or None,
        "interval": _interval(item.get("interval"), warn),
        "byday": _by_day(text_of(item.get("byday")), warn),
        "bymonthday": _by_month_day(text_of(item.get("bymonthday")), item.get("freq")),
        "opens_at": _time(item, "opens_at", warn),
        "closes_at": _time(item, "closes_at", warn),
        "description": text_of(item.get("description")),
        "schedule_link": text_of(item.get("schedule_link")),
        "notes": "\n".join(note for note in notes if note),
    }


def _day(item: dict[str, Any], key: str, warn: Warn) -> str | None:
    text = text_of(item.get(key))
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        warn(f"schedules: {key} “{text[:30]}” is not a date and was left out")
        return None


def _time(item: dict[str, Any], key: str, warn: Warn) -> str | None:
    """Local time: a zone behind it is dropped, because schedules are the clock on the wall."""
    text = text_of(item.get(key))
    found = _TIME.match(text)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return f"{int(found[1]):02d}:{found[2]}"
    if text:
        warn(f"schedules: {key} “{text[:30]}” is not a time and was left out")
    return None


def _interval(value: Any, warn: Warn) -> int | None:
    if value in (None, ""):
        return None
    number = float(value)
    if number.is_integer() and 1 <= number <= 52:
        return int(number)
    warn(f"schedules: interval {value} was left out")
    return None


def _by_day(text: str, warn: Warn) -> str:
    days = [part.strip().upper() for part in text.split(",") if part.strip()]
    if all(_BYDAY.match(day) for day in days):
        return ",".join(days)
    warn(f"schedules: byday “{text[:40]}” is not a list of days and was left out")
    return ""


def _by_month_day(text: str, freq: Any) -> str:
    parts = [part.strip() for part in text.split(",")]
    is_list = all(re.fullmatch(r"-?\d{1,2}", part) for part in parts)
    return ",".join(parts) if is_list and freq == "MONTHLY" else ""


def make_site(item: dict[str, Any], source: str, warn: Warn) -> dict[str, Any] | None:
    """A service at a location. None where the location holds nothing to be found by."""
    given = item.get("location")
    if not isinstance(given, dict):
        warn("service_at_locations: a place without its location was left out")
        return None
    location = make_location(given, source, warn)
    location["phones"] += make_phones(item.get("phones"), warn)
    schedules = make_schedules(item.get("schedules") or given.get("schedules"), warn)
    return {"description": text_of(item.get("description")), "location": location, "schedules": schedules}


def make_location(item: dict[str, Any], source: str, warn: Warn) -> dict[str, Any]:
    external_id = text_of(item.get("id"))
    latitude, longitude = _degrees(item, warn)
    location = {key: text_of(item.get(key)) for key in ("name", "alternate_name", "description", "url")}
    return location | {
        "id": str(derived_id(source, "location", external_id)),
        "source": source,
        "source_id": external_id,
        "location_type": item.get("location_type") or "physical",
        "transportation": text_of(item.get("transportation")),
        "latitude": latitude,
        "longitude": longitude,
        "addresses": _addresses(item.get("addresses"), location["name"], warn),
        "accessibility": _accessibility(item.get("accessibility")),
        "phones": make_phones(item.get("phones"), warn),
        "languages": make_languages(item.get("languages")),
    }


def derived_id(source: str, entity: str, external_id: str) -> uuid.UUID:
    """The same for the same record of the same source, and never that of another source."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{source}\x1f{entity}\x1f{external_id}")


def _degrees(item: dict[str, Any], warn: Warn) -> tuple[float | None, float | None]:
    latitude, longitude = item.get("latitude"), item.get("longitude")
    if latitude in (None, "") or longitude in (None, ""):
        return None, None
    north, east = float(str(latitude)), float(str(longitude))
    if -90 <= north <= 90 and -180 <= east <= 180 and (north, east) != (0, 0):
        return round(north, 6), round(east, 6)
    warn(f"locations: {latitude}, {longitude} is no place on earth and was left out")
    return None, None


def _addresses(items: Any, name: str, warn: Warn) -> Parts:
    keys = ("attention", "address_1", "address_2", "city", "region", "state_province", "postal_code")
    addresses = []
    for item in listed(items):
        address = {key: text_of(item.get(key)) for key in keys}
        if not any(address.values()):
            continue
        address["address_1"] = address["address_1"] or name or address["city"] or address["postal_code"]
        country = text_of(item.get("country"))
        address["country"] = "GB" if country.lower() in _GB else country[:2].upper()
        address["address_type"] = item.get("address_type") or "physical"
        if len(country) > 2 and address["country"] != "GB":
            warn(f"addresses: country “{country[:40]}” was read as {address['country']}")
        addresses.append(address)
    return addresses


def _accessibility(items: Any) -> Parts:
    kept = [
        {key: text_of(item.get(key)) for key in ("description", "details", "url")} for item in listed(items)
    ]
    return [item for item in kept if any(item.values())]


def make_service_areas(items: Any, warn: Warn) -> Parts:
    areas = []
    for item in listed(items):
        area: dict[str, Any] = {key: text_of(item.get(key)) for key in ("name", "description", "uri", "area")}
        area["extent"] = _extent(item.get("extent"), warn)
        area["extent_type"] = text_of(item.get("extent_type")) if area["extent"] else ""
        area["name"], more = area["name"][:300], area["name"]
        area["description"] = area["description"] or (more if len(more) > 300 else "")
        if any(area.values()):
            areas.append(area)
    return areas


def _extent(value: Any, warn: Warn) -> dict[str, Any] | None:
    """GeoJSON, as an object or as text."""
    if isinstance(value, str) and value.strip():
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            warn("service_areas: the extent is not GeoJSON and was left out")
    return value if isinstance(value, dict) else None


def make_cost_options(items: Any, warn: Warn) -> Parts:
    options = []
    for item in listed(items):
        option: dict[str, Any] = {key: text_of(item.get(key)) for key in ("option", "amount_description")}
        for key in ("valid_from", "valid_to"):
            option[key] = _day(item, key, warn)
        option["currency"] = text_of(item.get("currency")).upper()
        amount = item.get("amount")
        option["amount"] = None if amount in (None, "") else f"{float(amount):.2f}"
        if option["amount"] and not 0 <= float(option["amount"]) < 1_000_000:
            warn(f"cost_options: the amount {amount} was left out")
            option["amount"] = None
        options.append(option)
    return options


def weekday_of(byday: str) -> str | None:
    """The plain day in a BYDAY part: "TU" of "1TU"."""
    return byday[-2:] if byday[-2:] in WEEK else None

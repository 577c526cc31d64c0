"""Turns the short form in which `seed/` is written into entry data (see listings/schemas.py).

Dates are written as days before or after today ("checked: 40 phone"), so that the example looks
as fresh on the day it is loaded as on the day it was written. Ids come from slugs."""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from directory.exchange.example.files import Book
from directory.exchange.example.timetable import read_schedule

SOURCE = "Example directory"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "seed.example.org")
_ACCESS = {
    "step-free": "Step-free entrance",
    "toilet": "Accessible toilet",
    "loop": "Hearing loop",
    "lift": "Lift",
    "parking": "Parking for disabled people",
    "bus": "Bus stop outside",
    "rough-ground": "Paths are uneven",
    "stairs": "Upstairs, with no lift",
}
_CHECKS = {"safeguarding": "safeguarding_policy"}
_AVAILABILITY = {"open": "open", "waiting": "waiting_list", "full": "full", "paused": "paused"}
# What a provider says about places is good for a few weeks, however long ago the entry was checked.
_SAID_AT_MOST_DAYS_AGO = 25


def make_id(kind: str, slug: str) -> str:
    """The same id for the same thing on every machine."""
    return str(uuid.uuid5(_NAMESPACE, f"{kind}/{slug}"))


def expand_service(item: dict[str, Any], book: Book, today: date, review_days: int) -> dict[str, Any]:
    known = book.organizations.get(item["org"], {})
    data = _expand_entry(item, today, review_days) | {
        "kind": item["kind"],
        "alternate_name": item.get("alt"),
        "description": item["description"],
        "organization": _expand_organization(item["org"], known, item),
        "url": item.get("url") or known.get("website"),
        "email": item.get("email") or known.get("email"),
        "phones": _expand_phones(item.get("phones") or item.get("phone") or known.get("phone")),
        "contacts": [{"name": c["name"], "title": c["role"]} for c in _listed(item.get("contact"))],
        "eligibility_description": item.get("who"),
        "eligibility": [{"people": slug} for slug in item.get("people", [])],
        "application_process": item.get("apply"),
        "referral_routes": item.get("how", ["self"]),
        "referred_through": [make_id("service", slug) for slug in _listed(item.get("through"))],
        "attending_types": [*(["place"] if item.get("at") else []), *item.get("by", [])],
        "service_at_locations": [_expand_site(site, item, book, today) for site in item.get("at", [])],
        "schedules": [
            read_schedule(text, today) | {"attending_type": item["by"][0]} for text in item.get("hours", [])
        ],
        "service_areas": [_expand_cover(cover) for cover in item.get("covers", [])],
        "languages": [{"name": name} for name in item.get("languages", [])],
        "fundings": [{"source": name} for name in item.get("funding", [])],
        "checks": [_expand_check(text, today) for text in item.get("checks", [])],
    }
    return data | _expand_ages(item) | _expand_cost(item) | _expand_availability(item, today)


def expand_guidance(item: dict[str, Any], today: date, review_days: int) -> dict[str, Any]:
    links = [{"label": label, "url": url} for label, url in item.get("links", {}).items()]
    return _expand_entry(item, today, review_days) | {"body": item["body"], "links": links}


def _expand_entry(item: dict[str, Any], today: date, review_days: int) -> dict[str, Any]:
    kind = "guidance" if "body" in item else "service"
    data = {
        "id": make_id(kind, item["slug"]),
        "name": item["name"],
        "summary": item["summary"],
        "status": item.get("status", "active"),
        "needs": item["needs"],
        "source": SOURCE,
        "source_id": item["slug"],
        "internal_note": item.get("note"),
    }
    checked = item.get("checked", "never")
    if checked == "never":
        return data
    days, _, how = str(checked).partition(" ")
    day = today - timedelta(days=int(days))
    return data | {
        "assured_at": datetime.combine(day, time(12), UTC).isoformat(),
        "assured_by": "Example knowledge officer",
        "assured_how": how or "website",
        "next_review_on": (day + timedelta(days=review_days)).isoformat(),
    }


def _expand_organization(slug: str, known: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """A national organization is written by its name, and its website is that of its entry."""
    if not known:
        return {"id": make_id("organization", slug), "name": slug, "website": item.get("url")}
    numbers = {"charity": "Charity Commission number", "company": "Company number"}
    return {
        "id": make_id("organization", slug),
        "name": known["name"],
        "description": known["about"],
        "email": known["email"],
        "website": known["website"],
        "organization_identifiers": [
            {"identifier_type": title, "identifier": known[key]}
            for key, title in numbers.items()
            if key in known
        ],
    }


def _expand_phones(written: Any) -> list[dict[str, Any]]:
    phones = [{"number": item} if isinstance(item, str) else item for item in _listed(written)]
    return [phone for phone in phones if phone["number"] != "none"]


def _expand_site(site: dict[str, Any], item: dict[str, Any], book: Book, today: date) -> dict[str, Any]:
    venue = book.venues[site["venue"]]
    address = {
        "address_1": venue["street"],
        "city": venue["town"],
        "state_province": "Rutland" if venue["district"] == "rutland" else "Leicestershire",
        "postal_code": venue["postcode"],
    }
    location = {
        "id": make_id("location", site["venue"]),
        "name": venue["name"],
        "visibility": venue.get("visibility", "public"),
        "latitude": venue["lat"],
        "longitude": venue["lon"],
        "addresses": [address],
        "accessibility": [{"description": _ACCESS[word]} for word in venue.get("access", [])],
    }
    schedules = [read_schedule(text, today) for text in site.get("when", [])]
    return {"id": make_id("site", f"{item['slug']}@{site['venue']}"), "location": location} | {
        "schedules": schedules
    }


def _expand_cover(cover: str | dict[str, Any]) -> dict[str, Any]:
    """The slug of an area, or a name and the corners of a shape (longitude, latitude)."""
    if isinstance(cover, str):
        return {"area": cover}
    ring = [*cover["polygon"], cover["polygon"][0]]
    extent = {"type": "Polygon", "coordinates": [ring]}
    return {"name": cover["name"], "extent": extent, "extent_type": "geojson"}


def _expand_ages(item: dict[str, Any]) -> dict[str, Any]:
    """ "18+", "16-25" or "-11"."""
    lowest, _, highest = str(item.get("ages", "")).replace("+", "-").partition("-")
    return {
        "minimum_age": int(lowest) if lowest else None,
        "maximum_age": int(highest) if highest else None,
    }


def _expand_cost(item: dict[str, Any]) -> dict[str, Any]:
    text = item["cost"]
    if text.lower().startswith("free"):
        words = None if text == "free" else text
        option: dict[str, Any] = {"option": "Free", "amount": "0", "amount_description": words}
        return {"fees_description": words, "cost_options": [option]}
    amount = re.search(r"£(\d+(?:\.\d\d)?)|(\d+)p\b", text)
    pounds = amount and (amount[1] or f"0.{int(amount[2]):02}")
    option = {"option": "Charge", "amount": pounds, "amount_description": text}
    return {"fees_description": text, "cost_options": [option]}


def _expand_availability(item: dict[str, Any], today: date) -> dict[str, Any]:
    """ "open", "full: why", "waiting: how long" or "paused 20: why", where 20 is the days to go."""
    if "avail" not in item:
        return {}
    head, _, note = item["avail"].partition(": ")
    word, _, days = head.partition(" ")
    said = min(int(str(item["checked"]).split()[0]), _SAID_AT_MOST_DAYS_AGO)
    availability = {
        "status": _AVAILABILITY[word],
        "note": note or None,
        "said_on": (today - timedelta(days=said)).isoformat(),
        "paused_until": (today + timedelta(days=int(days))).isoformat() if days else None,
    }
    return {"availability": availability}


def _expand_check(text: str, today: date) -> dict[str, Any]:
    kind, days = text.split()
    return {
        "kind": _CHECKS.get(kind, kind),
        "checked_on": (today - timedelta(days=int(days))).isoformat(),
    }


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]

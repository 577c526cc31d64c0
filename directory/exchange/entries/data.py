"""A service in the nested form of HSDS 3, as entry data of this house."""

import re
from datetime import date
from typing import Any

from directory.exchange.entries.parts import (
    Warn,
    derived_id,
    find_phone_ways,
    find_ways,
    listed,
    make_contacts,
    make_cost_options,
    make_languages,
    make_phones,
    make_schedules,
    make_service_areas,
    make_site,
    text_of,
)
from directory.models.codes import AssuranceMethod, AttendingType

_SAME_NAME = (
    "name", "alternate_name", "description", "url", "email", "interpretation_services",
    "application_process", "accreditations", "licenses", "eligibility_description", "alert",
)  # fmt: skip
# Fields of the standard that an entry has no place for: named once in the report, so that nobody is misled.
_NOT_KEPT = ("wait_time", "program", "required_documents", "metadata")
_SUMMARY_LENGTH = 250
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def make_entry_data(raw: dict[str, Any], source: str, warn: Warn) -> dict[str, Any]:
    """Every key that the source governs is there, empty where the source is: what it no longer says is
    taken away. Needs and people are there only where the source gives them, because officers choose them."""
    data: dict[str, Any] = {key: text_of(raw.get(key)) for key in _SAME_NAME}
    sites = [
        site for item in listed(raw.get("service_at_locations")) if (site := make_site(item, source, warn))
    ]
    data |= {
        "summary": text_of(raw.get("summary")) or summarize(data["description"]),
        "fees_description": text_of(raw.get("fees_description")) or text_of(raw.get("fees")),
        "minimum_age": _age(raw, "minimum_age", warn),
        "maximum_age": _age(raw, "maximum_age", warn),
        "schedules": make_schedules(raw.get("schedules"), warn),
        "service_at_locations": sites,
        "phones": make_phones(raw.get("phones"), warn),
        "contacts": make_contacts(raw.get("contacts"), warn) + _site_contacts(raw, warn),
        "languages": make_languages(raw.get("languages")),
        "cost_options": make_cost_options(raw.get("cost_options"), warn),
        "service_areas": make_service_areas(raw.get("service_areas"), warn),
        "fundings": _fundings(raw.get("funding")),
        "urls": _urls(raw.get("urls")),
        "source": source,
        "source_id": text_of(raw.get("id"))[:200],
    }
    data["eligibility_description"] = data["eligibility_description"] or _who_in_words(raw)
    data |= {key: raw[key] for key in ("kind", "referral_routes", "needs") if raw.get(key)}
    data["attending_types"] = raw.get("attending_types") or _ways(raw, data, sites)
    data |= _assurance(raw, warn)
    for field in _NOT_KEPT:
        if raw.get(field):
            warn(f"{field}: the directory has no place for it")
    return data


def make_organization_data(raw: dict[str, Any], source: str, warn: Warn) -> dict[str, Any]:
    keys = ("alternate_name", "description", "email", "website", "legal_status", "logo", "uri")
    data: dict[str, Any] = {key: text_of(raw.get(key)) for key in keys}
    for key in ("logo", "uri", "website"):
        if (
            data[key]
            and not data[key].lower().startswith(("http://", "https://", "www."))
            and ":" in data[key]
        ):
            warn(f"organization.{key}: “{data[key][:60]}” is no web page and was left out")
            data[key] = ""
    year = text_of(raw.get("year_incorporated"))
    return data | {
        "id": str(derived_id(source, "organization", organization_key(raw))),
        "name": text_of(raw.get("name")),
        "year_incorporated": int(year) if re.fullmatch(r"[12]\d{3}", year) else None,
        "organization_identifiers": _identifiers(raw, warn),
        "phones": make_phones(raw.get("phones"), warn),
        "contacts": make_contacts(raw.get("contacts"), warn),
        "fundings": _fundings(raw.get("funding")),
        "urls": _urls(raw.get("urls")),
    }


def organization_key(raw: dict[str, Any]) -> str:
    return text_of(raw.get("id")) or text_of(raw.get("name")).casefold()


def summarize(description: str) -> str:
    """The first sentences of a description, as many as fit."""
    words = " ".join(description.split())
    if len(words) <= _SUMMARY_LENGTH:
        return words
    taken = ""
    for sentence in _SENTENCES.split(words):
        if len(taken) + len(sentence) + 1 > _SUMMARY_LENGTH:
            break
        taken = f"{taken} {sentence}".strip()
    return taken or words[: _SUMMARY_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _who_in_words(raw: dict[str, Any]) -> str:
    """Who it is for, as HSDS 1.1 and 2 say it: in a table of its own."""
    items = raw.get("eligibility")
    said = [items] if isinstance(items, str) else [text_of(one.get("eligibility")) for one in listed(items)]
    return "; ".join(dict.fromkeys(filter(None, said)))


def _age(raw: dict[str, Any], key: str, warn: Warn) -> int | None:
    value = raw.get(key)
    if value in (None, ""):
        return None
    years = float(str(value))
    if 0 <= years <= 130:
        return int(years)
    warn(f"{key}: {value} is no age in years and was left out")
    return None


def _ways(raw: dict[str, Any], data: dict[str, Any], sites: list[dict[str, Any]]) -> list[str]:
    """How it is delivered, as far as the record shows: its words, its places, else its telephone."""
    ways = find_ways(raw.get("schedules"))
    types = {site["location"]["location_type"] for site in sites}
    ways += [AttendingType.PLACE.value] if "physical" in types else []
    ways += [AttendingType.ONLINE.value] if "virtual" in types else []
    ways = ways or find_phone_ways(data["phones"])
    return list(dict.fromkeys(ways))


def _site_contacts(raw: dict[str, Any], warn: Warn) -> list[dict[str, Any]]:
    """Contacts of a service at one place. Those that the service names itself come only once."""
    known = {text_of(item.get("id")) for item in listed(raw.get("contacts"))}
    sites = listed(raw.get("service_at_locations"))
    items = [item for site in sites for item in listed(site.get("contacts"))]
    return make_contacts([item for item in items if text_of(item.get("id")) not in known], warn)


def _assurance(raw: dict[str, Any], warn: Warn) -> dict[str, Any]:
    said = text_of(raw.get("assured_date"))
    if not said:
        return {}
    try:
        day = date.fromisoformat(said[:10])
    except ValueError:
        warn(f"assured_date: “{said[:30]}” is not a date and was left out")
        return {}
    return {
        "assured_at": f"{day.isoformat()}T00:00:00+00:00",
        "assurer_email": text_of(raw.get("assurer_email")),
        "assured_how": AssuranceMethod.PUBLISHER.value,
    }


def _identifiers(raw: dict[str, Any], warn: Warn) -> list[dict[str, Any]]:
    keys = ("identifier_scheme", "identifier_type", "identifier")
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for item in listed(raw.get("organization_identifiers")):
        values = {key: text_of(item.get(key)) for key in keys}
        if values["identifier"] and values["identifier_type"]:
            kept.setdefault((values["identifier_type"], values["identifier"]), values)
    return list(kept.values())


def _fundings(items: Any) -> list[dict[str, Any]]:
    return [{"source": text} for item in listed(items) if (text := text_of(item.get("source")))]


def _urls(items: Any) -> list[dict[str, Any]]:
    return [
        {"label": text_of(item.get("label")), "url": text}
        for item in listed(items)
        if (text := text_of(item.get("url")))
    ]

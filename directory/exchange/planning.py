"""Which records of a reading are to be written, in which order, and which are refused before that."""

import hashlib
import json
from graphlib import CycleError, TopologicalSorter
from typing import Any

from directory.exchange.entries.faults import find_faults, take_out
from directory.exchange.entries.parts import listed, text_of
from directory.exchange.records import FoundRecord, Reading
from directory.exchange.report import Line, Outcome, Report

_EDITION = "1"  # raise it when entry data is made differently, so that unchanged records are written again


def checksum_of(found: FoundRecord) -> str:
    text = json.dumps(found.data, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(f"{_EDITION}{text}".encode("utf-8", "replace")).hexdigest()


def plan_records(reading: Reading, report: Report) -> list[FoundRecord]:
    """One record an id, those that others are reached through first. The rest is told in `report`."""
    for origin, reason in reading.left_out:
        report.lines.append(Line(Outcome.SKIPPED, "", "", origin, warnings=[reason]))
    groups: dict[str, list[FoundRecord]] = {}
    for found in reading.services:
        groups.setdefault(found.external_id or f"no id at {found.origin}", []).append(found)
    chosen = [one for group in groups.values() if (one := _choose(group, report))]
    return _in_order(chosen, report)


def refuse(found: FoundRecord, faults: dict[str, str], report: Report) -> None:
    said = [f"{path}: {message}".removeprefix(": ") for path, message in sorted(faults.items())]
    name = text_of(found.data.get("name"))
    line = Line(Outcome.REFUSED, found.external_id, name, found.origin, faults=said, warnings=found.warnings)
    report.lines.append(line)


def check_record(found: FoundRecord) -> dict[str, str]:
    """The faults that refuse a record. Of a record that is not strict, faulty values that are not required
    are taken out, with a warning, and only what then remains is a fault."""
    faults = find_faults(found.data, found.is_feed)
    if found.is_strict or not faults:
        return faults
    for path, message in faults.items():
        if take_out(found.data, path.split(".")):
            found.warnings.append(f"{path}: {message} It was left out.")
    return find_faults(found.data, found.is_feed)


def _choose(copies: list[FoundRecord], report: Report) -> FoundRecord | None:
    """The fullest of the copies of one record in a feed, if none of them is faulty. Copies in tables must be
    alike."""
    fullest = max(copies, key=lambda found: len(json.dumps(found.data, default=str)))
    others = [found for found in copies if found is not fullest]
    if others and not fullest.is_feed and any(found.data != fullest.data for found in others):
        for found in copies:
            rest = ", ".join(other.origin for other in copies if other is not found)
            refuse(found, {"id": f"“{found.external_id}” is also the id of {rest}"}, report)
        return None
    faulty = {found.origin: find_faults(found.data, True) for found in copies} if fullest.is_feed else {}
    if others and any(faulty.values()):
        for found in copies:
            where = ", ".join(origin for origin, faults in faulty.items() if faults)
            refuse(found, faulty[found.origin] or {"": f"a copy of it is faulty: {where}"}, report)
        return None
    for found in others:
        _add_sites(fullest, found)
        note = f"a copy of {fullest.origin}, which says as much or more"
        name = text_of(found.data.get("name"))
        report.lines.append(Line(Outcome.REPEATED, found.external_id, name, found.origin, warnings=[note]))
    return fullest


def _add_sites(fullest: FoundRecord, copy: FoundRecord) -> None:
    """Places that only a copy names: lists of services at locations tell one place each."""
    if not fullest.is_feed:
        return
    have = listed(fullest.data.get("service_at_locations"))
    known = {_location_id(site) for site in have}
    more = [s for s in listed(copy.data.get("service_at_locations")) if _location_id(s) not in known]
    if more:
        fullest.data["service_at_locations"] = have + more


def _location_id(site: dict[str, Any]) -> str:
    location = site.get("location")
    return text_of(location.get("id")) if isinstance(location, dict) else ""


def _in_order(chosen: list[FoundRecord], report: Report) -> list[FoundRecord]:
    """Those that others are reached through come first; a circle is refused."""
    by_id = {found.external_id: found for found in chosen}
    links = {found.external_id: _through(found) & set(by_id) for found in chosen}
    while any(links.values()):
        try:
            order = list(TopologicalSorter(links).static_order())
            return [by_id[external_id] for external_id in order]
        except CycleError as error:
            circle = list(dict.fromkeys(error.args[1]))
            names = " → ".join([*circle, circle[0]])
            for external_id in circle:
                fault = {"referred_through": f"goes round in a circle: {names}"}
                refuse(by_id[external_id], fault, report)
                del by_id[external_id], links[external_id]
            links = {key: through & set(by_id) for key, through in links.items()}
    return list(by_id.values())


def _through(found: FoundRecord) -> set[str]:
    through = found.data.get("referred_through")
    return {str(item) for item in through} if isinstance(through, list) else set()

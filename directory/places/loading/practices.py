"""Reads the NHS lists of practices, branch surgeries, primary care networks and who belongs to which.

The lists are of all England. Kept are those of the care systems that this directory knows as areas; with no
system known, or when told so, all of them. Nothing is ever deleted: what closed gets its last day."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, AreaMembership, PlacePoint, Postcode
from directory.models.codes import AreaKind
from directory.places.loading.batches import in_batches
from directory.places.loading.files import Table
from directory.places.loading.layouts import Layout
from directory.places.names import normalize_name, title_name
from directory.places.postcodes import parse_postcode, widen_postcode

SOURCE = "NHS Organisation Data Service"
# A prescribing setting of 4 is a GP practice; the newer files give roles instead, of which RO76 is one.
_GP_PRACTICE = {"4", "RO76"}
_OPEN = {"A", "ACTIVE", "P", "PROPOSED"}


@dataclass(frozen=True)
class Organization:
    """One line of a list. `parent_id` is what it always belongs to."""

    code: str
    name: str
    postcode: str | None
    starts_on: date | None
    ends_on: date | None
    parent_id: uuid.UUID | None


@dataclass
class Outcome:
    """How many rows were kept, and how many left out because they belong to other parts of the country."""

    kept: int = 0
    left_out: int = 0


def load_practices(tables: Iterable[Table], *, everywhere: bool, on: date) -> Outcome:
    outcome = Outcome()
    systems = _systems_by_code()
    found = []
    for layout, row in _rows(tables):
        if not _GP_PRACTICE & set(layout.pick(row, "setting").split("|")):
            continue
        system_id = systems.get(layout.pick(row, "system"))
        if system_id is None and systems and not everywhere:
            outcome.left_out += 1
        else:
            found.append(_organization(layout, row, system_id, on))
    outcome.kept = _save(AreaKind.PRACTICE, found)
    return outcome


def load_branches(tables: Iterable[Table], *, on: date) -> Outcome:
    """A branch's code is its practice's and three digits. Branches of unknown practices are left out."""
    outcome = Outcome()
    practices = _ids_by_code(AreaKind.PRACTICE)
    found = []
    for layout, row in _rows(tables):
        practice_id = practices.get(layout.pick(row, "code")[:6])
        if practice_id is None:
            outcome.left_out += 1
        else:
            found.append(_organization(layout, row, practice_id, on))
    outcome.kept = _save(AreaKind.BRANCH_SURGERY, found)
    return outcome


def load_networks(tables: Iterable[Table], *, everywhere: bool, on: date) -> Outcome:
    """The list names a network's system only within the name of a smaller body ("NHS DERBY AND DERBYSHIRE
    ICB - 15M"), so that is how it is recognised."""
    outcome = Outcome()
    systems = _systems_by_body_name()
    found = []
    for layout, row in _rows(tables):
        body = normalize_name(layout.pick(row, "body"))
        system_id = next((id_ for name, id_ in systems.items() if body.startswith(name)), None)
        if system_id is None and systems and not everywhere:
            outcome.left_out += 1
        else:
            found.append(_organization(layout, row, system_id, on))
    outcome.kept = _save(AreaKind.PCN, found)
    return outcome


def load_memberships(tables: Iterable[Table]) -> Outcome:
    """Puts the memberships of every practice that the tables name in place of what we had for it."""
    outcome = Outcome()
    practices, networks = _ids_by_code(AreaKind.PRACTICE), _ids_by_code(AreaKind.PCN)
    listed: dict[uuid.UUID, dict[tuple[uuid.UUID, date | None], date | None]] = {}
    for layout, row in _rows(tables):
        practice_id = practices.get(layout.pick(row, "practice"))
        network_id = networks.get(layout.pick(row, "network"))
        if practice_id is None or network_id is None:
            outcome.left_out += 1
            continue
        starts_on, ends_on = _date(layout.pick(row, "starts_on")), _date(layout.pick(row, "ends_on"))
        listed.setdefault(practice_id, {})[network_id, starts_on] = ends_on
        outcome.kept += 1
    for member_ids in in_batches(listed):
        _replace_memberships(member_ids, listed, set(networks.values()))
    db.session.flush()
    return outcome


def _rows(tables: Iterable[Table]) -> Iterator[tuple[Layout, list[str]]]:
    for table in tables:
        for row in table.read(lambda _: None):
            yield table.layout, row


def _organization(layout: Layout, row: list[str], parent_id: uuid.UUID | None, on: date) -> Organization:
    starts_on, ends_on = _date(layout.pick(row, "starts_on")), _date(layout.pick(row, "ends_on"))
    status = layout.pick(row, "status").upper()
    if status and status not in _OPEN and ends_on is None:
        # Dormant and closed ones are at times listed without their last day: it was before today.
        ends_on = on - timedelta(days=1)
    if starts_on and ends_on and starts_on > ends_on:
        starts_on = None
    postcode = parse_postcode(layout.pick(row, "postcode"))
    name = title_name(layout.pick(row, "name"))[:200]
    return Organization(layout.pick(row, "code"), name, postcode, starts_on, ends_on, parent_id)


def _save(kind: AreaKind, organizations: list[Organization]) -> int:
    known = {area.code: area for area in db.session.scalars(select(Area).where(Area.kind == kind))}
    points = _find_points({item.postcode for item in organizations if item.postcode})
    for item in organizations:
        area = known.get(item.code)
        if area is None:
            slug = f"{normalize_name(item.name).replace(' ', '-')[:100]}-{item.code.lower()}"
            area = known[item.code] = Area(kind=kind, code=item.code, slug=slug)
            db.session.add(area)
        already_ended = area.ends_on is not None and item.ends_on is not None
        area.name, area.postcode, area.source = item.name, item.postcode, SOURCE
        area.starts_on, area.parent_id = item.starts_on, item.parent_id
        area.ends_on = min(area.ends_on, item.ends_on) if already_ended else item.ends_on  # type: ignore[type-var]
        if item.postcode in points:
            area.latitude, area.longitude = points[item.postcode]
    db.session.flush()
    return len(organizations)


def _find_points(postcodes: set[str]) -> dict[str, tuple[float, float]]:
    """By postcode; where the table lacks one, the middle of its sector, else of its district."""
    found: dict[str, tuple[float, float]] = {}
    for part in in_batches(sorted(postcodes)):
        compact = [postcode.replace(" ", "") for postcode in part]
        columns = select(Postcode.postcode, Postcode.latitude, Postcode.longitude)
        for code, latitude, longitude in db.session.execute(columns.where(Postcode.postcode.in_(compact))):
            found[f"{code[:-3]} {code[-3:]}"] = (latitude, longitude)
    missing = {postcode: widen_postcode(postcode) for postcode in postcodes - found.keys()}
    wider = _find_wider({name for names in missing.values() for name in names})
    for postcode, names in missing.items():
        point = next((wider[name] for name in names if name in wider), None)
        if point:
            found[postcode] = point
    return found


def _find_wider(names: set[str]) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for part in in_batches(sorted(names)):
        columns = select(PlacePoint.key, PlacePoint.latitude, PlacePoint.longitude)
        for key, latitude, longitude in db.session.execute(columns.where(PlacePoint.key.in_(part))):
            found[key] = (latitude, longitude)
    return found


def _replace_memberships(
    member_ids: list[uuid.UUID],
    listed: Mapping[uuid.UUID, Mapping[tuple[uuid.UUID, date | None], date | None]],
    network_ids: set[uuid.UUID],
) -> None:
    """Memberships of neighbourhoods and the like, which no list of the NHS gives, stay."""
    current = select(AreaMembership).where(AreaMembership.member_id.in_(member_ids))
    old = {
        (row.member_id, row.group_id, row.starts_on): row
        for row in db.session.scalars(current)
        if row.group_id in network_ids
    }
    for member_id in member_ids:
        for (group_id, starts_on), ends_on in listed[member_id].items():
            row = old.pop((member_id, group_id, starts_on), None)
            if row is None:
                row = AreaMembership(member_id=member_id, group_id=group_id, starts_on=starts_on)
                db.session.add(row)
            row.ends_on = ends_on
    for row in old.values():
        db.session.delete(row)


def _systems_by_code() -> dict[str, uuid.UUID]:
    return _ids_by_code(AreaKind.SYSTEM)


def _systems_by_body_name() -> dict[str, uuid.UUID]:
    systems = db.session.execute(select(Area.name, Area.id).where(Area.kind == AreaKind.SYSTEM))
    return {f"nhs {normalize_name(name)} icb": id_ for name, id_ in systems}


def _ids_by_code(kind: AreaKind) -> dict[str, uuid.UUID]:
    rows = db.session.execute(select(Area.code, Area.id).where(Area.kind == kind, Area.code.is_not(None)))
    return {code: id_ for code, id_ in rows if code}


def _date(text: str) -> date | None:
    """Dates stand as 20191001, in workbooks at times as 2019-10-01; anything else counts as none."""
    digits = text.replace("-", "")[:8]
    try:
        return datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return None

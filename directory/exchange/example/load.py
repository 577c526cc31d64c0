"""Loads the example directory. What is there already is left as it is, so a second run changes nothing
and an officer's edits stay."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select

from directory.exchange.example import files
from directory.exchange.example.authoring import SOURCE, expand_guidance, expand_service, make_id
from directory.exchange.example.taxonomies import lay_taxonomy
from directory.extensions import db
from directory.framework.levels.actions import lay_parts
from directory.helpline.hours.editing import load_hours
from directory.helpline.seeding import load_helpline
from directory.listings import actions
from directory.listings.known import KnownRecords
from directory.models import Area, Entry, Guidance, Location, Organization, Service
from directory.models.codes import PUBLISHED, AreaKind, PointKind, Status, Visibility
from directory.network.seeding import load_network
from directory.places.actions import load_areas, load_points
from directory.unmet_needs.commissioning.seeding import load_routing


class Loaded(NamedTuple):
    """Of the `entries` of the example `new` were not there yet; of these the public does not see `hidden`."""

    entries: int
    new: int
    hidden: int


class _Step(NamedTuple):
    """One file's worth of new entries, written in one transaction."""

    name: str
    items: list[dict[str, Any]]


def load_example(*, now: datetime, on_entry: Callable[[str, int], None] = lambda name, total: None) -> Loaded:
    """Commits after each file. `on_entry` is told the name of each entry made, and how many will be."""
    lay_foundations()
    db.session.commit()
    load_network(files.read_yaml(files.SEED / "network.yaml"), now)
    load_routing(files.read_yaml(files.SEED / "unmet_needs.yaml"))
    load_hours(files.read_yaml(files.SEED / "helpline_hours.yaml"), now.year)
    load_helpline(files.read_yaml(files.SEED / "helpline.yaml"))
    db.session.commit()
    batches = [*files.read_entries(), *files.read_guidance()]
    steps = list(_list_steps(batches))
    new = sum(len(step.items) for step in steps)
    book = files.read_book()
    for step in steps:
        known = KnownRecords()
        for item in step.items:
            _create_entry(item, book, known, now)
            on_entry(item["name"], new)
        db.session.commit()
    hidden = sum(_is_hidden(item) for step in steps for item in step.items)
    return Loaded(sum(len(batch.items) for batch in batches), new, hidden)


def lay_foundations() -> None:
    """Taxonomies, areas, towns, postcode districts and the framework. Flushes; the caller commits."""
    lay_taxonomy("needs", "Needs", files.read_yaml(files.SEED / "needs.yaml"))
    lay_taxonomy("people", "Who it is for", files.read_yaml(files.SEED / "people.yaml"))
    _lay_areas(files.read_yaml(files.SEED / "areas.yaml"))
    districts = files.read_csv(files.SEED / "postcode_districts.csv")
    load_points([row | {"kind": PointKind.DISTRICT} for row in districts])
    load_points(files.read_csv(files.SEED / "towns.csv"))
    lay_parts(files.read_yaml(files.SEED / "framework.yaml"))


def _lay_areas(rows: list[dict[str, Any]]) -> None:
    """Who belongs to what is said once, for a new area: afterwards it is the officer's to change."""
    have = set(db.session.scalars(select(Area.slug)))
    load_areas(
        [{k: v for k, v in row.items() if k != "memberships" or row["slug"] not in have} for row in rows],
        source=SOURCE,
    )


def _list_steps(batches: list[files.Batch]) -> Iterator[_Step]:
    """New entries, file by file; last of all those reached by way of another entry, which must be there."""
    have = set(db.session.scalars(select(Service.id))) | set(db.session.scalars(select(Guidance.id)))
    later: list[dict[str, Any]] = []
    for batch in batches:
        new = [item for item in batch.items if _id_of(item) not in have]
        later += [item for item in new if "through" in item]
        at_once = [item for item in new if "through" not in item]
        if at_once:
            yield _Step(batch.name, at_once)
    if later:
        yield _Step("reached by way of another entry", later)


def _is_hidden(item: dict[str, Any]) -> bool:
    return Status(item.get("status", Status.ACTIVE)) not in PUBLISHED


def _id_of(item: dict[str, Any]) -> uuid.UUID:
    return uuid.UUID(make_id("guidance" if "body" in item else "service", item["slug"]))


def _create_entry(item: dict[str, Any], book: files.Book, known: KnownRecords, now: datetime) -> None:
    today, review_days = now.date(), current_app.config["REVIEW_DAYS"]
    if "body" in item:
        data = expand_guidance(item, today, review_days)
        _mark_for_crisis(actions.create_guidance(actor=None, data=data, known=known, now=now), item, now)
        return
    data = _name_only_what_is_known(expand_service(item, book, today, review_days))
    service = actions.create_service(actor=None, data=data, known=known, now=now)
    _set_districts(service, item, book)
    _mark_for_crisis(service, item, now)


def _mark_for_crisis(entry: Entry, item: dict[str, Any], now: datetime) -> None:
    crises = item.get("crisis", [])
    if crises:
        actions.mark_for_crisis(
            actor=None, entry=entry, crises=crises, expected_version=entry.version, now=now
        )


def _name_only_what_is_known(data: dict[str, Any]) -> dict[str, Any]:
    """An organization or location that is there already is named by id, so that it is not rewritten."""
    organization_id = data["organization"]["id"]
    if db.session.get(Organization, uuid.UUID(organization_id)):
        data = {k: v for k, v in data.items() if k != "organization"} | {"organization_id": organization_id}
    for site in data["service_at_locations"]:
        location = db.session.get(Location, uuid.UUID(site["location"]["id"]))
        if location:
            site["location"] = {"id": str(location.id), "visibility": location.visibility}
    return data


def _set_districts(service: Service, item: dict[str, Any], book: files.Book) -> None:
    """Without a postcode table nobody knows the district of an invented postcode, so the venue says it.
    Never for a confidential place."""
    for site, written in zip(service.service_at_locations, item.get("at", []), strict=True):
        if site.location.visibility != Visibility.CONFIDENTIAL and site.location.district_id is None:
            slug = book.venues[written["venue"]]["district"]
            of_slug = select(Area.id).where(Area.slug == slug, Area.kind == AreaKind.DISTRICT)
            site.location.district_id = db.session.scalar(of_slug)

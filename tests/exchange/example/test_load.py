from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import create_app
from directory.exchange.example import files, load
from directory.extensions import db, expect_writes
from directory.listings import actions
from directory.models import (
    Area,
    AreaMembership,
    AuditEvent,
    Change,
    EntryVersion,
    PlacePoint,
    Service,
    TaxonomyTerm,
    TermWord,
)
from directory.models.codes import AvailabilityStatus, PointKind, Visibility
from tests.conftest import settings_for

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded_app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole example directory, loaded once for the tests that only read it."""
    folder = tmp_path_factory.mktemp("example")
    path = folder / "directory.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    app = create_app(settings_for(f"sqlite:///{path}", folder))
    with app.app_context():
        expect_writes()
        load.load_example(now=NOW)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def a_few_entries(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], load.Loaded]:
    """Loads the foundations and the first four entries."""
    batch = files.read_entries()[0]
    few = [files.Batch(batch.name, [item for item in batch.items if "through" not in item][:4])]
    monkeypatch.setattr(files, "read_entries", lambda: few)
    monkeypatch.setattr(files, "read_guidance", list)
    return lambda: load.load_example(now=NOW)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def find_by_slug(slug: str) -> Service:
    return db.session.scalars(select(Service).where(Service.source_id == slug)).one()


def test_every_entry_has_a_version_an_audit_line_and_a_change(loaded_app: Flask):
    entries = sum(len(batch.items) for batch in [*files.read_entries(), *files.read_guidance()])
    marked = sum("crisis" in item for batch in files.read_entries() for item in batch.items)
    assert marked > 15
    assert count(EntryVersion) == count(Change) == entries + marked
    created = select(func.count()).where(AuditEvent.event == "entry.create")
    assert db.session.scalar(created) == entries


@pytest.mark.both_engines
def test_a_second_run_changes_nothing(a_few_entries: Callable[[], load.Loaded]):
    assert a_few_entries().new == 4
    before = [
        count(m) for m in (Change, EntryVersion, AuditEvent, TaxonomyTerm, Area, AreaMembership, PlacePoint)
    ]
    db.session.expire_all()
    assert a_few_entries() == load.Loaded(entries=4, new=0, hidden=0)
    after = [
        count(m) for m in (Change, EntryVersion, AuditEvent, TaxonomyTerm, Area, AreaMembership, PlacePoint)
    ]
    assert before == after


def test_a_second_run_leaves_the_edits_of_an_officer(a_few_entries: Callable[[], load.Loaded]):
    a_few_entries()
    service = db.session.scalars(select(Service).order_by(Service.name).limit(1)).one()
    actions.edit_service(
        actor=None, service=service, data={"summary": "We moved."}, expected_version=service.version
    )
    db.session.commit()
    a_few_entries()
    assert service.summary == "We moved."


def test_a_load_that_was_stopped_is_completed_by_the_next(
    a_few_entries: Callable[[], load.Loaded], monkeypatch: pytest.MonkeyPatch
):
    few = files.read_entries()
    monkeypatch.setattr(files, "read_entries", lambda: [files.Batch("part", few[0].items[:1])])
    a_few_entries()
    monkeypatch.setattr(files, "read_entries", lambda: few)
    assert a_few_entries().new == 3


def test_a_confidential_place_keeps_no_coordinates_and_no_district(loaded_app: Flask):
    hidden = [
        site.location
        for service in db.session.scalars(select(Service))
        for site in service.service_at_locations
        if site.location.visibility == Visibility.CONFIDENTIAL
    ]
    assert hidden
    assert {(place.latitude, place.longitude, place.district_id) for place in hidden} == {(None, None, None)}


def test_every_other_place_knows_its_district(loaded_app: Flask):
    places = [
        site.location
        for service in db.session.scalars(select(Service))
        for site in service.service_at_locations
        if site.location.visibility != Visibility.CONFIDENTIAL
    ]
    assert places
    assert all(place.district_id for place in places)


def test_an_entry_reached_through_a_hub_names_it(loaded_app: Flask):
    energy = find_by_slug("first-step-energy-doctor")
    assert [link.through.source_id for link in energy.referred_through] == ["first-step-county-hub"]


def test_nothing_is_dated_after_the_load(loaded_app: Flask):
    for service in db.session.scalars(select(Service)):
        assert service.assured_at is None or service.assured_at < NOW
        if service.availability == AvailabilityStatus.PAUSED:
            assert service.paused_until is not None
            assert service.paused_until > NOW.date()


def test_loaded_a_year_later_it_looks_as_fresh(a_few_entries: Callable[[], load.Loaded]):
    later = NOW + timedelta(days=365)
    load.load_example(now=later)
    newest = db.session.scalar(select(func.max(Service.assured_at)))
    assert newest is not None
    assert later - newest < timedelta(days=60)


def test_an_area_keeps_the_membership_that_ended(loaded_app: Flask):
    surgery = db.session.scalars(select(Area).where(Area.slug == "example-belgrave-surgery")).one()
    rows = db.session.scalars(select(AreaMembership).where(AreaMembership.member_id == surgery.id)).all()
    ended = [row.group.slug for row in rows if row.ends_on]
    assert ended == ["example-east-pcn"]


def test_a_town_is_found_under_its_name_in_lower_case(loaded_app: Flask):
    town = db.session.get(PlacePoint, (PointKind.TOWN, "market harborough"))
    assert town is not None
    assert (town.name, town.district_code) == ("Market Harborough", "E07000131")


def test_what_an_officer_changes_in_the_foundations_stays(app: Flask):
    load.lay_foundations()
    debt = db.session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.slug == "debt")).one()
    debt.words.append(TermWord(phrase="in the red"))
    melton = db.session.scalars(select(Area).where(Area.slug == "melton")).one()
    patch = db.session.scalars(select(Area).where(Area.slug == "example-city-west-team")).one()
    db.session.add(AreaMembership(member_id=melton.id, group_id=patch.id))
    db.session.flush()
    load.lay_foundations()
    assert db.session.scalar(select(TermWord.id).where(TermWord.phrase == "in the red"))
    assert db.session.scalar(select(AreaMembership.id).where(AreaMembership.group_id == patch.id))


def test_a_need_knows_its_parent_and_its_words_in_lower_case(app: Flask):
    load.lay_foundations()
    early = db.session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.slug == "homeless-risk-early")).one()
    assert early.parent is not None
    assert early.parent.parent is not None
    assert (early.parent.slug, early.parent.parent.slug) == ("homelessness", "housing")
    phrases = set(db.session.scalars(select(TermWord.phrase)))
    assert {"pip", "behind with rent", "can't pay my rent"} <= phrases


def test_the_command_says_what_it_did(app: Flask, a_few_entries: Callable[[], load.Loaded]):
    result = app.test_cli_runner().invoke(args=["seed", "load"])
    assert result.exit_code == 0, result.output
    assert "Example directory: 4 entries, 4 new." in result.output
    # There is no bar where nobody looks at a terminal, and no silence either.
    for number in range(1, 5):
        assert f"Example directory, {number} of 4: " in result.output
    assert "Example casework, 1 of 8: unmet needs ..." in result.output


def test_it_counts_those_that_the_public_does_not_see(
    a_few_entries: Callable[[], load.Loaded], monkeypatch: pytest.MonkeyPatch
):
    batches = files.read_entries()
    batches[0].items[0]["status"] = "draft"
    monkeypatch.setattr(files, "read_entries", lambda: batches)
    assert a_few_entries() == load.Loaded(entries=4, new=4, hidden=1)
    assert a_few_entries().hidden == 0

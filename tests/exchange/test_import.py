from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db
from directory.listings import actions
from directory.models import (
    AuditEvent,
    Change,
    EntryVersion,
    Location,
    Organization,
    Service,
    SourceRecord,
)
from directory.models.codes import AssuranceMethod, Status, Visibility
from tests.exchange.imports import (
    ORGANIZATION_ID,
    SERVICE_ID,
    count_services,
    feed_service,
    find_service,
    read_report,
    run_import,
    write_json,
)
from tests.factories import make_need, make_postcode, make_service, make_user

pytestmark = pytest.mark.both_engines


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_service_of_a_feed_becomes_a_draft_with_version_audit_and_change(
    app: Flask, tmp_path: Path
) -> None:
    decoy_id = make_service().id
    before = count(Change)
    result = run_import(write_json(tmp_path / "s.json", feed_service()), "--source", "Example feed")
    service = find_service("Tea on Tuesdays")
    assert result.exit_code == 0, result.output
    assert (str(service.id), service.status, service.source) == (SERVICE_ID, Status.DRAFT, "Example feed")
    assert service.organization.name == "Example Tea Friends"
    assert service.summary == "A warm room. Tea and talk."
    assert db.session.scalars(
        select(EntryVersion.action).where(EntryVersion.entry_id == service.id)
    ).all() == ["create"]
    assert count(Change) == before + 1
    assert db.session.get(Service, decoy_id) is not None


def test_the_second_run_changes_nothing_at_all(app: Flask, tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", feed_service())
    run_import(path)
    before = [count(model) for model in (Service, EntryVersion, Change, AuditEvent, SourceRecord)]
    result = run_import(path)
    assert "1 unchanged" in result.output
    assert [count(model) for model in (Service, EntryVersion, Change, AuditEvent, SourceRecord)] == before


def test_what_the_source_changed_is_changed_here_and_what_it_dropped_is_dropped(
    app: Flask, tmp_path: Path
) -> None:
    run_import(write_json(tmp_path / "s.json", feed_service(email="old@example.org", alert="Closed today")))
    report = tmp_path / "report.csv"
    changed = write_json(tmp_path / "s.json", feed_service(email="new@example.org"))
    result = run_import(changed, "--report", str(report))
    service = find_service("Tea on Tuesdays")
    assert "1 updated" in result.output
    assert (service.email, service.alert, service.version) == ("new@example.org", None, 2)
    assert read_report(report)[0]["changed"] == "email; alert"


def test_an_entry_edited_here_is_kept_until_told_otherwise(app: Flask, tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", feed_service())
    run_import(path)
    service = find_service("Tea on Tuesdays")
    actions.edit_service(actor=make_user(), service=service, data={"summary": "Ours."}, expected_version=1)
    write_json(path, feed_service(description="Theirs."))
    assert "1 kept: edited here" in run_import(path).output
    assert find_service("Tea on Tuesdays").summary == "Ours."
    assert "1 updated" in run_import(path, "--overwrite").output
    assert find_service("Tea on Tuesdays").summary == "Theirs."


def test_publishing_or_checking_an_entry_does_not_stop_its_source(app: Flask, tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", feed_service())
    run_import(path)
    actions.assure_entry(actor=make_user(), entry=find_service("Tea on Tuesdays"), how=AssuranceMethod.PHONE)
    write_json(path, feed_service(description="Theirs."))
    assert "1 updated" in run_import(path).output


def test_a_dry_run_says_what_would_change_and_writes_nothing(app: Flask, tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", [feed_service(), feed_service(id="bad", name="Wrong id")])
    result = run_import(path, "--dry-run")
    assert "Would be: 1 created, 1 refused." in result.output
    assert "refused: Wrong id (s.json, item 1) id: Not a valid UUID." in result.output
    assert (count_services(), count(SourceRecord), count(Organization)) == (0, 0, 0)
    assert result.exit_code == 1


def test_faults_are_named_by_their_path_and_the_sound_records_still_go_in(app: Flask, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    other = feed_service(id=ORGANIZATION_ID, name="Other", url="no address", status="maybe")
    result = run_import(write_json(tmp_path / "s.json", [feed_service(), other]), "--report", str(report))
    refused = [row for row in read_report(report) if row["outcome"] == "refused"]
    assert result.exit_code == 1
    assert [row["external_id"] for row in refused] == [ORGANIZATION_ID]
    assert refused[0]["faults"].startswith("status: Must be one of: active")
    assert "url: Not a web address" in refused[0]["faults"]
    assert count_services() == 1


def test_an_active_entry_without_what_visitors_need_stays_a_draft(app: Flask, tmp_path: Path) -> None:
    make_need("tea", words=("hot drink",))
    term = {"id": SERVICE_ID, "name": "Hot drink", "taxonomy": "theirs", "description": "-"}
    attributes = [{"id": SERVICE_ID, "taxonomy_term": term}]
    whole = feed_service(id=ORGANIZATION_ID, name="Whole", email="a@example.org", attributes=attributes)
    path = write_json(tmp_path / "s.json", [feed_service(), whole])
    run_import(path, "--status", "active")
    assert find_service("Tea on Tuesdays").status == Status.DRAFT
    published = find_service("Whole")
    assert published.status == Status.ACTIVE
    assert [a.taxonomy_term.slug for a in published.attributes] == ["tea"]


def test_a_term_that_is_no_need_is_kept_in_a_taxonomy_of_its_source(app: Flask, tmp_path: Path) -> None:
    term = {"id": SERVICE_ID, "name": "Hobbies", "taxonomy": "theirs", "description": "-"}
    data = feed_service(attributes=[{"id": SERVICE_ID, "taxonomy_term": term}])
    run_import(write_json(tmp_path / "s.json", data))
    [attribute] = find_service("Tea on Tuesdays").attributes
    assert (attribute.taxonomy_term.name, attribute.taxonomy_term.taxonomy.name) == ("Hobbies", "theirs")


def test_what_its_source_calls_closed_is_closed_here(app: Flask, tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", feed_service())
    run_import(path)
    write_json(path, feed_service(status="defunct"))
    run_import(path)
    assert find_service("Tea on Tuesdays").status == Status.DEFUNCT


def test_a_place_is_found_by_its_postcode_and_shared_by_the_services_there(
    app: Flask, tmp_path: Path
) -> None:
    make_postcode("LE1 1AA", 52.63, -1.13)
    address = {"id": SERVICE_ID, "address_1": "1 Example Street", "city": "Leicester", "state_province": "",
               "postal_code": "LE1 1AA", "country": "GB", "address_type": "physical"}  # fmt: skip
    location = {"id": ORGANIZATION_ID, "location_type": "physical", "latitude": 100, "longitude": 101,
                "addresses": [address]}  # fmt: skip
    sites = [{"id": SERVICE_ID, "location": location}]
    data = [feed_service(service_at_locations=sites),
            feed_service(id=ORGANIZATION_ID, name="Second", service_at_locations=sites)]  # fmt: skip
    result = run_import(write_json(tmp_path / "s.json", data))
    assert count(Location) == 1
    place = find_service("Second").service_at_locations[0].location
    assert (place.latitude, place.longitude) == (52.63, -1.13)
    assert "is no place on earth" in result.output


def test_an_organization_known_from_elsewhere_keeps_what_it_says(app: Flask, tmp_path: Path) -> None:
    organization = {"name": "example tea FRIENDS", "description": "Ours."}
    known_id = make_service(organization=organization).organization_id
    run_import(write_json(tmp_path / "s.json", feed_service()))
    service = find_service("Tea on Tuesdays")
    assert service.organization_id == known_id
    assert service.organization.description == "Ours."


def test_who_runs_it_may_be_given_and_is_else_the_source(app: Flask, tmp_path: Path) -> None:
    data = feed_service()
    del data["organization"]
    path = write_json(tmp_path / "s.json", data)
    run_import(path, "--source", "Feed one", "--status", "active")
    run_import(path, "--source", "Feed two", "--organization", "Example Council")
    names = db.session.scalars(select(Organization.name).order_by(Organization.name)).all()
    assert names == ["Example Council", "Feed one"]
    assert {s.status for s in db.session.scalars(select(Service))} == {Status.DRAFT}


def test_records_come_after_those_they_are_reached_through_and_a_circle_is_refused(
    app: Flask, tmp_path: Path
) -> None:
    ids = [f"3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f001{n}" for n in range(4)]
    first = feed_service(id=ids[0], name="Group", referred_through=[ids[1]])
    hub = feed_service(id=ids[1], name="Hub")
    left = feed_service(id=ids[2], name="Left", referred_through=[ids[3]])
    right = feed_service(id=ids[3], name="Right", referred_through=[ids[2]])
    result = run_import(write_json(tmp_path / "s.json", [first, hub, left, right]))
    assert [link.through.name for link in find_service("Group").referred_through] == ["Hub"]
    assert "goes round in a circle" in result.output
    assert count_services() == 2


def test_copies_of_one_record_are_one_entry_the_fullest(app: Flask, tmp_path: Path) -> None:
    page = {"total_items": 9, "total_pages": 1, "page_number": 1, "contents": [
        {"id": SERVICE_ID, "name": "Tea on Tuesdays", "status": "active"}]}  # fmt: skip
    write_json(tmp_path / "services.json", page)
    write_json(tmp_path / "service.json", feed_service(email="a@example.org"))
    result = run_import(tmp_path)
    assert "1 created, 1 repeated" in result.output
    assert "services.json says total_items 9 and holds 1." in result.output
    assert find_service("Tea on Tuesdays").email == "a@example.org"


def test_pages_that_are_not_here_are_told(app: Flask, tmp_path: Path) -> None:
    page = {"total_items": 2, "total_pages": 2, "page_number": 1, "contents": [feed_service()]}
    write_json(tmp_path / "services_1.json", page)
    assert "services: only 1 of 2 pages are here." in run_import(tmp_path).output
    second = page | {"page_number": 2, "contents": [feed_service(id=ORGANIZATION_ID, name="Other")]}
    write_json(tmp_path / "services_2.json", second)
    result = run_import(tmp_path)
    assert "pages are here" not in result.output
    assert count_services() == 2


def test_a_report_holds_no_formula_that_a_source_sent(app: Flask, tmp_path: Path) -> None:
    data = [feed_service(name='=HYPERLINK("http://example.org","Tea")'),
            feed_service(id=ORGANIZATION_ID, name="Second")]  # fmt: skip
    report = tmp_path / "report.csv"
    run_import(write_json(tmp_path / "s.json", data), "--report", str(report))
    names = [line["name"] for line in read_report(report)]
    assert sorted(names) == ['\'=HYPERLINK("http://example.org","Tea")', "Second"]


def test_a_place_made_confidential_here_stays_so_when_its_source_comes_again(
    app: Flask, tmp_path: Path
) -> None:
    location = {"id": ORGANIZATION_ID, "location_type": "physical", "latitude": 52.6, "longitude": -1.1}
    sites = [{"id": SERVICE_ID, "location": location}]
    path = tmp_path / "s.json"
    run_import(write_json(path, [feed_service(service_at_locations=sites)]))
    service = find_service("Tea on Tuesdays")
    place = service.service_at_locations[0].location
    hidden = {"service_at_locations": [{"location": {"id": str(place.id), "visibility": "confidential"}}]}
    actions.edit_service(actor=None, service=service, data=hidden, expected_version=service.version)
    again = feed_service(description="New words.", service_at_locations=sites)
    run_import(write_json(path, [again]), "--overwrite")
    assert find_service("Tea on Tuesdays").description == "New words."
    assert (place.visibility, place.latitude) == (Visibility.CONFIDENTIAL, None)

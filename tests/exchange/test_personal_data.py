"""An NHS number in a feed: the field is left out and named, the record comes in, and no page shows it."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.errors import InvalidData
from directory.exchange.entries.personal_data import clean_id
from directory.extensions import db
from directory.listings.actions import edit_service
from directory.models import AuditEvent, Service, TaxonomyTerm
from directory.models.codes import Status
from tests.exchange.imports import (
    ORGANIZATION_ID,
    SERVICE_ID,
    feed_service,
    find_service,
    read_report,
    run_import,
    write_json,
    write_mapping,
)
from tests.factories import make_need
from tests.privacy.stored import list_numbers, list_rows_with_number

NUMBER = "943 476 5919"
WAYS = [NUMBER, "943-476-5919", "9434765919", "９４３ ４７６ ５９１９", "943.476.5919", "9 4 3 4 7 6 5 9 1 9"]


def a_uuid(number: int) -> str:
    return f"3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f{number:04x}"


_IDS = iter(range(0x100, 0x10000))


def part(**values: Any) -> dict[str, Any]:
    return {"id": a_uuid(next(_IDS)), **values}


def make_language() -> dict[str, Any]:
    return part(name="Polish", code="pl", note="ask first")


def make_phone() -> dict[str, Any]:
    given = {"number": "0116 496 0123", "extension": "1", "type": "voice", "description": "day"}
    return part(**given, languages=[make_language()])


def make_schedule() -> dict[str, Any]:
    return part(freq="WEEKLY", byday="TU", opens_at="10:00", description="in term", notes="ring the bell")


def make_contact() -> dict[str, Any]:
    return part(name="The team", title="Lead", department="Front desk", phones=[make_phone()])


def make_site() -> dict[str, Any]:
    address = part(
        attention="desk", address_1="1 High Street", address_2="rear", city="Leicester", region="x",
        state_province="Leicestershire", postal_code="LE1 1AA", country="GB", address_type="physical",
    )  # fmt: skip
    location = part(
        location_type="physical", name="Hall", alternate_name="Old hall", description="brick",
        transportation="bus 7", addresses=[address], phones=[make_phone()], languages=[make_language()],
        accessibility=[part(description="ramp", details="at the side")],
    )  # fmt: skip
    return part(description="upstairs", location=location, schedules=[make_schedule()])


def make_organization() -> dict[str, Any]:
    number = part(identifier_scheme="GB-CHC", identifier_type="Charity", identifier="1")
    return {
        "id": ORGANIZATION_ID, "name": "Example Tea Friends", "alternate_name": "ETF",
        "description": "Neighbours.", "legal_status": "charity", "phones": [make_phone()],
        "contacts": [make_contact()], "funding": [part(source="a grant")],
        "urls": [part(label="Home", url="https://example.org/")], "organization_identifiers": [number],
    }  # fmt: skip


def full_feed() -> dict[str, Any]:
    """Every list that a record of HSDS 3 may have, with every field of words."""
    term = part(name="Crafts", code="c1", description="making", taxonomy="Topics")
    area = part(name="Leicester", description="the city", uri="urn:x", extent={"type": "Point"})
    return feed_service(
        alternate_name="Tea", interpretation_services="BSL", application_process="Ring",
        fees_description="Free", accreditations="None", licenses="None", eligibility_description="All",
        alert="Closed in May", summary="Tea and talk.", assurer_email="a@example.org",
        organization=make_organization(), phones=[make_phone()], contacts=[make_contact()],
        languages=[make_language()], schedules=[make_schedule()], funding=[part(source="a council")],
        urls=[part(label="Page", url="https://example.org/tea")], service_areas=[area],
        cost_options=[part(option="Adults", amount_description="a pound", currency="GBP", amount=1)],
        service_at_locations=[make_site()], needs=["company"],
        attributes=[part(link_type="topic", value="yes", taxonomy_term=term)],
    )  # fmt: skip


# By the issue: telephone numbers, web addresses, mailboxes and ids may hold ten digits. Others are choices.
NOT_WORDS = {"number", "url", "email", "assurer_email", "identifier", "code", "id", "status", "location_type"}
NOT_WORDS |= {"address_type", "country", "currency", "freq", "byday", "opens_at"}


def list_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        if [step for step in path if isinstance(step, str)][-1] not in NOT_WORDS:
            yield path
        return
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else [])
    ):
        yield from list_paths(inner, (*path, key))


PATHS = list(list_paths(full_feed()))


def put(data: Any, path: tuple[Any, ...], words: str) -> Any:
    """`words` after what stands at the path, so that the field stays plausible."""
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = f"{data[path[-1]]} {words}"


def test_every_field_of_words_of_a_record_is_tried() -> None:
    assert len(PATHS) > 50


def test_no_field_of_a_feed_carries_the_number_anywhere(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    make_need("company")
    run_import(write_json(tmp_path / "feed.json", [full_feed()]), "--status", "active")
    for at, path in enumerate(PATHS):
        data, report = full_feed(), tmp_path / "report.csv"
        put(data, path, f"{WAYS[at % len(WAYS)]} please")
        run_import(
            write_json(tmp_path / "feed.json", [data]),
            "--status",
            "active",
            "--overwrite",
            "--report",
            str(report),
        )
        [line] = [one for one in read_report(report) if one["outcome"] != "gone from its source"]
        assert line["outcome"] in ("created", "updated"), (path, line["faults"], line["warnings"])
        assert ".".join(map(str, path)) in line["warnings"], (path, line["warnings"])
        assert list_numbers(report.read_text("utf-8")) == [], path
        assert list_rows_with_number() == [], path
        page = client.get(f"/entry/{line['entry_id']}")
        assert (page.status_code, "Tea on Tuesdays" in page.text) == (200, True), path
        assert list_numbers(page.text) == [], path
        db.session.rollback()


@pytest.mark.parametrize("way", WAYS)
def test_a_name_loses_the_number_and_waits_as_a_draft(app: Flask, tmp_path: Path, way: str) -> None:
    make_need("company")
    data = full_feed() | {"name": f"Tea with {way}"}
    run_import(write_json(tmp_path / "feed.json", [data]), "--status", "active")
    service = find_service("Tea with [number removed]")
    assert service.status == Status.DRAFT
    assert "NHS number" in (service.internal_note or "")
    asked = db.session.scalars(
        select(AuditEvent.facts).where(AuditEvent.event == "entry.request review")
    ).all()
    assert ["NHS number" in facts["reason"] for facts in asked] == [True]


def test_a_published_entry_keeps_its_name_and_is_put_before_an_officer(app: Flask, tmp_path: Path) -> None:
    make_need("company")
    run_import(write_json(tmp_path / "feed.json", [full_feed()]), "--status", "active")
    assert find_service("Tea on Tuesdays").status == Status.ACTIVE
    data = full_feed() | {"name": f"Tea {NUMBER}", "description": "Now with cake."}
    run_import(write_json(tmp_path / "feed.json", [data]), "--status", "active")
    service = find_service("Tea on Tuesdays")
    assert (service.status, service.description) == (Status.ACTIVE, "Now with cake.")
    assert service.next_review_on is not None


def test_running_it_again_changes_nothing(app: Flask, tmp_path: Path) -> None:
    path = write_json(tmp_path / "feed.json", [full_feed() | {"needs": [], "alert": f"For {NUMBER}"}])
    run_import(path)
    assert "1 unchanged" in run_import(path).output


def test_a_number_sent_as_a_number_is_found(app: Flask, tmp_path: Path) -> None:
    path = write_json(tmp_path / "feed.json", [feed_service(interpretation_services=9434765919)])
    run_import(path)
    assert list_rows_with_number() == []
    assert find_service("Tea on Tuesdays").interpretation_services is None


def test_telephones_web_addresses_and_ids_keep_ten_digits(app: Flask, tmp_path: Path) -> None:
    data = feed_service(
        url="https://example.org/9434765919",
        phones=[{"id": a_uuid(2), "number": "943 476 5919"}],
        description="See https://example.org/g/9434765919 or ISBN 0-306-40615-2 or ring 0116 496 0123.",
    )
    run_import(write_json(tmp_path / "feed.json", [data]))
    service = find_service("Tea on Tuesdays")
    assert (service.url, service.phones[0].number) == ("https://example.org/9434765919", "943 476 5919")
    assert "ISBN" in service.description


def test_an_id_that_a_mapping_makes_of_a_name_carries_no_number(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text(f"id,who,name,about\nTea {NUMBER},Us,Tea {NUMBER},Talk\n", "utf-8")
    tables = "      services:\n        name: {column: name}\n        description: {column: about}\n"
    mapping = write_mapping(tmp_path, tables)
    assert run_import(tmp_path / "groups.csv", "--mapping", str(mapping)).exit_code == 0
    assert list_rows_with_number() == []
    again = run_import(tmp_path / "groups.csv", "--mapping", str(mapping))
    assert "1 unchanged" in again.output
    assert clean_id("9434765919") == "9434765919"


def test_the_name_of_a_source_holds_no_number(app: Flask, tmp_path: Path) -> None:
    path = write_json(tmp_path / f"List {NUMBER}.json", [feed_service()])
    result = run_import(path)
    assert (result.exit_code, "--source" in result.output) == (2, True)
    assert db.session.scalars(select(Service)).all() == []


def test_words_about_a_patient_come_in_with_a_warning(app: Flask, tmp_path: Path) -> None:
    data = feed_service(description="He lives with his mum. Born 3 May 1961.")
    report = tmp_path / "report.csv"
    run_import(write_json(tmp_path / "feed.json", [data]), "--report", str(report))
    [line] = read_report(report)
    assert "description: This may be about one patient" in line["warnings"]
    assert "description: This looks like a date of birth" in line["warnings"]
    assert "1961" not in report.read_text("utf-8")


def test_terms_of_a_source_carry_no_number(app: Flask, tmp_path: Path) -> None:
    term = {"id": a_uuid(3), "name": "Crafts", "description": f"asked by {NUMBER}", "taxonomy": f"T {NUMBER}"}
    data = feed_service(attributes=[{"id": a_uuid(4), "taxonomy_term": term}])
    run_import(write_json(tmp_path / "feed.json", [data]))
    assert [one.description for one in db.session.scalars(select(TaxonomyTerm))] == [""]
    assert list_rows_with_number() == []


def test_an_action_that_is_handed_a_number_refuses_it_at_its_path(app: Flask, tmp_path: Path) -> None:
    run_import(write_json(tmp_path / "feed.json", [full_feed() | {"needs": []}]))
    service = db.session.get_one(Service, uuid.UUID(SERVICE_ID))
    data = {"contacts": [{"name": "Lead", "title": f"for {NUMBER}"}]}
    with pytest.raises(InvalidData) as caught:
        edit_service(actor=None, service=service, data=data, expected_version=service.version)
    assert list(caught.value.fields) == ["contacts.0.title"]
    db.session.rollback()
    assert list_rows_with_number() == []

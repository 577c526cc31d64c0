"""What was hidden or suspended here stays so, however its source sends it again."""

import csv
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.listings import actions
from directory.listings.dumping import dump_entry
from directory.listings.withholding import review_queue
from directory.models import Service
from directory.models.codes import Status, Visibility
from directory.models.withholding.records import ReviewSubject
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

OTHER_ID = "3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f0009"
PLACE_IDS = [f"3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f01{number:02d}" for number in range(9)]
POINT = {"latitude": 52.71234, "longitude": -1.27654}
SECRETS = ("hush lane", "le12 9zz", "le129zz", "52.712", "1.2765", "hidden house")

TABLES = """\
      organizations:
        id: {column: who}
        name: {column: who}
      services:
        name: {column: name}
        description: {column: about}
        needs: [company]
      phones:
        number: {column: phone}
      locations:
        name: {column: name}
      addresses:
        address_1: {column: street}
        city: {column: town}
        postal_code: {column: postcode}
        country: GB
"""


def send(**values: Any) -> dict[str, Any]:
    """A service that can be published as it comes."""
    make_need("company")
    phones = [{"id": SERVICE_ID, "number": "0116 496 0123"}]
    return feed_service(**{"needs": ["company"], "phones": phones} | values)


def make_site(number: int, **values: Any) -> dict[str, Any]:
    address: dict[str, Any] = {"address_1": "3 Hush Lane", "city": "Shepshed", "postal_code": "LE12 9ZZ"}
    address |= {"id": PLACE_IDS[number], "state_province": "", "country": "GB", "address_type": "physical"}
    location = {"id": PLACE_IDS[number], "location_type": "physical", "name": "Hidden House", **POINT}
    return {"id": PLACE_IDS[number], "location": location | {"addresses": [address | values]}}


def hide_first_place(service: Service) -> None:
    data = dump_entry(service)
    data["service_at_locations"][0]["location"]["visibility"] = Visibility.CONFIDENTIAL.value
    actions.edit_service(actor=None, service=service, data=data, expected_version=service.version)
    db.session.commit()


def bring(path: Path, services: Any, *options: str) -> None:
    done = run_import(write_json(path, services), "--status", "active", *options)
    assert done.exit_code == 0, done.output


def list_leaks(client: FlaskClient) -> list[str]:
    """What a visitor can read of the place on the page of any entry, its calendar and a list of all."""
    ids = list(db.session.scalars(select(Service.id)))
    pages = [f"/entry/{one}" for one in ids] + [f"/entry/{one}/calendar.ics" for one in ids]
    pages += ["/my-list?ids=" + ",".join(map(str, ids)), "/search", "/search?q=hush+lane&view=map"]
    texts = {page: client.get(page).text.lower() for page in pages}
    return [
        f"{page}: {word}" for page, text in texts.items() for word in SECRETS if word in _body(text, page)
    ]


def _body(text: str, page: str) -> str:
    """Without what the visitor typed."""
    return text.replace("hush+lane", "").replace("hush lane", "") if "hush" in page else text


@pytest.mark.both_engines
def test_two_entries_of_a_feed_that_share_a_place_stay_without_it(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    two = [
        send(service_at_locations=[make_site(0)]),
        send(id=OTHER_ID, name="Coffee on Fridays", service_at_locations=[make_site(0)]),
    ]
    path = tmp_path / "s.json"
    bring(path, two)
    hide_first_place(find_service("Tea on Tuesdays"))
    assert list_leaks(client) == []
    moved = two[1] | {"description": "New words. Ring at 3, Hush Ln.", "service_at_locations": [make_site(1)]}
    run_import(write_json(path, [two[0], moved]), "--status", "active", "--report", str(tmp_path / "r.csv"))
    other = find_service("Coffee on Fridays")
    assert other.description.startswith("New words. Ring at [address not shown]")
    assert other.service_at_locations[0].location.visibility == Visibility.CONFIDENTIAL
    assert list_leaks(client) == []
    said = " ".join(line["warnings"] for line in read_report(tmp_path / "r.csv"))
    assert "an officer has to look at this" in said
    assert "confidential" not in said
    waiting = {(one.entry_id, one.subject) for one in review_queue.list_open()}
    assert (other.id, ReviewSubject.PLACE) in waiting


@pytest.mark.both_engines
@pytest.mark.parametrize("spelling", ["Women's Refuge", "WOMENS REFUGE.", "The Women’s Refuge"])
def test_a_record_whose_id_is_made_of_its_name_does_not_come_back_with_another_spelling(
    app: Flask, client: FlaskClient, tmp_path: Path, spelling: str
) -> None:
    mapping = (
        write_mapping(tmp_path, TABLES).read_text().replace("    id: id\n", "    id: [name, postcode]\n")
    )
    (tmp_path / "mapping.yaml").write_text(mapping)
    write_rows(tmp_path, "Womens Refuge", "3 Hush Lane")
    options = ("--mapping", str(tmp_path / "mapping.yaml"), "--status", "active")
    make_need("company")
    assert (done := run_import(tmp_path / "groups.csv", *options)).exit_code == 0, done.output
    first = find_service("Womens Refuge")
    hide_first_place(first)
    actions.suspend_entry(actor=None, entry=first, reason="")
    db.session.commit()
    write_rows(tmp_path, spelling, "3 HUSH LN.")
    run_import(tmp_path / "groups.csv", *options)
    services = db.session.scalars(select(Service).order_by(Service.created_at)).all()
    assert [service.status for service in services] == [Status.SUSPENDED, Status.DRAFT]
    assert list_leaks(client) == []


def test_a_suspended_entry_does_not_come_back_under_another_id(app: Flask, tmp_path: Path) -> None:
    path = write_json(tmp_path / "s.json", [send(name="Other 1")])
    run_import(path, "--status", "active")
    actions.suspend_entry(actor=None, entry=find_service("Other 1"), reason="")
    db.session.commit()
    for number, name in enumerate(("Other 1.", "other 1", "Other, 1")):
        write_json(path, [send(id=PLACE_IDS[number], name=name), send(id=OTHER_ID, name="Other 2")])
        run_import(path, "--status", "active")
        assert find_service(name).status == Status.DRAFT
    assert find_service("Other 2").status == Status.ACTIVE


@pytest.mark.parametrize("said", ["active", "temporarily closed", "inactive"])
def test_a_source_does_not_open_what_was_suspended_by_saying_what_it_is_now(
    app: Flask, tmp_path: Path, said: str
) -> None:
    path = write_json(tmp_path / "s.json", [send()])
    run_import(path, "--status", "active")
    actions.suspend_entry(actor=None, entry=find_service("Tea on Tuesdays"), reason="")
    db.session.commit()
    for text in ("Once.", "Twice."):
        run_import(write_json(path, [send(status=said, description=text)]), "--overwrite")
        run_import(write_json(path, [send(status="active", description=text)]), "--overwrite")
    assert find_service("Tea on Tuesdays").status not in (Status.ACTIVE, Status.TEMPORARILY_CLOSED)


@pytest.mark.both_engines
def test_overwriting_with_a_new_place_id_shows_nothing(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    path = tmp_path / "s.json"
    run_import(write_json(path, [send(service_at_locations=[make_site(0)])]), "--status", "active")
    hide_first_place(find_service("Tea on Tuesdays"))
    variants: list[dict[str, Any]] = [
        {},
        {"address_1": "Flat 1, 3 Hush Lane"},
        {"address_1": "Hidden House", "address_2": "3 Hush Lane"},
        {"postal_code": ""},
        {"address_1": "", "city": "Shepshed"},
        {"address_1": "Shepshed", "city": "Shepshed LE12 9ZZ", "postal_code": ""},
    ]
    for number, values in enumerate(variants, 1):
        sent = send(description=f"Words {number}.", service_at_locations=[make_site(number, **values)])
        run_import(write_json(path, [sent]), "--overwrite")
        assert list_leaks(client) == [], values


def test_another_source_does_not_bring_the_place_either(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    path = tmp_path / "s.json"
    run_import(write_json(path, [send(service_at_locations=[make_site(0)])]), "--status", "active")
    hide_first_place(find_service("Tea on Tuesdays"))
    other = send(id=OTHER_ID, name="Coffee", service_at_locations=[make_site(0)])
    other["organization"] = {
        "id": ORGANIZATION_ID[:-1] + "7",
        "name": "Coffee Friends",
        "description": "We meet at 3 Hush Lane, Shepshed, LE12 9ZZ.",
    }
    options = ("--status", "active", "--source", "Another list")
    assert run_import(write_json(tmp_path / "t.json", [other]), *options).exit_code == 0
    assert find_service("Coffee").status == Status.ACTIVE
    assert list_leaks(client) == []


def test_a_place_of_safe_accommodation_is_withheld_when_it_is_imported(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    refuge = send(
        name="Women's Refuge", description="For women fleeing abuse.", service_at_locations=[make_site(0)]
    )
    library = send(
        id=OTHER_ID,
        name="Library",
        service_at_locations=[make_site(1, address_1="9 Market Place", postal_code="LE12 9AA")],
    )
    library["service_at_locations"][0]["location"] |= {
        "name": "Town Library",
        "latitude": 52.8,
        "longitude": -1.1,
    }
    run_import(write_json(tmp_path / "s.json", [refuge, library]), "--status", "active")
    assert find_service("Women's Refuge").status == Status.ACTIVE
    assert list_leaks(client) == []
    assert "9 Market Place" in client.get(f"/entry/{find_service('Library').id}").text
    assert [one.cause.value for one in review_queue.list_open()] == ["safe_accommodation"]


def write_rows(folder: Path, name: str, street: str) -> None:
    with (folder / "groups.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "who", "about", "street", "town", "postcode", "phone"])
        writer.writerow(
            [name, "Example Aid", "A warm welcome.", street, "Shepshed", "LE12 9ZZ", "0116 496 0123"]
        )


def test_advice_given_in_a_shelter_does_not_show_where_the_shelter_is(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    site = make_site(0)
    site["location"]["name"] = "Shepshed Women's Shelter"
    advice = send(name="Legal advice", service_at_locations=[site])
    bring(tmp_path / "s.json", [advice])
    assert find_service("Legal advice").status == Status.ACTIVE
    assert list_leaks(client) == []

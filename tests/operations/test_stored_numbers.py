"""What was stored before every column was checked: listed, taken out, and put before an officer."""

import json

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from directory.extensions import db, expect_writes
from directory.listings.actions import suspend_entry
from directory.models import Service
from directory.operations.stored_numbers import mend_stored_numbers
from tests.factories import make_guidance, make_location_data, make_service
from tests.privacy.stored import list_rows_with_number

NUMBER = "943 476 5919"


def run(app: Flask, *options: str) -> Result:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["privacy", "check", *options])
    expect_writes()
    return result


def make_old_rows() -> Service:
    """Written past the check, as before there was one: an entry, its place, organization and version."""
    service = make_service(name="Tea", status="active", service_at_locations=[make_location_data()])
    make_guidance(name="Advice")
    db.session.commit()
    for table, column in (
        ("service", "description"), ("location", "transportation"), ("organization", "description"),
        ("guidance", "body"),
    ):  # fmt: skip
        db.session.execute(text(f"UPDATE {table} SET {column} = 'Ask for {NUMBER} now'"))
    snapshot = json.dumps({"name": "Tea", "alert": f"for {NUMBER}"})
    db.session.execute(text("UPDATE entry_version SET snapshot = :snapshot"), {"snapshot": snapshot})
    db.session.commit()
    return service


def test_nothing_is_said_where_there_is_nothing(app: Flask) -> None:
    make_service(phones=[{"number": NUMBER}])
    assert (run(app).exit_code, mend_stored_numbers()) == (0, 0)


@pytest.mark.both_engines
def test_rows_are_listed_without_the_number(app: Flask) -> None:
    make_old_rows()
    result = run(app)
    assert result.exit_code == 1
    assert "service.description" in result.output
    assert "guidance.body" in result.output
    assert NUMBER not in result.output


@pytest.mark.both_engines
def test_a_number_is_taken_out_and_its_entry_waits_for_an_officer(app: Flask, client: FlaskClient) -> None:
    service_id = make_old_rows().id
    assert list_rows_with_number() != []
    assert run(app, "--mend").exit_code == 0
    db.session.expire_all()
    assert list_rows_with_number() == []
    service = db.session.scalars(select(Service).where(Service.id == service_id)).one()
    assert service.description == "Ask for [number removed] now"
    assert service.next_review_on is not None
    page = client.get(f"/entry/{service_id}")
    assert (page.status_code, NUMBER in page.text) == (200, False)
    assert run(app).exit_code == 0


def test_an_entry_with_an_old_number_can_still_be_suspended(app: Flask) -> None:
    service = make_old_rows()
    db.session.expire_all()
    suspend_entry(actor=None, entry=service, reason="Closed at once.")
    db.session.commit()
    found = db.session.execute(text("SELECT snapshot FROM entry_version WHERE action = 'suspend'")).all()
    assert [NUMBER in str(row) for row in found] == [False]

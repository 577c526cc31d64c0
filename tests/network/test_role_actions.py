from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import AuditEvent, SupportRole
from directory.models.codes import AreaKind, Role
from directory.network import actions
from directory.network.confirmation import find_places_free, is_hidden, is_overdue
from tests.factories import make_area, make_need, make_role_type, make_support_role, make_team, make_user

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TODAY = date(2026, 5, 4)


def typed(**values: Any) -> dict[str, Any]:
    make_role_type("link-worker")
    return {
        "type": "link-worker",
        "name": "Example link worker",
        "work_phone": "0116 496 0123",
        "areas": ["north-pcn"],
        **values,
    }


def list_events() -> list[str]:
    db.session.flush()
    return [event.event for event in db.session.query(AuditEvent).order_by(AuditEvent.at)]


@pytest.mark.both_engines
def test_a_role_is_made_with_all_its_parts_and_asked_soon(app: Flask) -> None:
    make_area("north-pcn", AreaKind.PCN)
    make_area("decoy", AreaKind.PCN)
    make_need("debt")
    team = make_team()
    role = actions.create_role(
        actor=make_user(Role.KNOWLEDGE_OFFICER),
        typed=typed(
            needs=["debt"], team=str(team.id), languages="English,  Polish,,English", places_free="3"
        ),
        now=NOW,
    )
    db.session.expire_all()
    assert [link.area.slug for link in role.areas] == ["north-pcn"]
    assert [link.term.slug for link in role.needs] == ["debt"]
    assert (role.team, role.languages) == (team, ["English", "Polish"])
    assert (role.places_free, role.places_said_on, role.confirmed_at) == (3, TODAY, None)
    assert role.confirm_by == TODAY + timedelta(days=app.config["ROLE_ASK_DAYS"])
    assert list_events() == ["role.create"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("type", "no-such"),
        ("type", ""),
        ("team", "not an id"),
        ("team", "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        ("areas", ["nowhere"]),
        ("areas", []),
        ("needs", ["no-such-need"]),
        ("work_phone", "ring me"),
        ("work_phone", ""),
        ("work_email", "not an address"),
        ("work_email", "a@b\n@c"),
        ("places_free", "-1"),
        ("places_free", "1000"),
        ("places_free", "٣"),
        ("places_free", "many"),
        ("hours", "x" * 301),
        ("notes", "Ask about 943 476 5919"),
        ("notes", "x" * 2001),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_kept(
    app: Flask, field: str, value: Any
) -> None:
    make_area("north-pcn", AreaKind.PCN)
    given = typed() | {field: value}
    with pytest.raises(InvalidData) as refused:
        actions.create_role(actor=None, typed=given, now=NOW)
    assert list(refused.value.fields) == [field]
    assert db.session.query(SupportRole).count() == 0


def test_everything_wrong_is_told_at_once(app: Flask) -> None:
    with pytest.raises(InvalidData) as refused:
        actions.create_role(actor=None, typed={}, now=NOW)
    assert set(refused.value.fields) == {"name", "type", "areas", "work_phone"}


@pytest.mark.both_engines
def test_an_edit_of_areas_alone_counts_as_a_save_and_the_next_editor_is_told(app: Flask) -> None:
    for slug in ("north-pcn", "south-pcn"):
        make_area(slug, AreaKind.PCN)
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    role = actions.create_role(actor=officer, typed=typed(), now=NOW)
    first = role.version
    actions.edit_role(
        actor=officer,
        role=role,
        typed=typed(areas=["north-pcn", "south-pcn"]),
        expected_version=first,
        now=NOW,
    )
    assert {link.area.slug for link in role.areas} == {"north-pcn", "south-pcn"}
    assert role.version > first
    with pytest.raises(EditConflict) as refused:
        actions.edit_role(actor=officer, role=role, typed=typed(), expected_version=first)
    assert refused.value.current_version == role.version
    assert list_events() == ["role.create", "role.edit"]


def test_confirming_starts_a_new_round_and_says_the_places(app: Flask) -> None:
    role = make_support_role(confirm_by=TODAY, holder_note="Moved", holder_noted_at=NOW)
    decoy = make_support_role(confirm_by=TODAY)
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    typed = {"places_free": "0", "noted_at": NOW.isoformat()}
    actions.confirm_role(actor=officer, role=role, typed=typed, how="signed in", now=NOW)
    assert (role.places_free, role.places_said_on, role.confirmed_at) == (0, TODAY, NOW)
    assert role.confirm_by == TODAY + timedelta(days=app.config["ROLE_CONFIRM_DAYS"])
    assert role.holder_note is None
    assert (decoy.confirmed_at, decoy.confirm_by) == (None, TODAY)
    assert list_events() == ["role.confirm"]


EARLIER = (NOW - timedelta(hours=1)).isoformat()


@pytest.mark.parametrize("noted_at", [{}, {"noted_at": ""}, {"noted_at": EARLIER}])
def test_what_the_holder_said_since_the_officer_looked_waits_on(app: Flask, noted_at: dict[str, str]) -> None:
    role = make_support_role(confirm_by=TODAY, holder_note="Moved", holder_noted_at=NOW)
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    actions.confirm_role(actor=officer, role=role, typed=noted_at, how="signed in", now=NOW)
    assert (role.confirmed_at, role.holder_note) == (NOW, "Moved")


def test_an_evening_in_summer_counts_as_the_day_it_is_in_london(app: Flask) -> None:
    role = make_support_role()
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    actions.confirm_role(actor=None, role=role, typed={"places_free": "2"}, how="e-mail link", now=late)
    assert role.places_said_on == date(2026, 7, 2)


def test_confirming_without_places_makes_them_not_known(app: Flask) -> None:
    role = make_support_role(places_free=4, places_said_on=TODAY)
    actions.confirm_role(actor=None, role=role, typed={}, how="signed in", now=NOW)
    assert (role.places_free, role.places_said_on) == (None, None)


def test_what_changed_waits_for_the_officer_and_confirms_nothing(app: Flask) -> None:
    role = make_support_role(confirm_by=TODAY)
    actions.note_change(actor=None, role=role, typed={"holder_note": "I cover Melton too."}, now=NOW)
    assert (role.holder_note, role.holder_noted_at, role.confirmed_at) == ("I cover Melton too.", NOW, None)
    assert role.confirm_by == TODAY
    for empty in ({}, {"holder_note": "  "}, {"holder_note": "Ask 943 476 5919"}):
        with pytest.raises(InvalidData):
            actions.note_change(actor=None, role=role, typed=empty)


def test_whoever_has_the_link_of_an_e_mail_takes_nothing_from_what_was_said_before(app: Flask) -> None:
    role = make_support_role(confirm_by=TODAY)
    for said in ("I cover Melton too.", "I am off sick.", "I am off sick."):
        actions.note_change(actor=None, role=role, typed={"holder_note": said}, now=NOW)
    actions.confirm_role(actor=None, role=role, typed={"places_free": "9"}, how="e-mail link", now=NOW)
    assert role.holder_note == "I cover Melton too.\n\nI am off sick."
    with pytest.raises(InvalidData):
        actions.note_change(actor=None, role=role, typed={"holder_note": "x" * 4000}, now=NOW)


def test_a_role_is_closed_and_opened_again(app: Flask) -> None:
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    role = make_support_role(confirm_by=date(2020, 1, 1))
    actions.close_role(actor=officer, role=role, expected_version=role.version, now=NOW)
    assert not role.is_open
    actions.reopen_role(actor=officer, role=role, expected_version=role.version, now=NOW)
    assert role.is_open
    assert not is_overdue(role, TODAY)
    assert list_events() == ["role.close", "role.reopen"]
    with pytest.raises(EditConflict):
        actions.close_role(actor=officer, role=role, expected_version=role.version - 1)


def test_places_said_long_ago_are_not_known(app: Flask) -> None:
    believed = timedelta(days=app.config["AVAILABILITY_DAYS"])
    role = make_support_role(places_free=3, places_said_on=TODAY - believed)
    assert find_places_free(role, TODAY) == 3
    assert find_places_free(role, TODAY + timedelta(days=1)) is None


def test_a_role_never_given_a_day_is_overdue_and_shown(app: Flask) -> None:
    role = make_support_role(confirm_by=None)
    assert is_overdue(role, TODAY)
    assert not is_hidden(role, TODAY)


@pytest.mark.both_engines
def test_a_save_committed_between_reading_and_writing_is_not_written_over(app: Flask) -> None:
    make_area("north-pcn", AreaKind.PCN)
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    role = actions.create_role(actor=officer, typed=typed(), now=NOW)
    read = role.version
    db.session.execute(text("UPDATE support_role SET name = 'Theirs', version = version + 1"))
    with pytest.raises(EditConflict):
        actions.edit_role(actor=officer, role=role, typed=typed(name="Mine"), expected_version=read)


def test_what_is_wrong_is_said_in_the_order_of_the_form(app: Flask) -> None:
    with pytest.raises(InvalidData) as raised:
        actions.create_role(actor=None, typed={})
    assert list(raised.value.fields) == ["type", "name", "work_phone", "areas"]

"""No column of words takes an NHS number, whatever writes it; what is not checked has a reason."""

import itertools

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.models import AuditEvent, WithheldRecord
from directory.models.codes import Visibility
from directory.privacy.stored_text import COPIES, NOT_WORDS, is_words
from tests.factories import make_location_data, make_service, make_user

NUMBER = "943 476 5919"


def list_checked() -> list[str]:
    return [f"{t.name}.{c.name}" for t in db.metadata.sorted_tables for c in t.columns if is_words(c)]


def test_every_exception_names_a_column_that_is_there(app: Flask) -> None:
    there = {f"{t.name}.{c.name}" for t in db.metadata.sorted_tables for c in t.columns}
    assert sorted(({*NOT_WORDS} | {*COPIES}) - there) == []
    assert all(NOT_WORDS.values())


@pytest.mark.both_engines
def test_no_row_of_any_table_takes_a_number_in_a_column_of_words(app: Flask) -> None:
    """One row of each kind with the number in one column: refused before the database is asked."""
    tried = 0
    for mapper in db.Model.registry.mappers:
        for name, column in mapper.columns.items():
            where = f"{column.table.name}.{column.name}"
            if not is_words(column) or where in COPIES:
                continue
            db.session.rollback()
            db.session.add(mapper.class_(**{name: f"Ask for {NUMBER}"}))
            with pytest.raises(InvalidData) as caught:
                db.session.flush()
            assert list(caught.value.fields) == [name], where
            tried += 1
    db.session.rollback()
    assert tried > 100
    assert tried == len(set(list_checked()) - set(COPIES))


def test_a_changed_row_is_checked_and_an_unchanged_column_is_not(app: Flask) -> None:
    user = make_user()
    db.session.commit()
    db.session.connection().exec_driver_sql(f"UPDATE user_account SET name = 'Kit {NUMBER}'")
    db.session.expire_all()
    user.email = "other@example.org"
    db.session.flush()
    user.name = f"Kim {NUMBER}"
    with pytest.raises(InvalidData):
        db.session.flush()
    db.session.rollback()


def test_a_copy_loses_the_number_and_hinders_nothing(app: Flask) -> None:
    audit.record("entry.edit", None, make_service(), before={"alert": [f"for {NUMBER}"]})
    db.session.flush()
    facts = db.session.scalars(select(AuditEvent.facts).where(AuditEvent.event == "entry.edit")).one()
    assert facts == {"before": {"alert": ["for [number removed]"]}}


MADE_BY_PROGRAM = ("key", "key_name", "token", "checksum", "password_hash", "slug")


def test_no_column_of_keys_and_marks_is_read_as_words(app: Flask) -> None:
    """One in a hundred and fifty random hexadecimal keys holds ten digits that pass the checksum."""
    columns = [column for table in db.metadata.sorted_tables for column in table.columns]
    assert [str(column) for column in columns if column.name in MADE_BY_PROGRAM and is_words(column)] == []


def test_a_place_is_hidden_whatever_digits_its_keys_hold(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = (f"9434765919{number:054}" for number in itertools.count())
    monkeypatch.setattr("directory.listings.withholding.keys.make_key", lambda *_: next(keys))
    place = make_location_data(visibility="confidential")
    service = make_service(service_at_locations=[place])
    assert service.service_at_locations[0].location.visibility == Visibility.CONFIDENTIAL
    assert db.session.scalar(select(func.count()).select_from(WithheldRecord))

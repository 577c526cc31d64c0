"""NHS numbers in rows that were stored before every column was checked: found, taken out, and the entries put
before an officer. Runs after each change of the tables, and as `flask privacy check`."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import Column, Table, select, update

from directory.extensions import db, expect_writes
from directory.listings.actions import request_review
from directory.listings.dumping import dump_entry
from directory.models import Entry, Guidance, Service
from directory.models.mixins import utc_now
from directory.privacy.entry_text import holds_nhs_number, remove_nhs_numbers
from directory.privacy.stored_text import is_words, list_strings, map_strings

REASON = "An NHS number was taken out of its text. Read what is left."

privacy = AppGroup("privacy", help="Details of patients in what is stored.")


@dataclass(frozen=True, slots=True)
class StoredNumber:
    """A column of one row that holds an NHS number. `value` is what is stored."""

    column: Column[Any]
    row_id: Any
    value: Any

    @property
    def place(self) -> str:
        return f"{self.column.table.name}.{self.column.name} {self.row_id}"


@privacy.command("check")
@click.option("--mend", is_flag=True, help="Take the numbers out, and put the entries before an officer.")
@with_appcontext
def check_command(mend: bool) -> None:
    """List every row whose text holds an NHS number. The number itself is not shown.

    Ends with 0 when there is none or all were mended, else with 1."""
    expect_writes(mend)
    found, entries = list(list_stored_numbers()), list_entries_with_numbers()
    for one in found:
        click.echo(one.place)
    for entry in entries:
        click.echo(f"{entry.entry_type} {entry.id}: {remove_nhs_numbers(entry.name)}")
    if mend:
        mend_stored_numbers()
        click.echo(f"Taken out of {len(found):,} texts.")
    elif found:
        raise SystemExit(1)


def mend_stored_numbers() -> int:
    """How many texts a number was taken out of. Commits."""
    found = list(list_stored_numbers())
    db.session.rollback()
    if not found:
        return 0
    expect_writes()
    ids = [entry.id for entry in list_entries_with_numbers()]
    for one in found:
        _mend(one)
    db.session.flush()
    db.session.expire_all()
    _ask_officers(ids)
    db.session.commit()
    return len(found)


def list_stored_numbers() -> Iterator[StoredNumber]:
    """In every column of words of every table."""
    for table in db.metadata.sorted_tables:
        columns = [column for column in table.columns if is_words(column)]
        if columns and len(table.primary_key.columns) == 1:
            yield from _list_in(table, columns)


def list_entries_with_numbers() -> list[Entry]:
    """Services and guidance whose own data holds one, that of their organization and places included."""
    entries: list[Entry] = [*db.session.scalars(select(Service)), *db.session.scalars(select(Guidance))]
    return [one for one in entries if any(map(holds_nhs_number, list_strings(dump_entry(one))))]


def _list_in(table: Table, columns: list[Column[Any]]) -> Iterator[StoredNumber]:
    key = next(iter(table.primary_key.columns))
    for row in db.session.execute(select(key, *columns).execution_options(yield_per=1000)):
        for column, value in zip(columns, row[1:], strict=True):
            if any(map(holds_nhs_number, list_strings(value))):
                yield StoredNumber(column, row[0], value)


def _mend(one: StoredNumber) -> None:
    longest = getattr(one.column.type, "length", None)
    cleaned = map_strings(one.value, lambda text: remove_nhs_numbers(text)[:longest])
    key = next(iter(one.column.table.primary_key.columns))
    db.session.execute(update(one.column.table).where(key == one.row_id).values({one.column.name: cleaned}))


def _ask_officers(ids: list[uuid.UUID]) -> None:
    due_on = utc_now().date() - timedelta(days=1)
    services = db.session.scalars(select(Service).where(Service.id.in_(ids)))
    guidance = db.session.scalars(select(Guidance).where(Guidance.id.in_(ids)))
    entries: list[Entry] = [*services, *guidance]
    for entry in entries:
        request_review(actor=None, entry=entry, reason=REASON, due_on=due_on)

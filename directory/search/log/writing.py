"""Notes a search, and what was opened from it: the second of the two exceptions to "a GET changes nothing".
Each in a short transaction of its own. What cannot be written at once is dropped: the page comes first."""

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy import Connection, ScalarSelect, Select, exists, insert, literal, or_, select, text, update

from directory.extensions import db, expect_writes
from directory.models import (
    Area,
    Guidance,
    LoggedOpening,
    LoggedSearch,
    LoggedSearchNeed,
    Service,
    Taxonomy,
    TaxonomyTerm,
)
from directory.models.codes import AreaKind, EntryType
from directory.search.log.reading import Noted, is_worth_noting, read_search
from directory.search.request import SearchRequest
from directory.search.results import Results

WAIT_MS = 40
"""How long the writer of another transaction is waited for."""

TOKEN_LIFE = timedelta(hours=1)


def append(
    asked: SearchRequest, found: Results, *, is_crisis: bool, is_staff: bool, now: datetime
) -> str | None:
    """The token for the links of this page of results; None where there is none: the log is switched off, the
    search is not worth noting, was of a crisis, found nothing, or could not be written. Never raises."""
    if not current_app.config["SEARCH_LOG"] or not is_worth_noting(asked):
        return None
    try:
        noted = read_search(asked, found, is_crisis=is_crisis, is_staff=is_staff, now=now)
        token = secrets.token_urlsafe(16) if found.total and not is_crisis else None
        _write_at_once(partial(_insert, noted, token))
    except Exception as error:
        # Never with what was searched for.
        current_app.logger.warning("search not noted", extra={"facts": {"error": type(error).__name__}})
        return None
    return token


def record_opening(token: str, entry_type: EntryType, entry_id: uuid.UUID, now: datetime) -> None:
    """Nothing happens for a token that has ended or never was. Never raises."""
    try:
        _write_at_once(partial(_note_opening, token, entry_type, entry_id, now))
    except Exception as error:
        current_app.logger.warning("opening not noted", extra={"facts": {"error": type(error).__name__}})


def _write_at_once(write: Callable[[Connection], None]) -> None:
    """A transaction that waits for another writer WAIT_MS at most, on a connection of its own."""

    def run() -> None:
        expect_writes()
        with db.engine.connect() as connection:
            patience = _brief_on_sqlite if connection.dialect.name == "sqlite" else _brief_on_postgresql
            with patience(connection):
                write(connection)

    copy_context().run(run)


@contextmanager
def _brief_on_sqlite(connection: Connection) -> Iterator[None]:
    """Set beside SQLAlchemy, which would begin the transaction, and so wait, before the first statement."""
    driver: Any = connection.connection.driver_connection
    [(usual,)] = driver.execute("PRAGMA busy_timeout").fetchall()
    driver.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    try:
        with connection.begin():
            yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {usual}")


@contextmanager
def _brief_on_postgresql(connection: Connection) -> Iterator[None]:
    """The loss of a note in a crash of the server is cheaper than a wait for its disk."""
    with connection.begin():
        connection.execute(text(f"SET LOCAL lock_timeout TO {WAIT_MS}"))
        connection.execute(text("SET LOCAL synchronous_commit TO off"))
        yield


def _insert(noted: Noted, token: str | None, connection: Connection) -> None:
    search_id = uuid.uuid4()
    values = {
        name: getattr(noted, name) for name in ("at", "words", "is_crisis", "is_staff", "filters", "total")
    }
    area = _select_area(noted)
    row = insert(LoggedSearch).values(id=search_id, token=token, was_opened=False, area_id=area, **values)
    connection.execute(row)
    if noted.needs:
        needs = select(literal(search_id, LoggedSearch.id.type), TaxonomyTerm.id).join(Taxonomy)
        wanted = needs.where(Taxonomy.slug == "needs", TaxonomyTerm.slug.in_(sorted(noted.needs)))
        connection.execute(insert(LoggedSearchNeed).from_select(["search_id", "taxonomy_term_id"], wanted))


def _select_area(noted: Noted) -> ScalarSelect[uuid.UUID] | None:
    """The district that holds the whole place, else the one chosen, else the network of the practice."""
    chosen = or_(Area.slug == noted.district, Area.code == noted.district) & (Area.kind == AreaKind.DISTRICT)
    holds = Area.id.in_(noted.area_ids) & Area.kind.in_((AreaKind.DISTRICT, AreaKind.PCN))
    if not noted.area_ids and not noted.district:
        return None
    # "district" comes before "pcn".
    found = select(Area.id).where(or_(holds, chosen) if noted.district else holds)
    return found.order_by(Area.kind, Area.name).limit(1).scalar_subquery()


def _note_opening(
    token: str, entry_type: EntryType, entry_id: uuid.UUID, now: datetime, connection: Connection
) -> None:
    lives = (LoggedSearch.token == token, LoggedSearch.at > now - TOKEN_LIFE)
    if not connection.execute(update(LoggedSearch).where(*lives).values(was_opened=True)).rowcount:
        return
    names = ["search_id", "entry_id", "entry_type"]
    connection.execute(insert(LoggedOpening).from_select(names, _select_opening(lives, entry_type, entry_id)))


def _select_opening(lives: tuple[Any, ...], entry_type: EntryType, entry_id: uuid.UUID) -> Select[Any]:
    """One row where the entry exists and was not noted yet."""
    model = Service if entry_type == EntryType.SERVICE else Guidance
    noted = exists().where(LoggedOpening.search_id == LoggedSearch.id, LoggedOpening.entry_id == entry_id)
    entry = literal(entry_id, LoggedOpening.entry_id.type), literal(entry_type, LoggedOpening.entry_type.type)
    there = exists().where(model.id == entry_id)
    return select(LoggedSearch.id, *entry).where(*lives, there, ~noted)

"""Notes a search, and what was opened from it: the second of the two exceptions to "a GET changes nothing".
Each in a short transaction of its own. What cannot be written at once is dropped: the page comes first."""

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from flask import current_app
from sqlalchemy import (
    Connection,
    Insert,
    Select,
    String,
    bindparam,
    case,
    exists,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)

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

WAIT_MS = 25
"""How long the writer of another transaction is waited for."""

TOKEN_LIFE = timedelta(hours=1)

_BRIEF = {"busy_timeout": WAIT_MS, "wal_autocheckpoint": 0}

_SEARCH: Any = LoggedSearch.__table__


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
    """Set beside SQLAlchemy, which would begin the transaction, and so wait, before the first statement.

    The request itself is reading meanwhile, so that no commit here could ever fold the write-ahead log back
    whole, and each would try: that is left to the commits of jobs and of staff."""
    driver: Any = connection.connection.driver_connection
    usual = {name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name in _BRIEF}
    for name, value in _BRIEF.items():
        driver.execute(f"PRAGMA {name} = {value}")
    try:
        with connection.begin():
            yield
    finally:
        for name, value in usual.items():
            driver.execute(f"PRAGMA {name} = {value}")


@contextmanager
def _brief_on_postgresql(connection: Connection) -> Iterator[None]:
    """The loss of a note in a crash of the server is cheaper than a wait for its disk."""
    with connection.begin():
        connection.execute(text(f"SET LOCAL lock_timeout TO {WAIT_MS}"))
        connection.execute(text("SET LOCAL synchronous_commit TO off"))
        yield


def _insert(noted: Noted, token: str | None, connection: Connection) -> None:
    search_id, values = uuid.uuid4(), {field.name: getattr(noted, field.name) for field in fields(noted)}
    connection.execute(_insertion(), {**values, "id": search_id, "token": token, "was_opened": False})
    if noted.needs:
        connection.execute(_insertion_of_needs(), {"id": search_id, "needs": list(noted.needs)})


@cache
def _insertion() -> Insert:
    """Made once: putting it together takes longer than running it. The area is the district that holds the
    whole place, else the one chosen, else the network of the practice."""
    given = bindparam("district", type_=String)
    is_chosen = or_(Area.slug == given, Area.code == given) & (Area.kind == AreaKind.DISTRICT)
    holds = Area.id.in_(bindparam("area_ids", expanding=True))
    fits = or_(holds & Area.kind.in_((AreaKind.DISTRICT, AreaKind.PCN)), is_chosen)
    # "district" comes before "pcn".
    first = (Area.kind, case((holds, 0), else_=1), Area.name)
    area = select(Area.id).where(fits).order_by(*first).limit(1).scalar_subquery()
    flags = ("is_crisis", "is_staff", "is_weak", "was_opened")
    names = ("id", "at", "words", "filters", "total", "token", *flags)
    return insert(_SEARCH).values({name: bindparam(name) for name in names} | {"area_id": area})


@cache
def _insertion_of_needs() -> Insert:
    search_id = bindparam("id", type_=_SEARCH.c.id.type)
    wanted = TaxonomyTerm.slug.in_(bindparam("needs", expanding=True))
    needs = select(search_id, TaxonomyTerm.id).join(Taxonomy).where(Taxonomy.slug == "needs", wanted)
    return insert(LoggedSearchNeed).from_select(["search_id", "taxonomy_term_id"], needs)


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

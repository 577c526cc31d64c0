"""The Flask extensions, made once and bound in create_app(). Imports no feature."""

import sqlite3
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, MetaData, Uuid, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator
from werkzeug.local import LocalProxy

from directory.command_line import add_commands

View = TypeVar("View", bound=Callable[..., Any])

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time on every engine. SQLite would give it back naive; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={datetime: UtcDateTime(), uuid.UUID: Uuid()},
    )


db = SQLAlchemy(model_class=Base)
login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)

# SQLite has one writer. What will write takes the lock when its transaction begins, so that it
# can never fail half-way with "database is locked" after reading; what only reads never waits.
_will_write: ContextVar[bool] = ContextVar("will_write", default=False)


def expect_writes(will_write: bool = True) -> None:
    """Say, before the first query, whether transactions of this request or command will write."""
    _will_write.set(will_write)


def only_reads(view: View) -> View:
    """Marks an endpoint whose POST carries a question in its body and changes nothing, so that it takes no
    write lock. A guard test names each."""
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def _expect_writes_of_request() -> None:
    is_safe = request.method in ("GET", "HEAD", "OPTIONS")
    view = current_app.view_functions.get(request.endpoint or "")
    expect_writes(not is_safe and not getattr(view, "only_reads", False))


def _prepare_sqlite(dbapi_connection: Any, _record: Any) -> None:
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    # The driver's own BEGIN is turned off: _begin_sqlite says which kind it is to be.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=20000",
        "cache_size=-16000",
        # What was deleted is written over, however SQLite was built.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _will_write.get() else "BEGIN")


event.listen(Engine, "connect", _prepare_sqlite)
event.listen(Engine, "begin", _begin_sqlite)


def init_app(app: Flask) -> None:
    db.init_app(app)
    app.extensions["migrate"] = LocalProxy(partial(_bind_migrations, app))
    add_commands(app, "db", "flask_migrate.cli:db", "Changes to the tables.")
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(_expect_writes_of_request)


def _bind_migrations(app: Flask) -> Any:
    """When they are first asked for: web workers never do, and Alembic is a quarter of their start."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(Path(__file__).parent / "models" / "migrations"))
    return app.extensions["migrate"]

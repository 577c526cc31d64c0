"""Runs migrations on the application's own engine, in one transaction on either database."""

from typing import Any

from alembic import context
from flask import current_app

import directory.models  # noqa: F401
from directory.extensions import UtcDateTime, db, expect_writes
from directory.models.codes import Codes

# Tables that are filled by swapping a new one in, or that the database keeps for itself.
_FOREIGN_TABLES = ("spatial_ref_sys", "sqlite_sequence")


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Our column types by what they are in the database, so that old migrations need no old code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Codes):
        return "sa.JSON()"
    return False


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    return kind != "table" or name not in _FOREIGN_TABLES


def run() -> None:
    expect_writes()
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # SQLite alters a table by making it anew: with keys enforced, dropping the old one would
            # delete every row that points at it. The pragma works only outside a transaction. The connection
            # does not go back to the pool: what comes next in this process needs the keys.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            connection.detach()
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            include_name=include_name,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()


run()

"""Replaces the table of postcodes in one step. The new rows are written into a table beside it, which nobody
reads; when it is complete, it takes the old one's name within the caller's transaction. Readers see the old
rows until that commits, then the new ones, and never an empty or half-filled table."""

import secrets
from collections.abc import Sequence
from typing import Any, Self

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from directory.extensions import db
from directory.models import Postcode
from directory.places.loading.files import LoadRefused
from directory.places.loading.postcode_rows import PostcodeRow

_PREFIX = "postcode_incoming_"
_COLUMNS = "postcode, latitude, longitude, district_code, ward_code"
_TWICE = "The files name a postcode twice. Nothing was changed."


class StagedPostcodes:
    """Fill it as a context manager, outside any transaction; then put it in place. Each chunk is committed on
    a connection of its own, so that on SQLite other writers wait for a chunk and not for the whole load. A
    failure removes the new table; what a killed load left behind, the next one removes."""

    def __init__(self) -> None:
        # A name of its own, so that two loads at once cannot mix their rows.
        self.table = f"{_PREFIX}{secrets.token_hex(4)}"
        self._is_sqlite = db.engine.dialect.name == "sqlite"

    def __enter__(self) -> Self:
        if db.session().in_transaction():
            raise RuntimeError("postcodes are staged before the transaction that puts them in place")
        leftovers = [name for name in inspect(db.engine).get_table_names() if name.startswith(_PREFIX)]
        with db.engine.begin() as connection:
            for name in leftovers:
                connection.execute(text(f"DROP TABLE {name}"))
            connection.execute(text(self._creation()))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            return
        with db.engine.begin() as connection:
            connection.execute(text(f"DROP TABLE IF EXISTS {self.table}"))

    def add(self, rows: Sequence[PostcodeRow]) -> None:
        """Raises LoadRefused where a postcode comes a second time (on PostgreSQL, finish() does)."""
        if not rows:
            return
        with db.engine.begin() as connection:
            if self._is_sqlite:
                self._insert(connection, rows)
            else:
                self._copy(connection, rows)

    def finish(self) -> None:
        if self._is_sqlite:
            return
        key = f"ALTER TABLE {self.table} ADD CONSTRAINT pk_{self.table} PRIMARY KEY (postcode)"
        try:
            with db.engine.begin() as connection:
                connection.execute(text(key))
                connection.execute(text(f"ANALYZE {self.table}"))
        except IntegrityError as error:
            raise LoadRefused(_TWICE) from error

    def put_in_place(self) -> None:
        """Within the session's transaction, which the caller commits."""
        db.session.execute(text("DROP TABLE postcode"))
        db.session.execute(text(f"ALTER TABLE {self.table} RENAME TO postcode"))
        if not self._is_sqlite:
            db.session.execute(text(f"ALTER TABLE postcode RENAME CONSTRAINT pk_{self.table} TO pk_postcode"))

    def _creation(self) -> str:
        if not self._is_sqlite:
            # The key is added when all rows are there: one sort instead of an index kept up to date.
            return f"CREATE TABLE {self.table} (LIKE postcode INCLUDING DEFAULTS)"
        create = str(CreateTable(Postcode.__table__).compile(db.engine))  # type: ignore[arg-type]
        return create.replace("CREATE TABLE postcode ", f"CREATE TABLE {self.table} ", 1)

    def _insert(self, connection: Connection, rows: Sequence[PostcodeRow]) -> None:
        insert = f"INSERT INTO {self.table} ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - our own name
        try:
            connection.exec_driver_sql(insert, list(rows))
        except IntegrityError as error:
            raise LoadRefused(_TWICE) from error

    def _copy(self, connection: Connection, rows: Sequence[PostcodeRow]) -> None:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {self.table} ({_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

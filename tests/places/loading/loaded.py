"""Loads files as the command does, and looks at what it left in the tables."""

from datetime import date
from pathlib import Path

from sqlalchemy import func, inspect, select

from directory.extensions import db
from directory.models import Postcode
from directory.places.loading.load import Summary, load_places

ON = date(2024, 11, 1)


def load(*paths: Path, **values: object) -> Summary:
    """Loads and commits, from a session without an open transaction, as the command does."""
    db.session.commit()
    summary = load_places(paths, report=lambda *_: None, on=ON, **values)
    db.session.commit()
    return summary


def write(path: Path, *lines: str) -> Path:
    path.write_text("\r\n".join(lines))
    return path


def list_postcodes() -> list[str]:
    return list(db.session.scalars(select(Postcode.postcode).order_by(Postcode.postcode)))


def list_staged() -> list[str]:
    names = inspect(db.session.connection()).get_table_names()
    return [name for name in names if name.startswith("postcode_incoming")]


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))

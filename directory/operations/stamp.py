"""What a start remembers of the last one: that nothing is left to prepare. Imports nothing heavy."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from directory.config import ROOT

_SOURCES = (ROOT / "directory" / "models" / "migrations" / "versions", ROOT / "seed")


def is_prepared(settings: Mapping[str, Any]) -> bool:
    """Only ever true of SQLite: the database of another machine may have changed meanwhile. Never true while
    a restore is unfinished."""
    folder = Path(settings["INSTANCE_DIR"])
    database = Path(settings["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    try:
        is_same = _stamp(folder).read_text() == _describe(settings)
    except OSError:
        return False
    is_restoring = (folder / "restoring").exists()
    return is_same and not is_restoring and database.exists() and any((folder / "search").glob("*/*"))


def remember_prepared(settings: Mapping[str, Any]) -> None:
    folder = Path(settings["INSTANCE_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    _stamp(folder).write_text(_describe(settings))


def _stamp(folder: Path) -> Path:
    return folder / "prepared"


def _describe(settings: Mapping[str, Any]) -> str:
    """Changes with the settings that count, and with any file that a preparation reads."""
    files = sorted(path for source in _SOURCES for path in source.rglob("*.*") if path.suffix != ".pyc")
    states = [f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files]
    states += [settings["ENVIRONMENT"], settings["SQLALCHEMY_DATABASE_URI"]]
    return hashlib.sha256("\n".join(states).encode()).hexdigest()

"""The text engine stays behind the door of this room."""

import ast
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
KEPT_INSIDE = {"whoosh"}
WHOOSH_FILES = {"arrays/analysis.py", "index/schema.py", "index/writing.py", "index/decode.py"}


def imported_packages(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_whoosh_is_imported_by_the_search_room_only():
    room = PROJECT / "directory" / "search"
    files = list((PROJECT / "directory").rglob("*.py"))
    strangers = [file for file in files if room not in file.parents and imported_packages(file) & KEPT_INSIDE]
    assert strangers == []
    assert any(imported_packages(file) & KEPT_INSIDE for file in files)


def test_whoosh_is_touched_in_four_files():
    room = PROJECT / "directory" / "search"
    touched = {
        str(file.relative_to(room)) for file in room.rglob("*.py") if "whoosh" in imported_packages(file)
    }
    assert touched == WHOOSH_FILES

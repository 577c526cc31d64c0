"""The rules that keep the code small and its parts in their rooms (docs/architecture.md)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = [
    path
    for folder in ("directory", "benchmarks", "scripts", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "versions" not in path.parts
]
PRODUCT = [path for path in CODE if path.is_relative_to(ROOT / "directory")]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

LONGEST_FUNCTION = 40
LONGEST_FILE = 300


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def list_functions(path: Path) -> list[tuple[str, int]]:
    """Each function with the lines it takes, its decorators and docstring included."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)]
    return [(f"{name(path)}:{node.name}", node.end_lineno - node.lineno + 1) for node in found]


def find_lines(paths: list[Path], pattern: str) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{name(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if wanted.search(line)
    ]


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = [found for path in CODE for found in list_functions(path) if found[1] > LONGEST_FUNCTION]
    assert too_long == []


def test_nine_in_ten_functions_are_short() -> None:
    lengths = [length for path in PRODUCT for _, length in list_functions(path)]
    assert sum(length <= 20 for length in lengths) / len(lengths) >= 0.9


def test_no_file_is_too_long() -> None:
    lengths = [(name(path), len(path.read_text().splitlines())) for path in PRODUCT]
    assert [found for found in lengths if found[1] > LONGEST_FILE] == []


def test_views_neither_query_nor_write_themselves() -> None:
    views = [
        path for path in PRODUCT if path.stem.endswith("views") or path.parent.name in ("pages", "views")
    ]
    assert views
    assert find_lines(views, r"\bselect\(|session\.(add|delete|execute|scalar)|\.query\(") == []


def test_nothing_is_called_utils_or_manager() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
    assert [name(path) for path in CODE if vague & {*path.parts, path.stem}] == []
    assert find_lines(PRODUCT, r"^\s*def handle_|^class \w+(Manager|Helper|Util)\b") == []


@pytest.mark.parametrize(
    ("stem", "pattern"),
    [("queries", r"(find|list|count|is|has|may|locate|suggest)_\w+"), ("actions", r"[a-z]+_\w+")],
)
def test_queries_and_actions_are_named_for_what_they_do(stem: str, pattern: str) -> None:
    named = []
    for path in PRODUCT:
        if path.stem == stem:
            tree = ast.parse(path.read_text())
            named += [(name(path), node.name) for node in tree.body if isinstance(node, ast.FunctionDef)]
    public = [found for found in named if not found[1].startswith("_")]
    assert public
    assert [found for found in public if not re.fullmatch(pattern, found[1])] == []


def test_only_the_settings_read_the_environment() -> None:
    """Handing the environment on to a child process is not reading it."""
    others = [path for path in PRODUCT if path.name != "config.py"]
    assert find_lines(others, r"os\.environ(\[|\.get\b|\.items|\.keys)|getenv") == []


@pytest.mark.parametrize(
    ("library", "room"), [("geopy", "places"), ("whoosh", "search"), ("numpy", "search")]
)
def test_a_library_stays_in_its_room(library: str, room: str) -> None:
    others = [path for path in PRODUCT if not path.is_relative_to(ROOT / "directory" / room)]
    assert find_lines(others, rf"^\s*(import|from) {library}\b") == []


def test_rooms_import_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_templates_carry_no_inline_style_script_or_handler() -> None:
    assert TEMPLATES
    assert find_lines(TEMPLATES, r"(?i)<style|\sstyle\s*=|<[^>]*\son[a-z]+\s*=|javascript:") == []
    scripts = find_lines(TEMPLATES, r"<script(?![^>]*\ssrc=)(?![^>]*application/json)")
    assert scripts == []


def test_templates_never_mark_text_as_safe() -> None:
    """Sanitised Markdown is marked where it is made, in Python."""
    assert find_lines(TEMPLATES, r"\|\s*safe\b|autoescape\s+false|\bhtml\s*:\s*\w") == []

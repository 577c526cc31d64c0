"""One module makes `tel:` and `sms:` links; those written by hand in a page are what it would make."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from directory.telephone.cells import read_telephone

ROOT = Path(__file__).resolve().parents[2]
MAKER = ROOT / "directory" / "telephone" / "cells.py"
_SCHEME = re.compile(r"(?<![\w-])(?:tel|sms):")
_BY_HAND = re.compile(
    r'"((?:tel|sms):\d[^"{}]*)"(?:, "([^"{}~]*)"(?=\))|(?: [^>]*)?>([^<{}]*)</a>)',
)


def list_sources() -> list[Path]:
    found = [path for room in ("templates", "directory") for path in (ROOT / room).rglob("*")]
    wanted = {".html", ".txt", ".py", ".js", ".xml"}
    return [one for one in found if one.suffix in wanted and "vendor" not in one.parts and one != MAKER]


def test_no_link_is_made_elsewhere_or_rings_what_it_does_not_show() -> None:
    wrong = [text for path in list_sources() for text in _list_faults(path)]
    assert wrong == []


def _list_faults(path: Path) -> Iterator[str]:
    source, name = _strip_docstrings(path), path.relative_to(ROOT)
    by_hand = [(address, said or words) for address, said, words in _BY_HAND.findall(source)]
    if len(_SCHEME.findall(source)) != len(by_hand):
        yield f"{name}: a link is put together here; use read_telephone()"
    for address, words in by_hand:
        if read_telephone(words).address != html.unescape(address):
            yield f"{name}: {address} is shown as {words}"


def test_there_are_links_by_hand_to_look_at() -> None:
    found = [path for path in list_sources() if _BY_HAND.search(path.read_text("utf-8"))]
    assert len(found) > 5


def _strip_docstrings(path: Path) -> str:
    source = path.read_text("utf-8")
    return re.sub(r'""".*?"""', "", source, flags=re.S) if path.suffix == ".py" else source

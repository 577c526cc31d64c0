"""The panels of urgent help, read once from seed/language/panels.yaml: their words, ways and marks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from directory.search.crisis.phrases import Phrases
from directory.search.crisis.plain_form import Spellings, read_spellings
from directory.telephone.cells import read_telephone

SOURCE = Path(__file__).resolve().parents[3] / "seed" / "language" / "panels.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FEW = "){0,6}"
KINDS = ("danger", "despair", "condition")


@dataclass(frozen=True, slots=True)
class Line:
    """Who answers, and how to reach them. `link` is empty for a line that a setting names. `ages` is "young"
    for lines that come first for a person under 18, and "adults" for those that are not for one."""

    slug: str
    link: str
    label: str
    words: str
    setting: str = ""
    ages: str = ""


Way = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel. Each of `ways` is one or more lines side by side. `notice` is the short line that leads
    from ordinary results to urgent help. `look_for` is searched for where a condition's name finds nothing,
    and `look_also` besides the words."""

    slug: str
    heading: str
    intro: str
    after: str
    ways: tuple[Way, ...]
    more: tuple[Line, ...]
    marks: tuple[str, ...]
    notice: str
    notice_line: Line | None
    leaves_quickly: bool
    look_for: str
    look_also: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases of each kind, tagged with the slug of their panel, and words that belong to no panel."""

    danger: Phrases
    despair: Phrases
    condition: Phrases
    harmless: Phrases
    bereaved: Phrases
    topics: Phrases
    causes: Phrases
    under_18: Phrases
    spellings: Spellings


def read_panels(source: Path = SOURCE) -> tuple[dict[str, Panel], Vocabulary]:
    """Returns the panels by slug, most pressing first, and the words around them."""
    data = yaml.load(source.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  it is a safe one
    words = data["words"]
    lines = {slug: _read_line(slug, line) for slug, line in data["lines"].items()}
    panels = {item["slug"]: _read_panel(item, lines) for item in data["panels"]}
    vocabulary = Vocabulary(
        **{kind: _compile_panels(data["panels"], kind, words) for kind in KINDS},
        harmless=_compile(data["harmless"], words),
        bereaved=_compile(data["bereaved_first"], words),
        topics=_compile(data["topics"], words),
        causes=_compile(data["causes"], words),
        under_18=_compile(data["under_18"], words),
        spellings=read_spellings(data, _list_phrases(data, words)),
    )
    return panels, vocabulary


def _read_panel(item: dict[str, Any], lines: Mapping[str, Line]) -> Panel:
    ways = [way if isinstance(way, list) else [way] for way in item["ways"]]
    notice_way = item.get("line_way")
    return Panel(
        slug=item["slug"],
        heading=item["heading"],
        intro=item.get("intro", ""),
        after=item.get("after", ""),
        ways=tuple(tuple(_find_line(one, lines) for one in way) for way in ways),
        more=tuple(_find_line(one, lines) for one in item.get("more", ())),
        marks=tuple(item["marks"]),
        notice=item.get("line", ""),
        notice_line=lines[notice_way] if notice_way else None,
        leaves_quickly=item.get("leaves_quickly", False),
        look_for=item.get("look_for", ""),
        look_also=item.get("look_also", ""),
    )


def _read_line(slug: str, line: dict[str, Any]) -> Line:
    """The link comes from the number that is shown, so that the two cannot differ."""
    words = line.get("words", "")
    ages = next((one for one in ("young", "adults") if line.get(one)), "")
    if "setting" in line:
        return Line(slug, "", "", words, line["setting"], ages)
    if "visit" in line:
        return Line(slug, line["visit"], line["name"], words, ages=ages)
    label = f"Text {line['text']} to {line['to']}" if "text" in line else f"Call {line['call']}"
    return Line(slug, read_telephone(label).address, label, words, ages=ages)


def _find_line(written: str | dict[str, str], lines: Mapping[str, Line]) -> Line:
    """A line by its slug, or with words of this panel's own."""
    if isinstance(written, str):
        return lines[written]
    line = lines[written["line"]]
    return replace(line, words=written.get("words", line.words))


def _compile(text: str, words: Mapping[str, str]) -> Phrases:
    """One phrase a line; {name} stands for the alternatives of that name."""
    return Phrases(("", line) for line in _list_lines(text, words))


def _compile_panels(panels: Sequence[dict[str, str]], kind: str, words: Mapping[str, str]) -> Phrases:
    return Phrases(
        (panel["slug"], line) for panel in panels for line in _list_lines(panel.get(kind, ""), words)
    )


def _list_phrases(data: dict[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    """Yields every phrase that opens a panel."""
    for panel in data["panels"]:
        for kind in KINDS:
            yield from _list_lines(panel.get(kind, ""), words)


def _list_lines(text: str, words: Mapping[str, str]) -> list[str]:
    return [_fill(line.strip(), words) for line in text.splitlines() if line.strip()]


def _fill(line: str, words: Mapping[str, str]) -> str:
    """A repetition ends after a few words, so that no text takes long to read."""
    line = line.removesuffix("|").replace(")*", _FEW)
    for name, alternatives in words.items():
        line = line.replace(f"{{{name}}}", f"(?:{alternatives})")
    return line

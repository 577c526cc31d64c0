"""The panels of urgent help, read once from seed/language/panels.yaml: their words, ways and marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from directory.search.crisis.phrases import Phrases

SOURCE = Path(__file__).resolve().parents[3] / "seed" / "language" / "panels.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KINDS = ("danger", "despair", "condition")


@dataclass(frozen=True, slots=True)
class Line:
    """Who answers, and how to reach them. `link` is empty for a line that a setting names."""

    slug: str
    link: str
    label: str
    words: str
    setting: str = ""


Way = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel. Each of `ways` is one or more lines side by side. `notice` is the short line that leads from
    ordinary results to urgent help."""

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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases of each kind, tagged with the slug of their panel, and words that belong to no panel.
    `misspelt` maps a near miss to the word that is meant."""

    danger: Phrases
    despair: Phrases
    condition: Phrases
    harmless: Phrases
    bereaved: Phrases
    topics: Phrases
    causes: Phrases
    under_18: Phrases
    misspelt: Mapping[str, str]


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
        misspelt=_list_near_misses(data["often_misspelt"], data["spelt_right"]),
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
    )


def _read_line(slug: str, line: dict[str, str]) -> Line:
    """The link comes from the number that is shown, so that the two cannot differ."""
    words = line.get("words", "")
    if "setting" in line:
        return Line(slug, "", "", words, line["setting"])
    if "visit" in line:
        return Line(slug, line["visit"], line["name"], words)
    if "text" in line:
        address = f"sms:{line['to']}?&body={line['text']}"
        return Line(slug, address, f"Text {line['text']} to {line['to']}", words)
    return Line(slug, f"tel:{line['call'].replace(' ', '')}", f"Call {line['call']}", words)


def _find_line(written: str | dict[str, str], lines: Mapping[str, Line]) -> Line:
    """A line by its slug, or with words of this panel's own."""
    if isinstance(written, str):
        return lines[written]
    line = lines[written["line"]]
    return Line(line.slug, line.link, line.label, written.get("words", line.words), line.setting)


def _compile(text: str, words: Mapping[str, str]) -> Phrases:
    """One phrase a line; {name} stands for the alternatives of that name."""
    return Phrases(("", line) for line in _list_lines(text, words))


def _compile_panels(panels: Sequence[dict[str, str]], kind: str, words: Mapping[str, str]) -> Phrases:
    return Phrases(
        (panel["slug"], line) for panel in panels for line in _list_lines(panel.get(kind, ""), words)
    )


def _list_lines(text: str, words: Mapping[str, str]) -> list[str]:
    return [_fill(line.strip(), words) for line in text.splitlines() if line.strip()]


def _fill(line: str, words: Mapping[str, str]) -> str:
    line = line.removesuffix("|")
    for name, alternatives in words.items():
        line = line.replace(f"{{{name}}}", f"(?:{alternatives})")
    return line


def _list_near_misses(words: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """Every spelling that is one letter away from one of these words: missing, doubled, wrong, exchanged;
    but not `others`, which are words too."""
    near: dict[str, str] = {}
    for word in words:
        for at in range(1, len(word) + 1):
            head, tail = word[:at], word[at:]
            made = {head + letter + tail for letter in _LETTERS}
            if tail:
                made |= {head + tail[1:]} | {head + letter + tail[1:] for letter in _LETTERS}
                made |= {head[:-1] + tail[0] + head[-1] + tail[1:]}
            near |= dict.fromkeys(made - {*words, *others}, word)
    return near


_LETTERS = "abcdefghijklmnopqrstuvwxyz"

"""What a text says of a crisis: which panels, and whether it is danger, despair or a condition's name."""

import re
from enum import StrEnum
from typing import NamedTuple

from directory.search.crisis.panels import Panel, read_panels

PANELS, _VOCABULARY = read_panels()


class CrisisKind(StrEnum):
    """Danger hides the ordinary results; despair keeps help for the cause that was named; a condition's name
    keeps all results and adds a short line to urgent help."""

    DANGER = "danger"
    DESPAIR = "despair"
    CONDITION = "condition"


class CrisisMatch(NamedTuple):
    """What the words are about, most pressing first. The words themselves are not kept."""

    categories: tuple[str, ...]
    kind: CrisisKind = CrisisKind.DANGER
    is_under_18: bool = False

    @property
    def category(self) -> str:
        return self.categories[0]

    @property
    def is_danger(self) -> bool:
        return self.kind == CrisisKind.DANGER

    @property
    def has_panel(self) -> bool:
        return self.kind != CrisisKind.CONDITION

    @property
    def panels(self) -> tuple[Panel, ...]:
        return tuple(PANELS[category] for category in self.categories)

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of which an entry must bear one to be shown under the panel."""
        shown = self.panels[:2]
        return tuple(dict.fromkeys(mark for panel in shown for mark in panel.marks))

    def list_numbers(self) -> list[str]:
        """The digits of the numbers that its panels name, in order."""
        lines = [line for panel in self.panels[:2] for way in (*panel.ways, panel.more) for line in way]
        return [re.sub(r"\D", "", line.label) for line in lines if not line.link.startswith("http")]


def match_crisis(text: str, correction: str = "") -> CrisisMatch | None:
    """Returns the crisis that `text` speaks of, or None. `correction` is how a spell checker would write it:
    it can add a panel, and never takes one away."""
    found = _match(text)
    corrected = _match(correction) if correction and correction != text else None
    return found if corrected is None or (found and found.has_panel) else corrected


def take_despair_out(text: str) -> str:
    """Returns what is left of `text` without its words of despair, in plain form: the cause to find help for.
    All of `text` where nothing else was said."""
    left = _VOCABULARY.despair.take_out(_VOCABULARY.spellings.write_plainly(text))
    left = " ".join(left.replace(" . ", " ").split())
    return left if _VOCABULARY.causes.find_tags(left) else text


def _match(text: str) -> CrisisMatch | None:
    plain = _VOCABULARY.spellings.write_plainly(text)
    said = _VOCABULARY.harmless.take_out(plain)
    if not said.strip(" ."):
        return None
    # A death that has happened is taken out first, so that "my dad killed himself" is heard as grief,
    # and anything more that was said is still heard. So is a topic: a group, a course, a charity.
    apart = _VOCABULARY.bereaved.take_out(said)
    left = _VOCABULARY.topics.take_out(apart)
    in_danger, in_despair = _VOCABULARY.danger.find_tags(left), _VOCABULARY.despair.find_tags(left)
    grief = {"bereaved"} if apart != said else set()
    is_under_18 = bool(_VOCABULARY.under_18.find_tags(said))
    if in_danger or in_despair:
        is_danger = bool(in_danger) or not _names_cause(plain, in_despair)
        kind = CrisisKind.DANGER if is_danger else CrisisKind.DESPAIR
        ordered = (*_in_order(in_danger), *_in_order(in_despair - in_danger), *_in_order(grief - in_danger))
        return CrisisMatch(ordered, kind, is_under_18)
    topics = grief | _VOCABULARY.condition.find_tags(said) | _VOCABULARY.danger.find_tags(apart)
    if left != apart:
        topics = topics or {"crisis"}
    return CrisisMatch(_in_order(topics), CrisisKind.CONDITION, is_under_18) if topics else None


def _in_order(slugs: set[str]) -> tuple[str, ...]:
    return tuple(slug for slug in PANELS if slug in slugs)


def _names_cause(said: str, despair: set[str]) -> bool:
    """A cause is named beside the words of despair, or is what they are about ("no food in the house")."""
    return bool(despair & _ARE_CAUSES or _VOCABULARY.causes.find_tags(_VOCABULARY.despair.take_out(said)))


_ARE_CAUSES = frozenset({"no_heat_or_food", "lost_baby", "child_in_care"})

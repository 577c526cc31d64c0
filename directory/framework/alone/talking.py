"""The conversation as somebody has it alone: what is asked about each area of need in which they ticked
something, and what their answers come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.framework.alone.typed import Typed, name_answer, name_way
from directory.framework.levels.parts import Level, Question
from directory.framework.levels.suggesting import list_questions_for, suggest_level
from directory.listings.needs import Need

# The steps of the conversation as the person reads them.
OWN_STEPS = {
    "what_matters": "What matters to you",
    "goals": "What you would like to do",
    "strengths": "What you are good at",
    "around_them": "What and who you have around you",
}


@dataclass(frozen=True, slots=True)
class Way:
    """How to go about it. `reasons` is empty where the person chose it, or no answer asks for help."""

    level: Level
    reasons: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OwnTalk:
    """About one area of need. `ticked` are the needs below it that were ticked, or the area alone. `way`
    None: nothing was answered or chosen."""

    area: Need
    ticked: tuple[Need, ...]
    questions: tuple[Question, ...]
    answers: dict[str, bool]
    way: Way | None

    @property
    def name(self) -> str:
        """ "Housing: Repairs, Eviction"."""
        below = ", ".join(need.name for need in self.ticked if need is not self.area)
        return f"{self.area.name}: {below}" if below else self.area.name

    def name_answer(self, question: Question) -> str:
        return name_answer(self.area.slug, question.slug)

    @property
    def first(self) -> list[str]:
        """What cannot wait, from the answers."""
        asked = [one for one in self.questions if self.answers.get(one.slug) is one.when]
        return [one.own_first for one in asked if one.own_first]

    @property
    def way_name(self) -> str:
        return name_way(self.area.slug)


def list_talks(typed: Typed, questions: Sequence[Question], levels: Sequence[Level]) -> list[OwnTalk]:
    """One for each area, however many of its needs are ticked: nobody is asked the same twice. Those with
    an answer or a chosen way come first."""
    by_area: dict[str, list[Need]] = {}
    for need in typed.needs:
        by_area.setdefault(_find_area(need).slug, []).append(need)
    talks = [_make_talk(typed, needs, questions, levels) for needs in by_area.values()]
    return sorted(talks, key=lambda talk: talk.way is None)


def _make_talk(
    typed: Typed, needs: Sequence[Need], questions: Sequence[Question], levels: Sequence[Level]
) -> OwnTalk:
    """A question without words for the person is not asked. An area
    is ticked itself only where no need is below it."""
    area = _find_area(needs[0])
    below = tuple(need for need in needs if need is not area)
    slugs = frozenset(slug for need in needs for slug in _list_slugs_above(need))
    asked = tuple(one for one in list_questions_for(questions, slugs) if one.own_ask)
    answers = {
        slug: said
        for slug, said in typed.answers.get(area.slug, {}).items()
        if slug in {one.slug for one in asked}
    }
    way = _find_way(typed.ways.get(area.slug, ""), asked, answers, levels)
    return OwnTalk(area, below or (area,), asked, answers, way)


def _find_way(
    chosen: str, asked: Sequence[Question], answers: dict[str, bool], levels: Sequence[Level]
) -> Way | None:
    own = next((level for level in levels if level.slug == chosen and level.own_way), None)
    if own:
        return Way(own, (), True)
    suggestion = suggest_level(levels, asked, answers)
    if suggestion is None or not suggestion.level.own_way:
        return None
    return Way(suggestion.level, suggestion.own_reasons, False)


def _find_area(need: Need) -> Need:
    return need if need.parent is None else _find_area(need.parent)


def _list_slugs_above(need: Need) -> list[str]:
    return [need.slug, *(_list_slugs_above(need.parent) if need.parent else ())]

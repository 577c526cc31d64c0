"""From yes and no to a level, with the reasons in words. Never a score: the most help that any answer asks
for, and staff may choose another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.framework.levels.parts import Level, Question


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`because`: the questions whose answers ask for help."""

    level: Level
    because: tuple[Question, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(question.why for question in self.because)

    @property
    def own_reasons(self) -> tuple[str, ...]:
        """As the person is told."""
        return tuple(question.own_why for question in self.because)

    @property
    def why(self) -> str:
        if not self.reasons:
            return "No answer says that more help is needed."
        return f"The person {'; '.join(self.reasons)}."


def suggest_level(
    levels: Sequence[Level], questions: Sequence[Question], answers: Mapping[str, bool]
) -> Suggestion | None:
    """None where nothing was answered, or no level is known. Unknown questions and levels count for
    nothing."""
    ranks = {level.slug: level for level in levels}
    answered = [question for question in questions if question.slug in answers]
    if not answered or not levels:
        return None
    speaking = [q for q in answered if answers[q.slug] is q.when and q.level in ranks]
    if not speaking:
        return Suggestion(levels[0], ())
    most = max((ranks[question.level] for question in speaking), key=lambda level: level.rank)
    return Suggestion(most, tuple(speaking))


def list_questions_for(questions: Sequence[Question], need_slugs: frozenset[str]) -> list[Question]:
    """Those asked about a need: `need_slugs` are its own and those of what lies above it."""
    return [q for q in questions if not q.needs or not need_slugs.isdisjoint(q.needs)]

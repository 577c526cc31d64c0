"""What somebody alone has said so far. It travels from page to page in the fields of the forms, by POST, and
stands nowhere else."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from directory.framework.alone.ticks import TickGroup
from directory.framework.levels.parts import Level, Question
from directory.listings.needs import Need
from directory.search.request import LONGEST_TEXT, clean_text

YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Typed:
    """Answers, {slug of question: true or false}, and ways, the slug of a level, are by the slug of an area
    of need; those of an area whose tick was taken away are kept, for when it is set again."""

    needs: tuple[Need, ...]
    place: str
    answers: dict[str, dict[str, bool]]
    ways: dict[str, str]

    def list_fields(self, shown: Container[str]) -> list[tuple[str, str]]:
        """Everything as fields of a form, but those whose names the page itself shows."""
        return [(name, value) for name, value in self._list_all() if value and name not in shown]

    def _list_all(self) -> Iterator[tuple[str, str]]:
        yield from (("need", need.slug) for need in self.needs)
        yield "place", self.place
        for area, answers in self.answers.items():
            yield from ((name_answer(area, slug), "yes" if said else "no") for slug, said in answers.items())
        yield from ((name_way(area), level) for area, level in self.ways.items())


def name_answer(area: str, question: str) -> str:
    return f"q-{area}-{question}"


def name_way(area: str) -> str:
    return f"way-{area}"


def read_typed(
    form: MultiDict[str, str],
    groups: Sequence[TickGroup],
    questions: Sequence[Question],
    levels: Sequence[Level],
) -> Typed:
    """What is not among these counts as left out."""
    known = {tick.need.slug: tick.need for group in groups for tick in group.ticks}
    areas = [group.area.slug for group in groups]
    ways = {level.slug for level in levels}
    answers = {area: _read_answers(form, area, questions) for area in areas}
    chosen = {area: form.get(name_way(area), "") for area in areas}
    return Typed(
        tuple(known[slug] for slug in dict.fromkeys(form.getlist("need")) if slug in known),
        clean_text(form.get("place", ""))[:LONGEST_TEXT],
        {area: given for area, given in answers.items() if given},
        {area: level for area, level in chosen.items() if level in ways},
    )


def _read_answers(form: MultiDict[str, str], area: str, questions: Sequence[Question]) -> dict[str, bool]:
    given = {one.slug: form.get(name_answer(area, one.slug), "") for one in questions}
    return {slug: YES_NO[answer] for slug, answer in given.items() if answer in YES_NO}

"""Answers at the start and at the end, all of them optional."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.framework.levels.parts import MeasureQuestion
from directory.framework.levels.queries import list_measures
from directory.framework.records.actions import WRONG
from directory.models import Measure, SupportRecord, User
from directory.models.codes import MeasureMoment

HIGHEST = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what was typed for each moment, and what is saved; "" where it was not answered."""

    question: MeasureQuestion
    answers: dict[MeasureMoment, str]
    saved: dict[MeasureMoment, str]


def list_asked(record: SupportRecord, typed: Mapping[str, str] | None = None) -> list[Asked]:
    """As it is saved, or as it was `typed`: names are "start-happy"."""
    saved = {f"{one.moment.value}-{one.question}": str(one.answer) for one in record.measures}
    given = typed if typed is not None else saved

    def choose(answers: Mapping[str, str], slug: str) -> dict[MeasureMoment, str]:
        return {moment: answers.get(f"{moment.value}-{slug}", "") for moment in MeasureMoment}

    return [Asked(one, choose(given, one.slug), choose(saved, one.slug)) for one in list_measures()]


def save_measures(*, actor: User, record: SupportRecord, typed: Mapping[str, str]) -> None:
    """Empty takes an answer away. A question the form did not have keeps its answer. "was-" and a name hold
    what stood there when the page was opened: what only somebody else changed since stays as they left it,
    and what both changed is a problem. Raises InvalidData."""
    have = {(one.moment, one.question): one for one in record.measures}
    problems: dict[str, str] = {}
    for question in list_measures():
        for moment in MeasureMoment:
            name, row = f"{moment.value}-{question.slug}", have.get((moment, question.slug))
            if name not in typed or _is_left(name, typed):
                continue
            if _is_overtaken(name, typed, row):
                saved = row.answer if row else "nothing"
                problems[name] = f"Somebody else saved {saved} here meanwhile. Choose, and save again."
                continue
            _save_one(record, row, moment, question, typed[name], problems)
    if problems:
        raise InvalidData(WRONG, problems)
    record.still_open_asked_at = None
    audit.record("support_record.measures_saved", actor, record)
    db.session.flush()


def _is_left(name: str, typed: Mapping[str, str]) -> bool:
    return f"was-{name}" in typed and typed[name].strip() == typed[f"was-{name}"]


def _is_overtaken(name: str, typed: Mapping[str, str], row: Measure | None) -> bool:
    saved = str(row.answer) if row else ""
    return f"was-{name}" in typed and saved not in (typed[f"was-{name}"], typed[name].strip())


def list_low(record: SupportRecord) -> list[MeasureQuestion]:
    """The questions whose latest answer is one to act on."""
    latest: dict[str, Measure] = {}
    for one in sorted(record.measures, key=lambda one: list(MeasureMoment).index(one.moment)):
        latest[one.question] = one
    questions = list_measures()
    return [one for one in questions if one.slug in latest and one.is_low(latest[one.slug].answer)]


def _save_one(
    record: SupportRecord,
    row: Measure | None,
    moment: MeasureMoment,
    question: MeasureQuestion,
    text: str,
    problems: dict[str, str],
) -> None:
    text = text.strip()
    if not text:
        if row:
            record.measures.remove(row)
    elif not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= HIGHEST):
        problems[f"{moment.value}-{question.slug}"] = "Choose a number from 0 to 10, or leave it empty."
    elif row:
        row.answer = int(text)
    else:
        record.measures.append(Measure(moment=moment, question=question.slug, answer=int(text)))

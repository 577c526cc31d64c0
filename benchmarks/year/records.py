"""Support records with all their parts, and who opened them."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from benchmarks.year.ground import LEVELS, Row, Year
from directory.extensions import db
from directory.framework.records.access import GIVEN, VIEWED
from directory.framework.records.reference import ALPHABET, make_reference
from directory.models import (
    AuditEvent,
    FollowUp,
    Measure,
    SupportAction,
    SupportRecord,
    SupportRecordEntry,
    SupportRecordNeed,
)
from directory.models.codes import (
    ActionKind,
    Consent,
    ContactWay,
    EntryChoice,
    EntryType,
    FollowUpOutcome,
    MeasureMoment,
)

_QUESTIONS = ("satisfied", "worthwhile", "happy", "anxious")
_TEXTS = ("what_matters", "goals", "strengths", "around_them")


def lay_records(year: Year, many: int) -> list[uuid.UUID]:
    """Three in four are closed and said to be in the care plan; the rest have something to be done."""
    references = {make_reference() for _ in range(many + len(ALPHABET))}
    made = [_lay_record(year, references.pop()) for _ in range(many)]
    year.flush()
    return made


def give_references(actor: uuid.UUID, record_ids: Sequence[uuid.UUID], now: datetime) -> None:
    """As if this person had just typed the reference of each."""
    given = {"event": GIVEN, "actor_id": actor, "subject_type": "supportrecord", "at": now}
    rows = [given | {"subject_id": str(one)} for one in record_ids]
    db.session.execute(AuditEvent.__table__.insert(), rows)  # type: ignore[attr-defined]
    db.session.commit()


def _lay_record(year: Year, reference: str) -> uuid.UUID:
    record_id, (worker, team) = year.make_id(), year.draw.choice(year.ground.workers)
    began, is_open = year.find_moment(), year.draw.random() < 0.25
    closed_at = None if is_open else began + timedelta(days=year.draw.randint(1, 60))
    year.add(
        SupportRecord,
        id=record_id,
        reference=reference,
        team_id=team,
        worker_id=worker,
        area_id=year.draw.choice(year.ground.areas),
        consent=year.draw.choice(list(Consent)),
        created_at=began,
        last_modified=began,
        version=1,
        closed_at=closed_at,
        care_plan_recorded_at=closed_at,
        **{name: year.write_words() for name in _TEXTS},
    )
    _lay_needs_and_entries(year, record_id)
    _lay_work(year, record_id, began, is_open)
    about = {"actor_id": worker, "subject_type": "supportrecord", "subject_id": str(record_id), "at": began}
    for event in (GIVEN, VIEWED, VIEWED):
        year.add(AuditEvent, event=event, **about)
    year.flush_when_many()
    return record_id


def _lay_needs_and_entries(year: Year, record_id: uuid.UUID) -> None:
    draw = year.draw
    for position, term in enumerate(draw.sample(year.ground.terms, draw.choice((1, 1, 2, 3)))):
        row: Row = {"record_id": record_id, "term_id": term, "position": position}
        year.add(SupportRecordNeed, **row, level=draw.choice(LEVELS), answers={"can-contact": True})
    for position, (entry_id, name) in enumerate(draw.sample(year.ground.entries, draw.randint(1, 5))):
        row = {"record_id": record_id, "entry_id": entry_id, "name": name, "position": position}
        choice = draw.choice(list(EntryChoice))
        year.add(SupportRecordEntry, **row, entry_type=EntryType.SERVICE, choice=choice)


def _lay_work(year: Year, record_id: uuid.UUID, began: datetime, is_open: bool) -> None:
    draw = year.draw
    for kind in draw.sample(list(ActionKind), draw.randint(1, 4)):
        helper = draw.choice(year.ground.roles) if kind == ActionKind.ORGANISE_SUPPORT else None
        row: Row = {"record_id": record_id, "kind": kind, "done_on": began.date(), "role": "Support worker"}
        row |= {"way": draw.choice(list(ContactWay)), "result": year.write_words()}
        year.add(SupportAction, **row, support_role_id=helper, recorded_at=began)
    for _ in range(draw.randint(1, 2)):
        _lay_follow_up(year, record_id, began + timedelta(days=14), draw.choice(list(FollowUpOutcome)))
    if is_open:
        _lay_follow_up(year, record_id, year.now + timedelta(days=draw.randint(-20, 60)), None)
    if draw.random() < 0.2:
        for question in _QUESTIONS:
            row = {"record_id": record_id, "moment": MeasureMoment.START, "question": question}
            year.add(Measure, **row, answer=draw.randint(0, 10))


def _lay_follow_up(year: Year, record_id: uuid.UUID, due: datetime, outcome: FollowUpOutcome | None) -> None:
    row: Row = {"record_id": record_id, "due_on": due.date(), "who": "Worker", "what": "Ask how it went"}
    year.add(FollowUp, **row, outcome=outcome, outcome_on=due.date() if outcome else None)

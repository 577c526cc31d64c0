"""Enquiries to the helpline with their needs and outcomes."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import func, select

from benchmarks.year.ground import LEVELS, Row, Year
from directory.extensions import db
from directory.models import Enquiry, EnquiryNeed, EnquiryOutcome, EnquiryOutcomeEntry, EnquiryWord
from directory.models.codes import EntryType, Specialty, Urgency
from directory.models.helpline.codes import (
    EnquiryChannel,
    EnquiryOutcomeKind,
    EnquiryState,
    ReplyWay,
    WhyNotFound,
)


def lay_enquiries(year: Year, many: int) -> list[uuid.UUID]:
    """One in fifty is still to be answered."""
    first = (db.session.scalar(select(func.max(Enquiry.number))) or 0) + 1
    made = [_lay_enquiry(year, number) for number in range(first, first + many)]
    year.flush()
    return made


def _lay_enquiry(year: Year, number: int) -> uuid.UUID:
    draw, enquiry_id, (asker, team) = year.draw, year.make_id(), year.draw.choice(year.ground.workers)
    is_waiting, asked_at = draw.random() < 0.02, year.find_moment()
    at_once = None if is_waiting else draw.random() < 0.6
    minutes = draw.randint(2, 20) if at_once else draw.randint(60, 3_000)
    waiting = draw.choice((EnquiryState.NEW, EnquiryState.OPEN))
    question = year.write_words()
    year.add(
        Enquiry,
        id=enquiry_id,
        number=number,
        state=waiting if is_waiting else EnquiryState.ANSWERED,
        channel=draw.choice(list(EnquiryChannel)),
        asked_at=asked_at,
        created_at=asked_at,
        due_at=asked_at + timedelta(days=1) if is_waiting else None,
        answered_at=None if is_waiting else asked_at + timedelta(minutes=minutes),
        replied_at=None if is_waiting else asked_at + timedelta(minutes=minutes),
        is_answered_at_once=at_once,
        asker_id=asker,
        asker_role="Support worker",
        team_id=team,
        specialty=draw.choice(list(Specialty)),
        reply_way=draw.choice(list(ReplyWay)),
        question=question,
        circumstances=year.write_words(),
        area_id=draw.choice(year.ground.areas),
        level=draw.choice(LEVELS),
        urgency=draw.choice(list(Urgency)),
        handler_id=None
        if waiting == EnquiryState.NEW and is_waiting
        else draw.choice(year.ground.workers)[0],
        answer=None if is_waiting else year.write_words(),
        version=1,
    )
    for word in set(question.lower().rstrip(".").split()):
        year.add(EnquiryWord, word=word, enquiry_id=enquiry_id)
    _lay_needs(year, enquiry_id, None if is_waiting else asked_at + timedelta(minutes=minutes))
    year.flush_when_many()
    return enquiry_id


def _lay_needs(year: Year, enquiry_id: uuid.UUID, ended_at: datetime | None) -> None:
    draw = year.draw
    for position, need in enumerate(draw.sample(year.ground.terms, draw.choice((1, 1, 1, 2)))):
        year.add(EnquiryNeed, enquiry_id=enquiry_id, taxonomy_term_id=need, position=position)
        if ended_at:
            _lay_outcome(year, enquiry_id, need, ended_at)


def _lay_outcome(year: Year, enquiry_id: uuid.UUID, need: uuid.UUID, ended_at: datetime) -> None:
    draw, outcome_id = year.draw, year.make_id()
    kind = draw.choice([EnquiryOutcomeKind.FOUND_ON_SYSTEM, *EnquiryOutcomeKind])
    is_found, is_routed = kind == EnquiryOutcomeKind.FOUND_ON_SYSTEM, kind == EnquiryOutcomeKind.ROUTED
    row: Row = {"id": outcome_id, "enquiry_id": enquiry_id, "kind": kind, "need_id": need}
    row |= {"why_not_found": draw.choice(list(WhyNotFound)) if is_found else None}
    row |= {"support_role_id": draw.choice(year.ground.roles) if kind == EnquiryOutcomeKind.NETWORK else None}
    places = year.ground.destinations
    row["recorded_at"] = ended_at
    year.add(EnquiryOutcome, **row, destination_id=draw.choice(places) if is_routed and places else None)
    if is_found:
        for position, (entry_id, name) in enumerate(draw.sample(year.ground.entries, 2)):
            found: Row = {"outcome_id": outcome_id, "entry_id": entry_id, "name": name, "position": position}
            year.add(EnquiryOutcomeEntry, **found, entry_type=EntryType.SERVICE)

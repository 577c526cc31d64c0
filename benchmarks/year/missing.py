"""Unmet needs, their groups and answers, and proposals to the knowledge officer."""

import uuid
from datetime import timedelta

from benchmarks.year.ground import LEVELS, Row, Year
from directory.models import Proposal, UnmetNeed, UnmetNeedAnswer, UnmetNeedGroup, UnmetNeedTerm
from directory.models.codes import (
    AnswerKind,
    Barrier,
    EntryFault,
    EntryType,
    GroupState,
    Specialty,
    UnmetNeedSource,
    Urgency,
)
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState


def lay_unmet_needs(year: Year, many: int) -> list[uuid.UUID]:
    """One group for about fifteen of them; one in ten waits for the officer. Ids of the groups."""
    groups = [_lay_group(year, number) for number in range(max(many // 15, 2))]
    year.flush()
    for _ in range(many):
        group = None if year.draw.random() < 0.1 else year.draw.choice(groups)
        _lay_unmet_need(year, group)
    year.flush()
    return groups


def lay_proposals(year: Year, many: int) -> None:
    """Corrections of entries, half of them decided."""
    for _ in range(many):
        entry_id, name = year.draw.choice(year.ground.entries)
        row: Row = {"kind": ProposalKind.CORRECTION, "source": ProposalSource.SUPPORT_RECORD, "version": 1}
        row |= {"entry_type": EntryType.SERVICE, "entry_id": entry_id, "entry_name": name}
        row |= {"state": year.draw.choice([ProposalState.OPEN, ProposalState.ACCEPTED])}
        year.add(Proposal, **row, fault=year.draw.choice(list(EntryFault)), created_at=year.find_moment())
    year.flush()


def _lay_group(year: Year, number: int) -> uuid.UUID:
    draw, group_id, at = year.draw, year.make_id(), year.find_moment()
    state = draw.choice((GroupState.GROUPED, GroupState.SENT, GroupState.ANSWERED, GroupState.ANSWERED))
    is_sent = state != GroupState.GROUPED
    year.add(
        UnmetNeedGroup,
        id=group_id,
        name=f"Group {number}: {year.write_words(4)}",
        summary=year.write_words(),
        need_id=draw.choice(year.ground.terms),
        area_id=draw.choice(year.ground.areas),
        state=state,
        position=number + 1,
        body_id=draw.choice(year.ground.bodies) if is_sent else None,
        sent_at=at if is_sent else None,
        due_on=(at + timedelta(days=42)).date() if is_sent else None,
        version=1,
    )
    if state == GroupState.ANSWERED:
        row: Row = {"group_id": group_id, "kind": draw.choice(list(AnswerKind))}
        year.add(UnmetNeedAnswer, **row, words=year.write_words(), answered_at=at + timedelta(days=20))
    return group_id


def _lay_unmet_need(year: Year, group_id: uuid.UUID | None) -> None:
    draw, unmet_id, (worker, team) = year.draw, year.make_id(), year.draw.choice(year.ground.workers)
    year.add(
        UnmetNeed,
        id=unmet_id,
        missing=year.write_words(),
        area_id=draw.choice(year.ground.areas),
        times_asked=draw.choice((1, 1, 1, 2, 3)),
        population_id=draw.choice(year.ground.people),
        specialty=draw.choice(list(Specialty)),
        barrier=draw.choice(list(Barrier)),
        tried=year.write_words(),
        level=draw.choice(LEVELS),
        urgency=draw.choice(list(Urgency)),
        team_id=team,
        logged_at=year.find_moment(),
        logged_by_id=worker,
        source=draw.choice(list(UnmetNeedSource)),
        group_id=group_id,
        version=1,
    )
    for position, term in enumerate(draw.sample(year.ground.terms, draw.choice((1, 1, 2)))):
        year.add(UnmetNeedTerm, unmet_need_id=unmet_id, taxonomy_term_id=term, position=position)

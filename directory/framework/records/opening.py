"""Opens a support record: from entries that were chosen to a record with its reference, in one step."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from directory import audit
from directory.errors import InvalidData
from directory.extensions import db
from directory.framework.levels.queries import list_levels
from directory.framework.records.queries import list_areas, list_every_need, list_own_teams
from directory.framework.records.reference import make_reference
from directory.framework.records.typed import TypedRecord, read_date
from directory.framework.wording import DEFAULT_FOLLOW_UP
from directory.free_text import check_text
from directory.listings import published
from directory.listings.schedules import LONDON
from directory.models import (
    FollowUp,
    Guidance,
    SupportAction,
    SupportRecord,
    SupportRecordEntry,
    SupportRecordNeed,
    User,
)
from directory.models.codes import ActionKind, Consent, EntryChoice, EntryType
from directory.sent_once import SentAlready

FURTHEST_FOLLOW_UP = timedelta(days=730)


def open_record(
    *, actor: User, typed: TypedRecord, now: datetime, record_id: uuid.UUID | None = None
) -> SupportRecord:
    """`record_id`: that of its form. Raises InvalidData naming every field that has to be put right,
    SentAlready."""
    _refuse_second(record_id)
    today = now.astimezone(LONDON).date()
    problems: dict[str, str] = {}
    team = next((one for one in list_own_teams(actor) if str(one.id) == typed.team), None)
    if team is None:
        problems["team"] = "Choose the team."
    area = next((one for one in list_areas(today) if str(one.id) == typed.area), None)
    if typed.area and area is None:
        problems["area"] = "Choose a district or network, or leave it open."
    record = SupportRecord(reference=_make_unused_reference(), worker_id=actor.id)
    record.id = record_id or uuid.uuid4()
    record.needs = _read_needs(typed, problems)
    record.consent = read_consent(typed.consent, problems)
    _write_texts(record, typed, problems)
    record.actions = _read_actions(typed, today, problems)
    record.follow_ups = _read_follow_up(typed, today, problems)
    record.entries = list_links(typed.entry_ids, agreed=typed.agreed)
    if not (record.entries or typed.goes_on or any(one.need for one in typed.needs)):
        problems["need-1"] = "Choose a need, or go on to the conversation."
    if problems or team is None:
        raise InvalidData("Some of this has to be put right.", problems)
    record.team, record.area = team, area
    db.session.add(record)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        _refuse_second(record_id)
        raise
    audit.record("support_record.opened", actor, record)
    db.session.flush()
    return record


def _refuse_second(record_id: uuid.UUID | None) -> None:
    """Raises SentAlready."""
    if record_id and db.session.get(SupportRecord, record_id):
        raise SentAlready


def read_consent(text: str, problems: dict[str, str]) -> Consent:
    if text in set(Consent):
        return Consent(text)
    problems["consent"] = "Choose what the person said."
    return Consent.NOT_ASKED


def check_words(column: str, text: str, name: str, problems: dict[str, str]) -> str | None:
    """The text as it may be kept; otherwise None, and a problem under `name`."""
    try:
        return check_text(column, text)
    except InvalidData as error:
        problems[name] = next(iter(error.fields.values()))
        return None


def check_due(text: str, name: str, today: date, problems: dict[str, str]) -> date | None:
    due = read_date(text)
    if due is None or due < today or due - today > FURTHEST_FOLLOW_UP:
        problems[name] = "Enter a date from today on, such as 27/11/2026, at most two years ahead."
        return None
    return due


def _write_texts(record: SupportRecord, typed: TypedRecord, problems: dict[str, str]) -> None:
    for name in ("goals", "carer_goals"):
        text = check_words(f"support_record.{name}", getattr(typed, name), name, problems)
        setattr(record, name, text)


def _read_needs(typed: TypedRecord, problems: dict[str, str]) -> list[SupportRecordNeed]:
    needs, levels = {need.slug: need for need in list_every_need()}, {level.slug for level in list_levels()}
    found: dict[str, SupportRecordNeed] = {}
    for number, one in enumerate(typed.needs, 1):
        if not one.need:
            continue
        if one.need not in needs:
            problems[f"need-{number}"] = "Choose a need from the list."
        elif one.level and one.level not in levels:
            problems[f"level-{number}"] = "Choose a level."
        elif not one.level and not found and not typed.goes_on:
            problems[f"level-{number}"] = "Choose the level that was agreed, or go on to the conversation."
        elif one.need not in found:
            found[one.need] = SupportRecordNeed(
                term_id=needs[one.need].id, level=one.level or None, position=len(found)
            )
    return list(found.values())


def _read_actions(typed: TypedRecord, today: date, problems: dict[str, str]) -> list[SupportAction]:
    role = check_words("support_action.role", typed.role, "role", problems)
    if not typed.done:
        return []
    if role is None and "role" not in problems:
        problems["role"] = "Say what your job is, such as support worker."
    return [
        SupportAction(kind=ActionKind(kind), done_on=today, role=role) for kind in dict.fromkeys(typed.done)
    ]


def _read_follow_up(typed: TypedRecord, today: date, problems: dict[str, str]) -> list[FollowUp]:
    if not typed.follow_up_on:
        return []
    due = check_due(typed.follow_up_on, "follow_up_on", today, problems)
    what = check_words("follow_up.what", typed.follow_up_what, "follow_up_what", problems)
    who = check_words("follow_up.who", typed.follow_up_who or typed.role, "follow_up_who", problems)
    if due is None:
        return []
    return [FollowUp(due_on=due, what=what or DEFAULT_FOLLOW_UP, who=who or "Worker")]


def list_links(
    entry_ids: Sequence[uuid.UUID], *, agreed: Collection[str] = (), first: int = 0
) -> list[SupportRecordEntry]:
    """For the published entries among these; those whose id is in `agreed` as agreed, the others as
    offered."""
    return [
        SupportRecordEntry(
            entry_id=entry.id,
            entry_type=EntryType.GUIDANCE if isinstance(entry, Guidance) else EntryType.SERVICE,
            name=entry.name,
            position=position,
            choice=EntryChoice.AGREED if str(entry.id) in agreed else EntryChoice.OFFERED,
        )
        for position, entry in enumerate(published.list_entries(entry_ids), first)
    ]


def _make_unused_reference() -> str:
    while True:
        reference = make_reference()
        if not db.session.scalar(select(SupportRecord.id).where(SupportRecord.reference == reference)):
            return reference

"""Expected actions tick themselves once the record shows that their work was done. A tick can be taken off,
and then stays off until somebody sets it."""

import uuid
from datetime import datetime

from directory import audit
from directory.errors import InvalidData, NotFound
from directory.extensions import db
from directory.framework.records.consent import is_telling
from directory.framework.records.expected import list_expected
from directory.framework.records.opening import check_words
from directory.listings.schedules import LONDON
from directory.models import SupportAction, SupportRecord, User
from directory.models.codes import ActionKind, EntryChoice

DEFAULT_ROLE = "Member of the team"
_TALKED_ABOUT = ("what_matters", "strengths", "around_them")


def tick_what_shows(*, record: SupportRecord, role: str, now: datetime) -> None:
    """After a change to the record: a conversation that was written down was explored, options that the
    person agreed to or declined were discussed."""
    if any(getattr(record, name) for name in _TALKED_ABOUT):
        tick_by_itself(record=record, kind=ActionKind.EXPLORE_AND_COACH, role=role, now=now)
    if any(link.choice != EntryChoice.OFFERED for link in record.entries):
        tick_by_itself(record=record, kind=ActionKind.DISCUSS_OPTIONS, role=role, now=now)


def tick_by_itself(*, record: SupportRecord, kind: ActionKind, role: str, now: datetime) -> None:
    """Only what the levels expect, and neither twice nor against somebody's will."""
    is_open = any(one.kind == kind and one.done is None for one in list_expected(record))
    if is_open and kind not in record.unticked:
        _add_tick(record, kind, role, now)
        db.session.flush()


def tick_action(*, actor: User, record: SupportRecord, kind: str, role: str, now: datetime) -> None:
    """By hand. Raises InvalidData where this is nothing that can be ticked."""
    if kind not in set(ActionKind) or kind == ActionKind.RECORD_CARE_PLAN:
        raise InvalidData("Choose what was done.", {"kind": "Choose what was done."})
    action = _add_tick(record, ActionKind(kind), role, now)
    action.consent_then = record.consent if is_telling(kind, "", None) else None
    record.unticked = [one for one in record.unticked if one != kind]
    audit.record("support_record.action_added", actor, record)
    db.session.flush()


def take_off_action(*, actor: User, record: SupportRecord, action_id: uuid.UUID) -> None:
    """It was not done after all. Raises NotFound."""
    action = next((one for one in record.actions if one.id == action_id), None)
    if action is None:
        raise NotFound("There is no such action on this record.")
    record.actions.remove(action)
    record.unticked = [*dict.fromkeys([*record.unticked, action.kind.value])]
    audit.record("support_record.action_taken_off", actor, record)
    db.session.flush()


def take_off_recorded(*, actor: User, record: SupportRecord) -> None:
    """It does not stand in the care plan after all, so the record may not be deleted yet."""
    if record.care_plan_recorded_at is not None:
        record.care_plan_recorded_at = record.team_asked_at = None
        audit.record("support_record.not_in_care_plan", actor, record)
    db.session.flush()


def _add_tick(record: SupportRecord, kind: ActionKind, role: str, now: datetime) -> SupportAction:
    today = now.astimezone(LONDON).date()
    # A role that may not be kept is left out: the tick is what counts.
    said = check_words("support_action.role", role, "role", {}) or DEFAULT_ROLE
    action = SupportAction(kind=kind, done_on=today, role=said, recorded_at=now)
    record.actions.append(action)
    return action

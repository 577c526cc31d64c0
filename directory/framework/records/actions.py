"""What is done to an open support record. Every action here expects a record its actor may open."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.framework.records.consent import find_support_role, is_telling
from directory.framework.records.opening import check_due, check_words, list_links
from directory.framework.records.typed import read_date
from directory.listings.proposals.actions import propose_correction
from directory.listings.schedules import LONDON
from directory.mail.actions import queue_mail
from directory.models import (
    FollowUp,
    SupportAction,
    SupportRecord,
    SupportRecordEntry,
    User,
)
from directory.models.codes import ActionKind, ContactWay, EntryChoice, EntryFault, FollowUpOutcome
from directory.models.improving.codes import ProposalSource
from directory.models.mixins import utc_now

WRONG = "Some of this has to be put right."
# An outcome that was said by mistake is taken back: the follow-up is due again.
NOT_YET = "not_yet"


def record_in_care_plan(*, actor: User, record: SupportRecord, now: datetime) -> None:
    """Somebody says that the entry stands in the integrated care plan. Saying it again changes nothing."""
    if record.care_plan_recorded_at is None:
        record.care_plan_recorded_at, record.changed_since_recorded_at = now, None
        audit.record("support_record.recorded_in_care_plan", actor, record)
    db.session.flush()


_TAKEN_OVER = (
    "{name} has put a support record of the team {team} on their own list. It was on yours. This e-mail does "
    "not say which one it is.\n\nIf you did not expect this, speak to {name} or to your service manager."
)


def close_record(*, actor: User, record: SupportRecord, now: datetime) -> None:
    """From this day the record is kept RECORD_DAYS."""
    if record.closed_at is None:
        record.closed_at = now
        audit.record("support_record.closed", actor, record)
    db.session.flush()


def reopen_record(*, actor: User, record: SupportRecord) -> None:
    if record.closed_at is not None:
        record.closed_at = record.team_asked_at = None
        audit.record("support_record.reopened", actor, record)
    db.session.flush()


def keep_open(*, actor: User, record: SupportRecord) -> None:
    """Somebody says that it is still open, although nothing in it changed for long."""
    record.still_open_asked_at = None
    audit.record("support_record.still_open", actor, record)
    db.session.flush()


def take_over_record(*, actor: User, record: SupportRecord) -> None:
    """It moves to this worker's due list. Whoever may open it may do so: the reference was given. The worker
    whose list it was on is notified, without which record it is."""
    if record.worker_id != actor.id:
        if record.worker and record.worker.is_enabled:
            queue_mail(
                key=f"support-record-taken-over:{uuid.uuid4()}",
                to_address=record.worker.email,
                subject="A support record has moved from your list",
                body=_TAKEN_OVER.format(name=actor.name, team=record.team.name),
            )
        record.worker_id = actor.id
        audit.record("support_record.taken_over", actor, record)
    db.session.flush()


def add_action(
    *,
    actor: User,
    record: SupportRecord,
    typed: Mapping[str, str],
    now: datetime,
    new_id: uuid.UUID | None = None,
) -> SupportAction:
    """Keys of `typed`: kind, done_on, role, way, result, support_role. `new_id` is that of its form: the one
    that form made already is given back. Raises InvalidData."""
    if made := next((one for one in record.actions if one.id == new_id), None):
        return made
    problems: dict[str, str] = {}
    today = now.astimezone(LONDON).date()
    kind, way = typed.get("kind", ""), typed.get("way", "")
    if kind not in set(ActionKind) or kind == ActionKind.RECORD_CARE_PLAN:
        problems["kind"] = "Choose what was done."
    if way and way not in set(ContactWay):
        problems["way"] = "Choose how it was done."
    done_on = read_date(typed.get("done_on", ""))
    if done_on is None or done_on > today or done_on.year < 2000:
        problems["done_on"] = "Enter the date it was done, such as 27/11/2026, not after today."
    role = check_words("support_action.role", typed.get("role", ""), "role", problems)
    if role is None and "role" not in problems:
        problems["role"] = "Say what your job is, such as support worker."
    result = check_words("support_action.result", typed.get("result", ""), "result", problems)
    if problems or done_on is None or role is None:
        raise InvalidData(WRONG, problems)
    action = SupportAction(kind=ActionKind(kind), done_on=done_on, role=role, result=result, recorded_at=now)
    action.id = new_id or uuid.uuid4()
    action.way = ContactWay(way) if way else None
    support_role = find_support_role(typed.get("support_role", ""))
    action.support_role_id = support_role.id if support_role else None
    action.consent_then = record.consent if is_telling(kind, way, support_role) else None
    record.actions.append(action)
    record.unticked = [one for one in record.unticked if one != kind]
    audit.record("support_record.action_added", actor, record)
    db.session.flush()
    return action


def add_follow_up(
    *,
    actor: User,
    record: SupportRecord,
    typed: Mapping[str, str],
    now: datetime,
    new_id: uuid.UUID | None = None,
) -> FollowUp:
    """Keys of `typed`: due_on, what, who. `new_id` as in add_action(). Raises InvalidData."""
    if made := next((one for one in record.follow_ups if one.id == new_id), None):
        return made
    problems: dict[str, str] = {}
    due = check_due(typed.get("due_on", ""), "due_on", now.astimezone(LONDON).date(), problems)
    what = check_words("follow_up.what", typed.get("what", ""), "what", problems)
    who = check_words("follow_up.who", typed.get("who", ""), "who", problems)
    if what is None and "what" not in problems:
        problems["what"] = "Say what is to be done."
    if who is None and "who" not in problems:
        problems["who"] = "Say who does it, by their job or as “the person” or “the carer”."
    if problems or due is None or what is None or who is None:
        raise InvalidData(WRONG, problems)
    follow_up = FollowUp(id=new_id or uuid.uuid4(), due_on=due, what=what, who=who)
    record.follow_ups.append(follow_up)
    audit.record("support_record.follow_up_added", actor, record)
    db.session.flush()
    return follow_up


def set_outcome(
    *, actor: User, record: SupportRecord, follow_up: FollowUp, typed: Mapping[str, str], now: datetime
) -> None:
    """Keys of `typed`: outcome, note, next_on (a date to ask again), entry and fault (what was wrong with an
    entry of this record), seen (what it said where it has an outcome by now, which is then written over, or
    taken back by the outcome NOT_YET). Raises InvalidData."""
    problems: dict[str, str] = {}
    if follow_up.outcome and typed.get("seen", "") != follow_up.outcome:
        problems["outcome"] = (
            "Somebody else said meanwhile what came of it: it stands above. Save to replace it."
        )
    today = now.astimezone(LONDON).date()
    outcome = typed.get("outcome", "")
    is_back = outcome == NOT_YET and follow_up.outcome is not None
    if outcome not in set(FollowUpOutcome) and not is_back:
        problems["outcome"] = "Choose what came of it."
    note = check_words("follow_up.note", typed.get("note", ""), "note", problems)
    next_on = typed.get("next_on", "").strip()
    due = check_due(next_on, "next_on", today, problems) if next_on else None
    faulty = _find_faulty(record, typed, problems)
    if problems:
        raise InvalidData(WRONG, problems)
    follow_up.outcome = None if is_back else FollowUpOutcome(outcome)
    follow_up.outcome_on, follow_up.note = None if is_back else today, None if is_back else note
    if faulty:
        propose_correction(
            actor=actor,
            entry_id=faulty.entry_id,
            fault=EntryFault(typed["fault"]),
            source=ProposalSource.SUPPORT_RECORD,
        )
    if due:
        record.follow_ups.append(FollowUp(due_on=due, what=follow_up.what, who=follow_up.who))
    audit.record("support_record.outcome_set", actor, record, outcome=outcome)
    db.session.flush()


def set_choices(
    *, actor: User, record: SupportRecord, typed: Mapping[str, str], expected_version: int
) -> None:
    """Keys of `typed`, each with the id of a record's entry: choice- (offered, agreed, declined or "remove")
    and why- (why it was declined). Raises EditConflict, InvalidData."""
    if record.version != expected_version:
        raise EditConflict(record.version)
    problems: dict[str, str] = {}
    for link in list(record.entries):
        choice = typed.get(f"choice-{link.id}", "")
        if choice == "remove":
            record.entries.remove(link)
        elif choice in set(EntryChoice):
            link.choice = EntryChoice(choice)
            name = f"why-{link.id}"
            why = check_words("support_record_entry.why", typed.get(name, ""), name, problems)
            link.why = why if choice == EntryChoice.DECLINED else None
    if problems:
        raise InvalidData(WRONG, problems)
    touch_record(record)
    audit.record("support_record.options_set", actor, record)
    db.session.flush()


def add_entries(*, actor: User, record: SupportRecord, entry_ids: Sequence[uuid.UUID]) -> int:
    """The published ones among these that are not there yet, as offered. How many were added."""
    have = {link.entry_id for link in record.entries}
    new = list_links([one for one in entry_ids if one not in have], first=len(record.entries))
    record.entries.extend(new)
    if new:
        audit.record("support_record.entries_added", actor, record, count=len(new))
    db.session.flush()
    return len(new)


def touch_record(record: SupportRecord) -> None:
    """Counts its version up even where only its parts changed, so that a second editor is told. Raises
    EditConflict where somebody else's save was committed since the record was read."""
    version = record.version
    record.last_modified = utc_now()
    try:
        db.session.flush()
    except StaleDataError:
        raise EditConflict(version + 1) from None


def _find_faulty(
    record: SupportRecord, typed: Mapping[str, str], problems: dict[str, str]
) -> SupportRecordEntry | None:
    """The entry of this record that something is wrong with; None where nothing is said to be."""
    fault = typed.get("fault", "")
    if not fault:
        return None
    link = next((one for one in record.entries if str(one.id) == typed.get("entry")), None)
    if fault not in set(EntryFault) or link is None:
        problems["fault"] = "Choose the entry and what is wrong with it."
    return link

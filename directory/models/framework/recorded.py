"""What an entry in the care plan says may change after somebody said that it stands there. Then it counts as
not recorded, whatever made the change."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from directory.models.framework.records import (
    FollowUp,
    SupportRecord,
    SupportRecordEntry,
    SupportRecordNeed,
)

# What the entry says of each. Opening, closing, whose list it is on and how things are do not stand in it.
_SAID: dict[type, tuple[str, ...]] = {
    SupportRecord: (
        "what_matters",
        "goals",
        "carer_goals",
        "strengths",
        "around_them",
        "consent",
        "consent_note",
        "asked_of_others",
        "needs",
        "entries",
        "actions",
        "follow_ups",
    ),
    SupportRecordNeed: ("position", "level", "suggested_level", "level_reason", "answers"),
    SupportRecordEntry: ("position", "choice", "why"),
    FollowUp: ("due_on", "who", "what", "outcome", "note"),
}


@event.listens_for(Session, "before_flush")
def _notice_changes(session: Session, *_: Any) -> None:
    for one in list(session.dirty):
        said = _SAID.get(type(one))
        if said and any(inspect(one).attrs[name].history.has_changes() for name in said):
            record = one if isinstance(one, SupportRecord) else session.get(SupportRecord, one.record_id)
            if record:
                _mark_changed(record)


def _mark_changed(record: SupportRecord) -> None:
    is_said_now = inspect(record).attrs.care_plan_recorded_at.history.has_changes()
    if record.care_plan_recorded_at and not is_said_now:
        record.changed_since_recorded_at = record.care_plan_recorded_at
        record.care_plan_recorded_at = None

"""Lays the casework: once, on one's own machine, where there is none."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, exists, or_, select

from directory.errors import NotAllowed
from directory.exchange.example.casework.deleted import lay_counts
from directory.exchange.example.casework.enquiries import lay_enquiries
from directory.exchange.example.casework.ground import Ground, date_entries_back, prepare_ground
from directory.exchange.example.casework.groups import lay_groups, write_report
from directory.exchange.example.casework.missing import lay_unmet_needs
from directory.exchange.example.casework.proposals import lay_proposals
from directory.exchange.example.casework.records import lay_records
from directory.exchange.example.casework.searches import lay_searches
from directory.extensions import db
from directory.models import (
    Enquiry,
    LoggedSearch,
    MonthlySearches,
    OutgoingMail,
    Proposal,
    SupportCount,
    SupportRecord,
    UnmetNeed,
    UnmetNeedGroup,
)

_TABLES = (
    Enquiry,
    UnmetNeed,
    UnmetNeedGroup,
    SupportRecord,
    SupportCount,
    Proposal,
    LoggedSearch,
    MonthlySearches,
)
_MAILED = ("unmet-need-sent/", "unmet-need-answer/", "unmet-need-overdue", "enquiry-reply/")
_STEPS: dict[str, Callable[[Ground], None]] = {
    "unmet needs": lay_unmet_needs,
    "groups and answers": lay_groups,
    "enquiries": lay_enquiries,
    "support records": lay_records,
    "counts of earlier records": lay_counts,
    "searches": lay_searches,
    "proposals": lay_proposals,
    "a report": write_report,
}


def may_hold_casework() -> bool:
    """Invented casework among real one could not be told apart, so only where there is none at all."""
    if current_app.config["ENVIRONMENT"] != "local":
        return False
    return not any(db.session.scalar(select(exists().where(model.id.is_not(None)))) for model in _TABLES)


def load_casework(*, now: datetime, on_step: Callable[[str, int], None] = lambda name, total: None) -> bool:
    """Commits once, at the end. `on_step` is told the name of each step and how many there are. Whether it
    was laid: a second run changes nothing. Raises NotAllowed where ENVIRONMENT is not local."""
    if current_app.config["ENVIRONMENT"] != "local":
        raise NotAllowed("Example casework is laid only where ENVIRONMENT is local.")
    if not may_hold_casework():
        return False
    ground = prepare_ground(now)
    date_entries_back(ground.calendar.begins_at)
    for name, lay in _STEPS.items():
        on_step(name, len(_STEPS))
        lay(ground)
        db.session.flush()
    _tell_nobody()
    ground.date_audit_back()
    db.session.commit()
    return True


def _tell_nobody() -> None:
    """What the actions put in the queue was for people who do not exist. These tables were empty, so all
    such e-mail is of this load."""
    ours = or_(*(OutgoingMail.key.startswith(start) for start in _MAILED))
    db.session.execute(delete(OutgoingMail).where(ours))

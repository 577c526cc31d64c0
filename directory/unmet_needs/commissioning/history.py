"""What was changed in bodies and rules, when and by whom: the audit trail in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.models import AuditEvent, User
from directory.network.checking import read_id

_MOST = 50
_FIELD_NAMES = {
    "name": "name",
    "contact_post": "post",
    "contact_email": "e-mail address",
    "overdue_email": "e-mail address for answers that are overdue",
    "answer_days": "days to answer",
}
_WORDS = {
    "commissioning_body.create": "added",
    "commissioning_body.edit": "changed",
    "commissioning_body.close": "closed",
    "commissioning_body.open": "opened again",
    "commissioning_body.set_members": "is answered for by",
    "routing_rule.add": "added",
    "routing_rule.change": "changed",
    "routing_rule.remove": "removed",
}


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    actor: str
    words: str


def list_history(subject_id: Any = None) -> list[Event]:
    """The newest first: of one body or rule, or of all."""
    query = select(AuditEvent, User.name).join(User, User.id == AuditEvent.actor_id, isouter=True)
    query = query.where(AuditEvent.event.in_(_WORDS))
    if subject_id is not None:
        query = query.where(AuditEvent.subject_id == str(subject_id))
    rows = db.session.execute(query.order_by(AuditEvent.at.desc(), AuditEvent.id).limit(_MOST)).all()
    names = _find_names(one for event, _ in rows for one in event.facts.get("accounts", ()))
    return [Event(event.at, name or "The system", _tell(event, names)) for event, name in rows]


def _find_names(account_ids: Iterable[str]) -> dict[str, str]:
    """By id as the audit trail keeps it; an account that is gone has none."""
    ids = [one for one in map(read_id, account_ids) if one]
    query = select(User.id, User.name).where(User.id.in_(ids))
    return {str(user_id): name for user_id, name in db.session.execute(query)}


def _tell(event: AuditEvent, names: Mapping[str, str]) -> str:
    facts, words = event.facts, _WORDS[event.event]
    if "accounts" in facts:
        people = [names.get(one, "somebody who has no account any more") for one in facts["accounts"]]
        return f"{facts.get('name', 'The body')} {words} {', '.join(people) or 'nobody'}."
    if event.event.startswith("routing_rule."):
        was = f", before: {facts['before']}" if "before" in facts else ""
        return f"Rule {words}: need {facts['need']}, area {facts['area']}, goes to {facts['body']}{was}."
    changed = _tell_changes(facts.get("before", {}), facts.get("after", {}))
    return f"{facts.get('name', 'The body')} {words}{changed}."


def _tell_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    parts = [
        f"{_FIELD_NAMES[name]} from “{before[name] or 'nothing'}” to “{after[name] or 'nothing'}”"
        for name in before
    ]
    return ": " + "; ".join(parts) if parts else ""

"""Who did what to which record, written in the transaction of the deed: neither exists without the other."""

from typing import Any

from directory.extensions import db
from directory.models import AuditEvent, User


def record(event: str, actor: User | None, subject: Any, **facts: Any) -> None:
    """`actor` None is the system itself. `facts` are plain JSON values, nothing about a person helped."""
    db.session.add(
        AuditEvent(
            event=event,
            actor_id=actor.id if actor else None,
            subject_type=type(subject).__name__.lower(),
            subject_id=str(getattr(subject, "id", subject)),
            facts=facts,
        )
    )

"""Who did what to which record, written in the transaction of the deed: neither exists without the other."""

import uuid
from typing import Any

from sqlalchemy import insert

from directory.extensions import db, expect_writes
from directory.models import AuditEvent, User


def record(event: str, actor: User | None, subject: Any, **facts: Any) -> AuditEvent:
    """`actor` None is the system itself. `facts` are plain JSON values, nothing about a person helped."""
    row = AuditEvent(
        event=event,
        actor_id=actor.id if actor else None,
        subject_type=type(subject).__name__.lower(),
        subject_id=str(getattr(subject, "id", subject)),
        facts=facts,
    )
    db.session.add(row)
    return row


def record_view(event: str, actor: User, subject: Any) -> None:
    """Notes that something was shown, in a short transaction of its own, so that it is certain before the
    page is made. What a caller cannot note must not be shown."""
    values = {
        "event": event,
        "actor_id": actor.id,
        "subject_type": type(subject).__name__.lower(),
        "subject_id": str(subject.id),
        "facts": {},
    }
    expect_writes()
    try:
        with db.engine.begin() as connection:
            connection.execute(insert(AuditEvent).values(id=uuid.uuid4(), **values))
    finally:
        expect_writes(False)

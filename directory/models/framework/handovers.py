"""How the support records of a worker go to a colleague: asked for by one person, taken over by another."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.account import User
from directory.models.codes import HandoverReason, code
from directory.models.mixins import Identified, utc_now
from directory.models.network import Team

_ACCOUNT = "user_account.id"


class RecordHandover(Identified, Base):
    """All unfinished records of `worker` in one team. `until` is the last day of a cover; None: for good.
    `agreed_by` is the second administrator, where one was needed. `accepted_at` is when the colleague took
    them over; `ended_at` is when somebody declined, stopped or ended it."""

    __tablename__ = "record_handover"

    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    colleague_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(_ACCOUNT))
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    reason: Mapped[HandoverReason] = mapped_column(code(HandoverReason, "handover_reason"))
    until: Mapped[date | None]
    agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(_ACCOUNT))
    agreed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    worker: Mapped[User] = relationship(foreign_keys=worker_id, lazy="joined", innerjoin=True)
    colleague: Mapped[User] = relationship(foreign_keys=colleague_id, lazy="joined", innerjoin=True)
    asked_by: Mapped[User] = relationship(foreign_keys=asked_by_id, lazy="joined", innerjoin=True)
    agreed_by: Mapped[User | None] = relationship(foreign_keys=agreed_by_id)
    team: Mapped[Team] = relationship(lazy="joined", innerjoin=True)

"""E-mail to staff and providers that waits to be sent. Never to a person who is helped."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.codes import MailState, code
from directory.models.mixins import Identified, utc_now


class OutgoingMail(Identified, Base):
    """`key` makes queueing idempotent. Body and address are emptied some time after it was sent.
    `settled_at`: it did not arrive, and whom it was for was told in another way."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_state_settled_at", "state", "settled_at"),)

    key: Mapped[str] = mapped_column(String(200), unique=True)
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[MailState] = mapped_column(code(MailState, "mail_state"), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    queued_at: Mapped[datetime] = mapped_column(default=utc_now)
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))

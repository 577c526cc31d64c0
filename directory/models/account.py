"""People who sign in: staff of the trust and its partners, never a person who is helped."""

import uuid
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.codes import Codes, Role
from directory.models.mixins import Identified, utc_now


class User(Identified, UserMixin, Base):
    """`session_epoch` is part of every session cookie: counting it up ends all sessions at once.

    `password_given_by_id` is the administrator who made the password and so knows it, None where the owner
    chose it; `password_agreed_by_id` is the second administrator who made sure that it reached its owner."""

    __tablename__ = "user_account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    roles: Mapped[list[Role]] = mapped_column(Codes(Role), default=list)
    is_enabled: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    last_signed_in_at: Mapped[datetime | None]
    password_given_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    password_given_at: Mapped[datetime | None]
    password_agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    @property
    def may_open_support_records(self) -> bool:
        """Not while another person may know the password."""
        return self.password_given_by_id is None or self.password_agreed_by_id is not None

    @property
    def is_active(self) -> bool:
        return self.is_enabled

    def get_id(self) -> str:
        return f"{self.id}:{self.session_epoch}"


class SignInThrottle(Base):
    """Failed sign-ins by key: a keyed hash of the e-mail address typed, or of the network address."""

    __tablename__ = "sign_in_throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_failure_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    locked_until: Mapped[datetime | None]

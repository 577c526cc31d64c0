"""Groups of unmet needs that became part of another, kept so that it can be taken back."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.account import User
from directory.models.codes import GroupState, code
from directory.models.mixins import part_of, utc_now
from directory.models.unmet_needs.needs import GROUP_KEY


class UnmetNeedMerge(Base):
    """While a group is part of another (its `merged_into_id`): since when and by whom, where it stood before,
    and which unmet needs went with it. Gone when it is taken back."""

    __tablename__ = "unmet_need_merge"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(GROUP_KEY, ondelete="CASCADE"), primary_key=True)
    merged_at: Mapped[datetime] = mapped_column(default=utc_now)
    merged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    state: Mapped[GroupState] = mapped_column(code(GroupState, "group_state"))
    due_on: Mapped[date | None]

    merged_by: Mapped[User | None] = relationship(lazy="joined")
    moved: Mapped[list["UnmetNeedMoved"]] = part_of("UnmetNeedMoved.unmet_need_id")


class UnmetNeedMoved(Base):
    """An unmet need that went with its group."""

    __tablename__ = "unmet_need_moved"

    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("unmet_need_merge.group_id", ondelete="CASCADE"), primary_key=True
    )
    unmet_need_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("unmet_need.id", ondelete="CASCADE"), primary_key=True, index=True
    )

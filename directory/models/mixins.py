"""Columns that several tables share."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from directory.models.codes import AssuranceMethod, code


def utc_now() -> datetime:
    return datetime.now(UTC)


class Identified:
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


class Versioned:
    """`version` counts saves from 1: an editor hands back the number they started from."""

    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    last_modified: Mapped[datetime] = mapped_column(default=utc_now)
    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        # The ORM counts it up, and refuses a save over a row that somebody else saved meanwhile.
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Imported:
    """Where a record came from: the name of the source and its own identifier there."""

    source: Mapped[str | None] = mapped_column(String(200), index=True)
    source_id: Mapped[str | None] = mapped_column(String(200))


class Reviewed:
    """When, by whom and how somebody last checked that the record is true. Saving does not change it."""

    assured_at: Mapped[datetime | None]
    assured_by: Mapped[str | None] = mapped_column(String(200))
    assurer_email: Mapped[str | None] = mapped_column(String(254))
    next_review_on: Mapped[date | None] = mapped_column(index=True)

    @declared_attr
    def assured_how(cls) -> Mapped[AssuranceMethod | None]:
        return mapped_column(code(AssuranceMethod, "assured_how"))


def part_of(order_by: str, **more: Any) -> Any:
    """A list that lives and dies with its owner, in the order the owner gives it."""
    return relationship(
        cascade="all, delete-orphan", lazy="select", order_by=order_by, passive_deletes=True, **more
    )

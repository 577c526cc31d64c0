"""What was searched, so that the directory can be made better. No column says who searched, from which
address or with which browser."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.codes import EntryType, code
from directory.models.mixins import Identified

SEARCH_KEY = "logged_search.id"
TERM_KEY = "taxonomy_term.id"


class LoggedSearch(Identified, Base):
    """One search. `at` is cut to the minute. `words` are in lower case, with what may point to a person taken
    out; None where nothing is left, or where they were words of crisis. `area` is a district or a PCN.
    `is_weak`: it had results, and none of them fits all the words. `filters` names those in use with their
    codes. `token` stands in the links of that one page of results and
    is deleted after an hour."""

    __tablename__ = "logged_search"
    # Holds all that is counted, so that the officer's pages read it and not the table.
    __table_args__ = (
        Index(
            "ix_logged_search_counted",
            *("at", "words", "total", "was_opened", "is_staff", "is_crisis", "area_id", "id", "is_weak"),
        ),
    )

    at: Mapped[datetime]
    words: Mapped[str | None] = mapped_column(String(200))
    is_crisis: Mapped[bool] = mapped_column(default=False)
    is_staff: Mapped[bool] = mapped_column(default=False)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id", ondelete="SET NULL"), index=True)
    total: Mapped[int]
    is_weak: Mapped[bool] = mapped_column(default=False, server_default=false())
    was_opened: Mapped[bool] = mapped_column(default=False)
    token: Mapped[str | None] = mapped_column(String(22), unique=True)


class LoggedSearchNeed(Base):
    """A need that was asked for, chosen or in words."""

    __tablename__ = "logged_search_need"

    search_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(SEARCH_KEY, ondelete="CASCADE"), primary_key=True)
    taxonomy_term_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(TERM_KEY, ondelete="CASCADE"), primary_key=True, index=True
    )


class LoggedOpening(Base):
    """An entry that was opened from a page of results."""

    __tablename__ = "logged_opening"

    search_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(SEARCH_KEY, ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    entry_type: Mapped[EntryType] = mapped_column(code(EntryType, "opening_entry_type"))


class MonthlySearches(Identified, Base):
    """What is left of a month: how often `words` were searched, at least 5 times; and under empty words all
    its other searches together. `month` is its first day, in Europe/London. `weak` had only weak results
    (None: that was not noted yet), `few` had 1 to 3 results, `unopened` had some and none was opened."""

    __tablename__ = "monthly_searches"
    __table_args__ = (
        UniqueConstraint("month", "words"),
        CheckConstraint("words = '' OR searches >= 5", name="shared"),
    )

    month: Mapped[date]
    words: Mapped[str] = mapped_column(String(200))
    searches: Mapped[int]
    without_result: Mapped[int]
    weak: Mapped[int | None]
    few: Mapped[int]
    unopened: Mapped[int]

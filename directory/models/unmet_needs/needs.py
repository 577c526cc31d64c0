"""Unmet needs: what could not be found, and what those who commission services say to it. No column holds who
the person is."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.account import User
from directory.models.area import Area
from directory.models.codes import (
    AnswerKind,
    Barrier,
    GroupState,
    MatchState,
    Specialty,
    UnmetNeedSource,
    Urgency,
    code,
)
from directory.models.mixins import Identified, Versioned, part_of, utc_now
from directory.models.network import Team
from directory.models.taxonomy import TaxonomyTerm
from directory.models.unmet_needs.commissioning import AREA_KEY, BODY_KEY, TERM_KEY, CommissioningBody

GROUP_KEY = "unmet_need_group.id"


class UnmetNeedGroup(Identified, Versioned, Base):
    """Unmet needs that are the same one. `summary` is what commissioners read, checked by the officer.
    `position` ranks the open ones, 1 first. `narrative` tells of a gap that is serious and too small for
    figures; it stands in reports, and somebody checked that it points to nobody. `shown_count` is how often
    it was asked for to all but the officer, in the quarter of `counted_on`; in any other, what is in it."""

    __tablename__ = "unmet_need_group"

    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str | None] = mapped_column(Text)
    need_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(TERM_KEY), index=True)
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AREA_KEY), index=True)
    state: Mapped[GroupState] = mapped_column(
        code(GroupState, "group_state"), default=GroupState.GROUPED, index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=100)
    narrative: Mapped[str | None] = mapped_column(Text)
    narrative_checked_at: Mapped[datetime | None]
    narrative_checked_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="SET NULL")
    )
    body_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(BODY_KEY), index=True)
    sent_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    escalated_at: Mapped[datetime | None]
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(GROUP_KEY))
    shown_count: Mapped[int | None]
    counted_on: Mapped[date | None]

    need: Mapped[TaxonomyTerm] = relationship(lazy="joined", innerjoin=True)
    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    body: Mapped[CommissioningBody | None] = relationship(lazy="joined")
    unmet_needs: Mapped[list["UnmetNeed"]] = relationship(
        back_populates="group", order_by="UnmetNeed.logged_at"
    )
    answers: Mapped[list["UnmetNeedAnswer"]] = part_of("UnmetNeedAnswer.answered_at")

    @property
    def answer(self) -> "UnmetNeedAnswer | None":
        """What was said last."""
        return self.answers[-1] if self.answers else None


class UnmetNeed(Identified, Versioned, Base):
    """One thing that was asked for and could not be found. `area` is a district or a PCN, never finer;
    `level` the slug of a support level; `source_id` the enquiry it came from, which says who is
    told; `tell_address` the work e-mail address of who asked, from when the enquiry is emptied."""

    __tablename__ = "unmet_need"
    __table_args__ = (
        CheckConstraint("times_asked > 0", name="times_asked"),
        Index("ix_unmet_need_group_id_logged_at", "group_id", "logged_at"),
        Index("ix_unmet_need_logged_by_id_logged_at", "logged_by_id", "logged_at"),
    )

    missing: Mapped[str] = mapped_column(Text)
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AREA_KEY), index=True)
    times_asked: Mapped[int] = mapped_column(default=1)
    population_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(TERM_KEY))
    specialty: Mapped[Specialty | None] = mapped_column(code(Specialty, "unmet_need_specialty"))
    barrier: Mapped[Barrier] = mapped_column(code(Barrier, "barrier"))
    tried: Mapped[str | None] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(String(40))
    urgency: Mapped[Urgency] = mapped_column(code(Urgency, "urgency"), default=Urgency.ROUTINE)
    evidence: Mapped[str | None] = mapped_column(Text)
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    logged_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    logged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    source: Mapped[UnmetNeedSource] = mapped_column(code(UnmetNeedSource, "unmet_need_source"))
    source_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    tell_address: Mapped[str | None] = mapped_column(String(254))
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(GROUP_KEY))

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    population: Mapped[TaxonomyTerm | None] = relationship()
    team: Mapped[Team | None] = relationship()
    logged_by: Mapped[User | None] = relationship()
    group: Mapped[UnmetNeedGroup | None] = relationship(back_populates="unmet_needs")
    needs: Mapped[list["UnmetNeedTerm"]] = part_of("UnmetNeedTerm.position")


class UnmetNeedTerm(Base):
    """The first of an unmet need's terms is the one it is counted under."""

    __tablename__ = "unmet_need_term"

    unmet_need_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("unmet_need.id", ondelete="CASCADE"), primary_key=True
    )
    taxonomy_term_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(TERM_KEY), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)

    term: Mapped[TaxonomyTerm] = relationship(lazy="joined", innerjoin=True)


class UnmetNeedAnswer(Identified, Base):
    """`said_by` is the post of who answered, where an officer recorded it for them. `review_on` is when an
    answer that is under review is due again."""

    __tablename__ = "unmet_need_answer"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(GROUP_KEY, ondelete="CASCADE"), index=True)
    kind: Mapped[AnswerKind] = mapped_column(code(AnswerKind, "answer_kind"))
    words: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(500))
    review_on: Mapped[date | None]
    said_by: Mapped[str | None] = mapped_column(String(200))
    answered_at: Mapped[datetime] = mapped_column(default=utc_now)
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="SET NULL")
    )


class UnmetNeedMatch(Identified, Base):
    """A published entry that may be what a group was missing: the officer is asked, once."""

    __tablename__ = "unmet_need_match"
    __table_args__ = (UniqueConstraint("group_id", "entry_id"),)

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(GROUP_KEY, ondelete="CASCADE"))
    entry_id: Mapped[uuid.UUID] = mapped_column(index=True)
    found_at: Mapped[datetime] = mapped_column(default=utc_now)
    state: Mapped[MatchState] = mapped_column(
        code(MatchState, "match_state"), default=MatchState.OFFERED, index=True
    )

    group: Mapped[UnmetNeedGroup] = relationship()


class UnmetNeedReport(Identified, Versioned, Base):
    """What the officer writes above the figures of a period, for a committee. `period` is its key."""

    __tablename__ = "unmet_need_report"

    period: Mapped[str] = mapped_column(String(10), unique=True)
    summary: Mapped[str | None] = mapped_column(Text)

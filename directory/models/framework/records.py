"""Support records. A record is known by its reference alone: no column here holds a name, number, date of
birth, address or contact of the person, and a test walks the columns to keep it so."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.account import User
from directory.models.area import Area
from directory.models.codes import (
    ActionKind,
    Consent,
    ContactWay,
    EntryChoice,
    EntryType,
    FollowUpOutcome,
    MeasureMoment,
    code,
)
from directory.models.mixins import Identified, Versioned, part_of, utc_now
from directory.models.network import SupportRole, Team
from directory.models.taxonomy import TaxonomyTerm

RECORD_KEY = "support_record.id"


class SupportRecord(Identified, Versioned, Base):
    """`reference` is as records/reference.py makes it, without its dash. `area` is a district or a PCN.
    `worker` is whose due list it is on; `unticked` are the kinds of action that no longer tick themselves.
    `consent_noted_for`: the answer that stood there when the note about consent was written.
    `changed_since_recorded_at`: when it was recorded, where what its entry says changed after that;
    `care_plan_recorded_at` is then None, as if it never was (recorded.py sees to that).
    `team_asked_at`: when it was last asked whether this is in the care plan; `still_open_asked_at`: when it
    was last asked whether it is still open, None once something changed."""

    __tablename__ = "support_record"

    reference: Mapped[str] = mapped_column(String(8), unique=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"), index=True)
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"))
    worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    what_matters: Mapped[str | None] = mapped_column(Text)
    goals: Mapped[str | None] = mapped_column(Text)
    carer_goals: Mapped[str | None] = mapped_column(Text)
    strengths: Mapped[str | None] = mapped_column(Text)
    around_them: Mapped[str | None] = mapped_column(Text)
    consent: Mapped[Consent] = mapped_column(code(Consent, "consent"), default=Consent.NOT_ASKED)
    consent_note: Mapped[str | None] = mapped_column(Text)
    asked_of_others: Mapped[str | None] = mapped_column(Text)
    consent_noted_for: Mapped[Consent | None] = mapped_column(code(Consent, "consent_noted_for"))
    care_plan_recorded_at: Mapped[datetime | None]
    changed_since_recorded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    team_asked_at: Mapped[datetime | None]
    still_open_asked_at: Mapped[datetime | None]
    unticked: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")

    team: Mapped[Team] = relationship(lazy="joined", innerjoin=True)
    area: Mapped[Area | None] = relationship(lazy="joined")
    worker: Mapped[User | None] = relationship(lazy="joined")
    needs: Mapped[list["SupportRecordNeed"]] = part_of("SupportRecordNeed.position")
    entries: Mapped[list["SupportRecordEntry"]] = part_of("SupportRecordEntry.position")
    actions: Mapped[list["SupportAction"]] = part_of("SupportAction.recorded_at")
    follow_ups: Mapped[list["FollowUp"]] = part_of("FollowUp.due_on", back_populates="record")
    measures: Mapped[list["Measure"]] = part_of("Measure.question")

    @property
    def has_earlier_consent_note(self) -> bool:
        """Whether the note about consent goes with another answer than the one that stands there now."""
        return bool(self.consent_note) and self.consent_noted_for not in (None, self.consent)


class SupportRecordNeed(Identified, Base):
    """`level` is what staff chose, `suggested_level` what the answers suggested: slugs of levels. `answers`
    is {slug of question: true or false}."""

    __tablename__ = "support_record_need"
    __table_args__ = (UniqueConstraint("record_id", "term_id"),)

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(RECORD_KEY, ondelete="CASCADE"))
    term_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("taxonomy_term.id"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    level: Mapped[str | None] = mapped_column(String(40))
    suggested_level: Mapped[str | None] = mapped_column(String(40))
    level_reason: Mapped[str | None] = mapped_column(Text)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    term: Mapped[TaxonomyTerm] = relationship(lazy="joined", innerjoin=True)


class SupportRecordEntry(Identified, Base):
    """`name` is what the entry was called then: it may be withdrawn later. `why` is why the person declined
    it."""

    __tablename__ = "support_record_entry"
    __table_args__ = (UniqueConstraint("record_id", "entry_id"),)

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(RECORD_KEY, ondelete="CASCADE"))
    entry_type: Mapped[EntryType] = mapped_column(code(EntryType, "record_entry_type"))
    entry_id: Mapped[uuid.UUID]
    name: Mapped[str] = mapped_column(String(300))
    position: Mapped[int] = mapped_column(Integer, default=0)
    choice: Mapped[EntryChoice] = mapped_column(
        code(EntryChoice, "entry_choice"), default=EntryChoice.OFFERED
    )
    why: Mapped[str | None] = mapped_column(Text)


class SupportAction(Identified, Base):
    """An expected action as it was done. `role` is the job of who did it, never a name. `consent_then` is
    what the person had said when somebody else was told; None where nobody was."""

    __tablename__ = "support_action"

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(RECORD_KEY, ondelete="CASCADE"), index=True)
    kind: Mapped[ActionKind] = mapped_column(code(ActionKind, "action_kind"))
    done_on: Mapped[date]
    role: Mapped[str] = mapped_column(String(120))
    way: Mapped[ContactWay | None] = mapped_column(code(ContactWay, "contact_way"))
    result: Mapped[str | None] = mapped_column(Text)
    support_role_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("support_role.id", ondelete="SET NULL")
    )
    consent_then: Mapped[Consent | None] = mapped_column(code(Consent, "consent_then"))
    recorded_at: Mapped[datetime] = mapped_column(default=utc_now)

    support_role: Mapped[SupportRole | None] = relationship()


class FollowUp(Identified, Base):
    """Who does what by when, and what came of it. `who` is a role or relation, never a name."""

    __tablename__ = "follow_up"

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(RECORD_KEY, ondelete="CASCADE"), index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(120))
    what: Mapped[str] = mapped_column(Text)
    outcome: Mapped[FollowUpOutcome | None] = mapped_column(code(FollowUpOutcome, "follow_up_outcome"))
    outcome_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)

    record: Mapped[SupportRecord] = relationship(back_populates="follow_ups")


class Measure(Identified, Base):
    """One answer, 0 to 10, given at the start or at the end."""

    __tablename__ = "support_measure"
    __table_args__ = (
        UniqueConstraint("record_id", "moment", "question"),
        CheckConstraint("answer >= 0 AND answer <= 10", name="answer"),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(RECORD_KEY, ondelete="CASCADE"))
    moment: Mapped[MeasureMoment] = mapped_column(code(MeasureMoment, "measure_moment"))
    question: Mapped[str] = mapped_column(String(60))
    answer: Mapped[int]


class SupportCount(Identified, Base):
    """What stays of deleted records: how many, by the month they began. `kind` is record, need, action or
    outcome; `key` is then "", the slug of the need, or the code; `level` only for needs."""

    __tablename__ = "support_count"
    __table_args__ = (UniqueConstraint("month", "team_id", "kind", "key", "level"),)

    month: Mapped[date]
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(120), default="")
    level: Mapped[str] = mapped_column(String(40), default="")
    count: Mapped[int] = mapped_column(default=0)

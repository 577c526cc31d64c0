"""Enquiries: what staff asked the helpline and how it ended. Contacts here are work contacts of the member of
staff who asks; no column holds who the person is that they ask for."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.account import User
from directory.models.area import Area
from directory.models.codes import EntryType, Specialty, Urgency, code
from directory.models.helpline.codes import (
    EnquiryChannel,
    EnquiryOutcomeKind,
    EnquiryState,
    ReplyWay,
    SafeguardingAge,
    WhyNotFound,
)
from directory.models.helpline.lists import HelplineDestination
from directory.models.mixins import Identified, Versioned, part_of, utc_now
from directory.models.network import SupportRole, Team
from directory.models.taxonomy import TaxonomyTerm

ENQUIRY_KEY = "enquiry.id"
USER_KEY = "user_account.id"


class Enquiry(Identified, Versioned, Base):
    """`number` is said on the phone. `area` is a district or a PCN; `practice` the GP practice asked about.
    `tried` is the search the asker made before. `handler` has it now (None: nobody yet). `due_at` is when a
    call back or an answer is promised. `is_answered_at_once`: while the asker was still there.
    `left_because` says why a need was left without an outcome. `half_typed`: fields of a way to end it that
    are not recorded yet, by name. `last_sent` tells the last form that changed it from any other.
    `emptied_at`: when its words and contacts were removed; codes and dates stay for the figures."""

    __tablename__ = "enquiry"
    __table_args__ = (
        Index("ix_enquiry_state_due", "state", "due_at"),
        Index("ix_enquiry_emptied_asked", "emptied_at", "asked_at"),
        Index("ix_enquiry_state_replied", "state", "replied_at", "emptied_at"),
    )

    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[EnquiryState] = mapped_column(code(EnquiryState, "enquiry_state"))
    channel: Mapped[EnquiryChannel] = mapped_column(code(EnquiryChannel, "enquiry_channel"))
    asked_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    due_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None] = mapped_column(index=True)
    is_answered_at_once: Mapped[bool | None]
    emptied_at: Mapped[datetime | None]

    asker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(USER_KEY, ondelete="SET NULL"), index=True)
    asker_name: Mapped[str | None] = mapped_column(String(120))
    asker_role: Mapped[str | None] = mapped_column(String(120))
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    specialty: Mapped[Specialty | None] = mapped_column(code(Specialty, "enquiry_specialty"))
    reply_way: Mapped[ReplyWay | None] = mapped_column(code(ReplyWay, "reply_way"))
    reply_email: Mapped[str | None] = mapped_column(String(254))
    reply_phone: Mapped[str | None] = mapped_column(String(60))

    question: Mapped[str | None] = mapped_column(Text)
    circumstances: Mapped[str | None] = mapped_column(Text)
    tried: Mapped[str | None] = mapped_column(Text)
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    practice_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"))
    level: Mapped[str | None] = mapped_column(String(40))
    urgency: Mapped[Urgency] = mapped_column(code(Urgency, "enquiry_urgency"), default=Urgency.ROUTINE)
    support_reference: Mapped[str | None] = mapped_column(String(8))
    handler_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey(USER_KEY, ondelete="SET NULL"), index=True
    )
    answer: Mapped[str | None] = mapped_column(Text)
    left_because: Mapped[str | None] = mapped_column(Text)
    half_typed: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    replied_at: Mapped[datetime | None]
    last_sent: Mapped[str | None] = mapped_column(String(64))

    asker: Mapped[User | None] = relationship(foreign_keys=asker_id)
    handler: Mapped[User | None] = relationship(foreign_keys=handler_id)
    team: Mapped[Team | None] = relationship()
    area: Mapped[Area | None] = relationship(foreign_keys=area_id)
    practice: Mapped[Area | None] = relationship(foreign_keys=practice_id)
    needs: Mapped[list["EnquiryNeed"]] = part_of("EnquiryNeed.position")
    outcomes: Mapped[list["EnquiryOutcome"]] = part_of("EnquiryOutcome.recorded_at", back_populates="enquiry")


class EnquiryNeed(Base):
    __tablename__ = "enquiry_need"

    enquiry_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(ENQUIRY_KEY, ondelete="CASCADE"), primary_key=True
    )
    taxonomy_term_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("taxonomy_term.id"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)

    term: Mapped[TaxonomyTerm] = relationship(lazy="joined", innerjoin=True)


class EnquiryOutcome(Identified, Base):
    """One way an enquiry, or one need of it (`need`; None: all of it), ended. Which of the other columns say
    more depends on `kind`: `why_not_found` on found_on_system, `learnt_from` on found_by_exploring,
    `support_role` on network, `destination` on routed, `safeguarding_age`, `handed_to` and `handed_at` on
    safeguarding, `unmet_need_id` on unmet_need."""

    __tablename__ = "enquiry_outcome"

    enquiry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(ENQUIRY_KEY, ondelete="CASCADE"), index=True)
    kind: Mapped[EnquiryOutcomeKind] = mapped_column(code(EnquiryOutcomeKind, "enquiry_outcome_kind"))
    need_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    note: Mapped[str | None] = mapped_column(Text)
    why_not_found: Mapped[WhyNotFound | None] = mapped_column(code(WhyNotFound, "why_not_found"))
    learnt_from: Mapped[str | None] = mapped_column(Text)
    support_role_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("support_role.id", ondelete="SET NULL")
    )
    destination_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("helpline_destination.id"))
    safeguarding_age: Mapped[SafeguardingAge | None] = mapped_column(
        code(SafeguardingAge, "outcome_safeguarding_age")
    )
    handed_to: Mapped[str | None] = mapped_column(String(200))
    handed_at: Mapped[datetime | None]
    unmet_need_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("unmet_need.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(default=utc_now)
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(USER_KEY, ondelete="SET NULL"))

    enquiry: Mapped[Enquiry] = relationship(back_populates="outcomes")
    need: Mapped[TaxonomyTerm | None] = relationship()
    support_role: Mapped[SupportRole | None] = relationship()
    destination: Mapped[HelplineDestination | None] = relationship()
    entries: Mapped[list["EnquiryOutcomeEntry"]] = part_of("EnquiryOutcomeEntry.position")


class EnquiryOutcomeEntry(Identified, Base):
    """`name` is what the entry was called then: it may be withdrawn later."""

    __tablename__ = "enquiry_outcome_entry"
    __table_args__ = (UniqueConstraint("outcome_id", "entry_id"),)

    outcome_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("enquiry_outcome.id", ondelete="CASCADE"))
    entry_type: Mapped[EntryType] = mapped_column(code(EntryType, "outcome_entry_type"))
    entry_id: Mapped[uuid.UUID] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(300))
    position: Mapped[int] = mapped_column(Integer, default=0)


class EnquiryWord(Base):
    """The stemmed words of an enquiry's question and answer, by which earlier ones are found."""

    __tablename__ = "enquiry_word"

    word: Mapped[str] = mapped_column(String(60), primary_key=True)
    enquiry_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(ENQUIRY_KEY, ondelete="CASCADE"), primary_key=True, index=True
    )

"""Marks of what is withheld, as keyed hashes, and the list of what an officer has to look at."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.codes import EntryType, code
from directory.models.mixins import Identified, utc_now


class WithheldKind(StrEnum):
    PLACE = "place"
    ENTRY = "entry"
    ORGANIZATION = "organization"


class WithheldReason(StrEnum):
    CONFIDENTIAL = "confidential"
    SUSPENDED = "suspended"


class WithheldRecord(Identified, Base):
    """One key by which a withheld place, entry or organization is known again. `key` is HMAC-SHA256 in hex,
    so that neither street nor postcode is stored; `key_name` names the secret it was made with, without
    telling it. `subject_id` is the row it was made from, which may be gone. It counts until `lifted_at` is
    set."""

    __tablename__ = "withheld_record"
    __table_args__ = (
        UniqueConstraint("kind", "key", "subject_id"),
        Index("ix_withheld_record_subject", "kind", "subject_id"),
    )

    kind: Mapped[WithheldKind] = mapped_column(code(WithheldKind, "withheld_kind"))
    key: Mapped[str] = mapped_column(String(64))
    key_name: Mapped[str] = mapped_column(String(8))
    subject_id: Mapped[uuid.UUID]
    reason: Mapped[WithheldReason] = mapped_column(code(WithheldReason, "withheld_reason"))
    since: Mapped[datetime] = mapped_column(default=utc_now)
    lifted_at: Mapped[datetime | None]


class ReviewSubject(StrEnum):
    """What of an entry is held: where it is, that it is published at all, or words in its text."""

    PLACE = "place"
    PUBLICATION = "publication"
    WORDS = "words"


class ReviewCause(StrEnum):
    KNOWN_PLACE = "known_place"
    KNOWN_ENTRY = "known_entry"
    KNOWN_ORGANIZATION = "known_organization"
    SAFE_ACCOMMODATION = "safe_accommodation"
    ADDRESS_IN_TEXT = "address_in_text"


class ReviewDecision(StrEnum):
    KEEP_HIDDEN = "keep_hidden"
    MAKE_PUBLIC = "make_public"


class WithholdingReview(Identified, Base):
    """Something that was held back and that an officer has to decide. `fields` names where an address was
    taken out of text. No address is stored here."""

    __tablename__ = "withholding_review"
    __table_args__ = (Index("ix_withholding_review_open", "decided_at", "created_at"),)

    subject: Mapped[ReviewSubject] = mapped_column(code(ReviewSubject, "review_subject"))
    cause: Mapped[ReviewCause] = mapped_column(code(ReviewCause, "review_cause"))
    entry_type: Mapped[EntryType | None] = mapped_column(code(EntryType, "review_entry_type"))
    entry_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    organization_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    location_id: Mapped[uuid.UUID | None]
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    decision: Mapped[ReviewDecision | None] = mapped_column(code(ReviewDecision, "review_decision"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )

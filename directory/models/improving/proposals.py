"""Proposals to the knowledge officer, whoever or whatever they come from."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.account import User
from directory.models.area import Area
from directory.models.codes import EntryFault, EntryType, code
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState
from directory.models.mixins import Identified, Versioned
from directory.models.taxonomy import TaxonomyTerm


class Proposal(Identified, Versioned, Base):
    """What `kind` asks for. word: that `text` leads to `need`. need: that the entry carries `need`. summary:
    that the entry's summary is `text`. correction: that `fault` of the entry is put right. entry: that
    somebody looks for what `text` says, for `need` and in `area` where they are known; once accepted, the
    entry is what was found.

    `entry_name` is what the entry was called then. `source_reference` is the number of an enquiry; it is
    empty for a support record, so that a proposal says nothing of whom it was about. `times` counts how often
    the same was proposed while it waited."""

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_state_created", "state", "created_at"),)

    kind: Mapped[ProposalKind] = mapped_column(code(ProposalKind, "proposal_kind"))
    source: Mapped[ProposalSource] = mapped_column(code(ProposalSource, "proposal_source"))
    source_reference: Mapped[str | None] = mapped_column(String(80))
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str | None] = mapped_column(Text)
    fault: Mapped[EntryFault | None] = mapped_column(code(EntryFault, "proposal_fault"))
    entry_type: Mapped[EntryType | None] = mapped_column(code(EntryType, "proposal_entry_type"))
    entry_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    entry_name: Mapped[str | None] = mapped_column(String(300))
    need_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    times: Mapped[int] = mapped_column(default=1)
    state: Mapped[ProposalState] = mapped_column(
        code(ProposalState, "proposal_state"), default=ProposalState.OPEN
    )
    reason: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )

    need: Mapped[TaxonomyTerm | None] = relationship(lazy="joined")
    area: Mapped[Area | None] = relationship(lazy="joined")
    proposed_by: Mapped[User | None] = relationship(foreign_keys=proposed_by_id, lazy="joined")
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id, lazy="joined")

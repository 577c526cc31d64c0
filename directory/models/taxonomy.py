"""Taxonomies and their terms (HSDS 3), and the everyday words people use for a term."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.codes import Crisis, code
from directory.models.mixins import Identified, part_of, utc_now


class Taxonomy(Identified, Base):
    """`slug` "needs" and "people" are the house's own; others come with imported data."""

    __tablename__ = "taxonomy"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    uri: Mapped[str | None] = mapped_column(String(500))
    version: Mapped[str | None] = mapped_column(String(40))


class TaxonomyTerm(Identified, Base):
    __tablename__ = "taxonomy_term"
    __table_args__ = (UniqueConstraint("taxonomy_id", "slug"),)

    taxonomy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("taxonomy.id"), index=True)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    slug: Mapped[str] = mapped_column(String(120))
    code: Mapped[str | None] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    term_uri: Mapped[str | None] = mapped_column(String(500))
    position: Mapped[int] = mapped_column(Integer, default=0)

    taxonomy: Mapped[Taxonomy] = relationship(lazy="joined", innerjoin=True)
    parent: Mapped["TaxonomyTerm | None"] = relationship(remote_side="TaxonomyTerm.id")
    words: Mapped[list["TermWord"]] = part_of("TermWord.phrase")


class TermWord(Identified, Base):
    """A word or phrase that people say when they mean the term, in lower case."""

    __tablename__ = "term_word"
    __table_args__ = (UniqueConstraint("taxonomy_term_id", "phrase"),)

    taxonomy_term_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("taxonomy_term.id", ondelete="CASCADE"))
    phrase: Mapped[str] = mapped_column(String(80), index=True)


class Attribute(Identified, Base):
    """Ties a term to a record (HSDS 3 `attribute`): exactly one of the four links is set."""

    __tablename__ = "attribute"

    service_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    guidance_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("guidance.id", ondelete="CASCADE"), index=True
    )
    organization_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    location_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("location.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    taxonomy_term_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("taxonomy_term.id"), index=True)
    link_type: Mapped[str | None] = mapped_column(String(100))
    value: Mapped[str | None] = mapped_column(String(500))

    taxonomy_term: Mapped[TaxonomyTerm] = relationship(lazy="joined", innerjoin=True)

    @property
    def link_entity(self) -> str:
        names = ("service", "guidance", "organization", "location")
        return next(name for name in names if getattr(self, f"{name}_id") is not None)


class CrisisMark(Identified, Base):
    """An officer's statement that an entry is help in this crisis, and may be shown under its panel. It comes
    from no import, feed or proposal."""

    __tablename__ = "crisis_mark"
    __table_args__ = (
        CheckConstraint("(service_id IS NULL) <> (guidance_id IS NULL)", name="one_entry"),
        UniqueConstraint("service_id", "crisis", name="uq_crisis_mark_service"),
        UniqueConstraint("guidance_id", "crisis", name="uq_crisis_mark_guidance"),
    )

    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    guidance_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("guidance.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    crisis: Mapped[Crisis] = mapped_column(code(Crisis, "crisis_mark_crisis"))
    marked_at: Mapped[datetime] = mapped_column(default=utc_now)
    marked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

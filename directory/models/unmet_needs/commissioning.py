"""Who is asked about unmet needs, and by which rule."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Base
from directory.models.area import Area
from directory.models.mixins import Identified, Versioned
from directory.models.taxonomy import TaxonomyTerm

TERM_KEY = "taxonomy_term.id"
AREA_KEY = "area.id"
BODY_KEY = "commissioning_body.id"


class CommissioningBody(Identified, Versioned, Base):
    """Who is asked: an integrated care board, a council, the trust. It answers within `answer_days`;
    `overdue_email` is told too when it did not."""

    __tablename__ = "commissioning_body"
    __table_args__ = (CheckConstraint("answer_days > 0", name="answer_days"),)

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    contact_post: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str | None] = mapped_column(String(254))
    overdue_email: Mapped[str | None] = mapped_column(String(254))
    answer_days: Mapped[int] = mapped_column(default=42)
    is_open: Mapped[bool] = mapped_column(default=True)


class BodyMember(Base):
    """Which bodies a commissioner answers for."""

    __tablename__ = "body_member"

    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True
    )
    body_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey(BODY_KEY, ondelete="CASCADE"), primary_key=True, index=True
    )


class RoutingRule(Identified, Base):
    """Needs like `need` (None: any) from `area` (None: any) go to `body`."""

    __tablename__ = "routing_rule"

    need_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(TERM_KEY))
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(AREA_KEY))
    body_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(BODY_KEY, ondelete="CASCADE"))

    need: Mapped[TaxonomyTerm | None] = relationship(lazy="joined")
    area: Mapped[Area | None] = relationship(lazy="joined")
    body: Mapped[CommissioningBody] = relationship(lazy="joined", innerjoin=True)

"""The list of what was held back, for the officer to decide."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from directory.extensions import db
from directory.listings.withholding.rows import Cleaned
from directory.models import Entry, Guidance, Service, WithholdingReview
from directory.models.codes import EntryType
from directory.models.withholding.records import ReviewCause, ReviewDecision, ReviewSubject


def request(
    subject: ReviewSubject,
    cause: ReviewCause,
    now: datetime,
    *,
    entry: Entry | None = None,
    organization_id: uuid.UUID | None = None,
    location_id: uuid.UUID | None = None,
    fields: Sequence[str] = (),
) -> None:
    """Puts it before the officer. The same thing waits once, however often a source sends it, and what an
    officer decided to keep hidden stays decided."""
    key = entry.id if entry else organization_id
    same = _list_same(subject, key)
    if any(one.decision == ReviewDecision.KEEP_HIDDEN and set(fields) <= set(one.fields) for one in same):
        return
    for one in (review for review in same if review.decided_at is None):
        one.fields = sorted({*one.fields, *fields})
        one.location_id = location_id or one.location_id
        return
    db.session.add(
        WithholdingReview(
            subject=subject,
            cause=cause,
            entry_type=EntryType(entry.entry_type) if entry else None,
            entry_id=entry.id if entry else None,
            organization_id=organization_id,
            location_id=location_id,
            fields=list(fields),
            created_at=now,
        )
    )


def request_for_words(cleaned: Cleaned, now: datetime) -> None:
    subject, cause = ReviewSubject.WORDS, ReviewCause.ADDRESS_IN_TEXT
    for entry_id, names in (cleaned.services | cleaned.guidance).items():
        entry = db.session.get(Service, entry_id) or db.session.get(Guidance, entry_id)
        request(subject, cause, now, entry=entry, fields=sorted(names))
    for organization_id, names in cleaned.organizations.items():
        request(subject, cause, now, organization_id=organization_id, fields=sorted(names))


def list_entries(cleaned: Cleaned, without: Collection[uuid.UUID]) -> list[Entry]:
    """The entries whose own words, or whose organization's, were cleaned."""
    by_organization = Service.organization_id.in_(list(cleaned.organizations))
    services = select(Service).where(Service.id.in_(list(cleaned.services)) | by_organization)
    guidance = select(Guidance).where(Guidance.id.in_(list(cleaned.guidance)))
    found: list[Entry] = [*db.session.scalars(services), *db.session.scalars(guidance)]
    return [one for one in found if one.id not in without]


def list_open() -> list[WithholdingReview]:
    """What an officer has to decide, the oldest first."""
    query = select(WithholdingReview).where(WithholdingReview.decided_at.is_(None))
    return list(db.session.scalars(query.order_by(WithholdingReview.created_at, WithholdingReview.id)))


def find_review(review_id: uuid.UUID) -> WithholdingReview | None:
    return db.session.get(WithholdingReview, review_id)


def count_open() -> int:
    query = select(func.count()).select_from(WithholdingReview).where(WithholdingReview.decided_at.is_(None))
    return db.session.scalar(query) or 0


def is_waiting(entry_id: uuid.UUID) -> bool:
    """Whether something of this entry waits for an officer."""
    query = select(WithholdingReview.id).where(
        WithholdingReview.entry_id == entry_id, WithholdingReview.decided_at.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def is_place_waiting(entry_id: uuid.UUID) -> bool:
    query = select(WithholdingReview.id).where(
        WithholdingReview.entry_id == entry_id,
        WithholdingReview.subject == ReviewSubject.PLACE,
        WithholdingReview.decided_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def _list_same(subject: ReviewSubject, key: uuid.UUID | None) -> list[WithholdingReview]:
    fresh = [one for one in db.session.new if isinstance(one, WithholdingReview) and one.subject == subject]
    about = (WithholdingReview.entry_id == key) | (WithholdingReview.organization_id == key)
    query = select(WithholdingReview).where(WithholdingReview.subject == subject, about)
    with db.session.no_autoflush:
        stored = list(db.session.scalars(query))
    return [one for one in fresh if key in (one.entry_id, one.organization_id)] + stored

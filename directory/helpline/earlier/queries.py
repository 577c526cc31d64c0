"""Finds earlier enquiries by shared words, the rare ones counting most, by shared needs and area, and by how
lately they were asked. Words narrow it down in the database; the best of those are weighed here."""

import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Label, Row, case, func, literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from directory.extensions import db
from directory.helpline.earlier.words import list_words
from directory.listings.needs import Need, list_needs
from directory.models import Enquiry, EnquiryNeed, EnquiryOutcome, EnquiryWord
from directory.models.helpline.codes import EnquiryState

SIMILAR_SHOWN = 5
PAGE_SIZE = 20
_MOST_ASKED_WORDS = 24
_MOST_USED_WORDS = 8
_COMMON = 1_000
"""A word in more enquiries than this says little: it counts only where nothing rarer was typed."""
_LATEST = 300
"""Where nothing rarer was typed, among so many."""
_MOST_WEIGHED = 200
_HALF_YEAR_DAYS = 182.5

NEED_WEIGHT, AREA_WEIGHT, RECENT_WEIGHT = 0.5, 0.25, 0.25
"""Beside all the words shared, which weigh 1."""

_FINISHED = (EnquiryState.ANSWERED,)
_SHOWN = (EnquiryState.ANSWERED, EnquiryState.OPEN, EnquiryState.NEW)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an enquiry is about. `needs` are slugs; `except_id` is the enquiry itself."""

    text: str = ""
    needs: tuple[str, ...] = ()
    area_id: uuid.UUID | None = None
    except_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`total` is at most 200: nobody turns more pages than that."""

    enquiries: list[Enquiry] = field(default_factory=list)
    total: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / PAGE_SIZE))


def find_similar(wanted: Likeness, now: datetime) -> list[Enquiry]:
    """The few most alike, those that somebody is at now too. Nothing where nothing was said yet."""
    return _load(_rank(wanted, now, _SHOWN)[:SIMILAR_SHOWN])


def find_answered(wanted: Likeness, page: int, now: datetime) -> Found:
    """A page of answered enquiries: all that share a word, best first; without words the latest. Where
    `needs` or `area_id` are given, only those that have them."""
    ids = _rank(wanted, now, _FINISHED, is_filter=True)
    page = min(max(page, 1), max(1, math.ceil(len(ids) / PAGE_SIZE)))
    first = (page - 1) * PAGE_SIZE
    return Found(_load(ids[first : first + PAGE_SIZE]), len(ids), page)


def _rank(
    wanted: Likeness, now: datetime, states: Sequence[EnquiryState], *, is_filter: bool = False
) -> list[uuid.UUID]:
    terms = _list_term_ids(wanted.needs)
    conditions: list[ColumnElement[bool]] = [Enquiry.state.in_(states), Enquiry.emptied_at.is_(None)]
    if wanted.except_id:
        conditions.append(Enquiry.id != wanted.except_id)
    if is_filter and wanted.needs:
        conditions.append(_has_need(terms))
    if is_filter and wanted.area_id:
        conditions.append(Enquiry.area_id == wanted.area_id)
    weights, are_common = _weigh_words(list_words(wanted.text)[:_MOST_ASKED_WORDS])
    if weights:
        find = _find_by_common_words if are_common and not is_filter else _find_by_words
        rows = find(weights, conditions)
    elif is_filter and wanted.text.strip():
        rows = []
    else:
        rows = _find_latest(terms, conditions) if terms or is_filter else []
    return _order(rows, wanted, terms, sum(weights.values()), now)


def _weigh_words(words: Sequence[str]) -> tuple[dict[str, float], bool]:
    """By word, how much it says: the fewer enquiries have it, the more; and whether all of them are common.
    No count goes beyond _COMMON, so that common words cost no more than rare ones."""
    if not words:
        return {}, False
    counts = union_all(
        *(
            select(literal(word).label("word"), func.count().label("count")).select_from(
                select(EnquiryWord.word).where(EnquiryWord.word == word).limit(_COMMON).subquery()
            )
            for word in words
        )
    )
    found = {word: count for word, count in db.session.execute(counts) if count}
    rare = {word: count for word, count in found.items() if count < _COMMON}
    are_common, rare = not rare, rare or found
    total = max(db.session.scalar(select(func.max(Enquiry.number))) or 1, 1)
    kept = sorted(rare, key=lambda word: rare[word])[:_MOST_USED_WORDS]
    return {word: math.log(1 + total / rare[word]) for word in kept}, are_common


def _find_by_words(weights: dict[str, float], conditions: list[ColumnElement[bool]]) -> list[Row]:
    """(id, weight of the shared words, asked_at, area_id), the heaviest first."""
    # The words alone first: of a common one there are thousands, and their enquiries are not needed.
    shared = (
        select(EnquiryWord.enquiry_id, _add_up(weights))
        .where(EnquiryWord.word.in_(list(weights)))
        .group_by(EnquiryWord.enquiry_id)
        .subquery()
    )
    query = select(Enquiry.id, shared.c.weight, Enquiry.asked_at, Enquiry.area_id)
    query = query.join(shared, shared.c.enquiry_id == Enquiry.id).where(*conditions)
    best = query.order_by(shared.c.weight.desc(), Enquiry.asked_at.desc()).limit(_MOST_WEIGHED)
    return list(db.session.execute(best))


def _find_by_common_words(weights: dict[str, float], conditions: list[ColumnElement[bool]]) -> list[Row]:
    """The same, of the latest."""
    columns = (Enquiry.id, Enquiry.asked_at, Enquiry.area_id)
    latest = select(*columns).where(*conditions).order_by(Enquiry.asked_at.desc()).limit(_LATEST).subquery()
    query = (
        select(latest.c.id, _add_up(weights), latest.c.asked_at, latest.c.area_id)
        .join(EnquiryWord, EnquiryWord.enquiry_id == latest.c.id)
        .where(EnquiryWord.word.in_(list(weights)))
        .group_by(latest.c.id, latest.c.asked_at, latest.c.area_id)
    )
    return list(db.session.execute(query))


def _add_up(weights: dict[str, float]) -> Label[float]:
    return func.sum(case(weights, value=EnquiryWord.word)).label("weight")


def _find_latest(terms: set[uuid.UUID], conditions: list[ColumnElement[bool]]) -> list[Row]:
    if terms:
        conditions = [*conditions, _has_need(terms)]
    query = select(Enquiry.id, literal(0.0), Enquiry.asked_at, Enquiry.area_id).where(*conditions)
    return list(db.session.execute(query.order_by(Enquiry.asked_at.desc()).limit(_MOST_WEIGHED)))


def _order(
    rows: list[Row], wanted: Likeness, terms: set[uuid.UUID], heaviest: float, now: datetime
) -> list[uuid.UUID]:
    ids = [row[0] for row in rows]
    query = select(EnquiryNeed.enquiry_id).where(
        EnquiryNeed.enquiry_id.in_(ids), EnquiryNeed.taxonomy_term_id.in_(terms)
    )
    sharing = set(db.session.scalars(query)) if terms and ids else set()

    def weigh(row: Row) -> float:
        enquiry_id, weight, asked_at, area_id = row
        age_days = max((now - asked_at).total_seconds() / 86_400, 0)
        is_near = wanted.area_id is not None and area_id == wanted.area_id
        words = weight / heaviest if heaviest else 0
        recent = RECENT_WEIGHT * 0.5 ** (age_days / _HALF_YEAR_DAYS)
        return words + NEED_WEIGHT * (enquiry_id in sharing) + AREA_WEIGHT * is_near + recent

    return [row[0] for row in sorted(rows, key=weigh, reverse=True)]


def _load(ids: Sequence[uuid.UUID]) -> list[Enquiry]:
    query = select(Enquiry).where(Enquiry.id.in_(ids))
    parts = (
        selectinload(Enquiry.needs),
        joinedload(Enquiry.area),
        selectinload(Enquiry.outcomes).selectinload(EnquiryOutcome.entries),
    )
    found = {one.id: one for one in db.session.scalars(query.options(*parts))} if ids else {}
    return [found[enquiry_id] for enquiry_id in ids if enquiry_id in found]


def _list_term_ids(slugs: Sequence[str]) -> set[uuid.UUID]:
    """The needs named and all below them."""
    found: set[uuid.UUID] = set()

    def walk(need: Need) -> None:
        if need.slug in slugs:
            found.update(need.list_term_ids())
        for child in need.children:
            walk(child)

    for top in list_needs() if slugs else []:
        walk(top)
    return found


def _has_need(terms: set[uuid.UUID]) -> ColumnElement[bool]:
    return Enquiry.needs.any(EnquiryNeed.taxonomy_term_id.in_(terms))

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
from directory.listings.needs import Need, find_needs
from directory.models import Enquiry, EnquiryNeed, EnquiryOutcome, EnquiryWord
from directory.models.helpline.codes import EnquiryState
from directory.unmet_needs.queries import list_near_terms

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

RARE = 0.5
"""A word is rare where it weighs at least this share of what a word weighs that one enquiry alone has: among
400 enquiries a word of 20 or fewer."""
CLEARLY = 0.5
"""An enquiry of another need is shown where the rare words it shares weigh more than this share of all rare
words asked. One that no enquiry has is rare too: chess is asked for, and a lunch club is not alike."""

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
class _Weights:
    """By word, how much it says: all that some enquiry has, the rare ones of them, and what all rare ones
    asked weigh together. `are_common`: nothing rarer than _COMMON was asked."""

    known: dict[str, float] = field(default_factory=dict)
    rare: dict[str, float] = field(default_factory=dict)
    rare_asked: float = 0
    are_common: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """`total` is at most 200: nobody turns more pages than that."""

    enquiries: list[Enquiry] = field(default_factory=list)
    total: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / PAGE_SIZE))


def find_similar(wanted: Likeness, now: datetime, needs: Sequence[Need] | None = None) -> list[Enquiry]:
    """The few most alike, those that somebody is at now too: only those that share a need, or one above or
    below, or clearly the rare words. Nothing where nothing was said yet. `needs`: the tree, where it is read
    already."""
    terms = list_near_terms(wanted.needs, needs) if wanted.needs else set()
    return _load(_rank(wanted, terms, now, _SHOWN)[:SIMILAR_SHOWN])


def find_answered(wanted: Likeness, page: int, now: datetime) -> Found:
    """A page of answered enquiries: all that share a word, best first; without words the latest. Where
    `needs` or `area_id` are given, only those that have them."""
    terms = {term_id for need in find_needs(wanted.needs) for term_id in need.list_term_ids()}
    ids = _rank(wanted, terms, now, _FINISHED, is_filter=True)
    page = min(max(page, 1), max(1, math.ceil(len(ids) / PAGE_SIZE)))
    first = (page - 1) * PAGE_SIZE
    return Found(_load(ids[first : first + PAGE_SIZE]), len(ids), page)


def _rank(
    wanted: Likeness,
    terms: set[uuid.UUID],
    now: datetime,
    states: Sequence[EnquiryState],
    *,
    is_filter: bool = False,
) -> list[uuid.UUID]:
    conditions: list[ColumnElement[bool]] = [Enquiry.state.in_(states), Enquiry.emptied_at.is_(None)]
    if wanted.except_id:
        conditions.append(Enquiry.id != wanted.except_id)
    if is_filter and wanted.needs:
        conditions.append(_has_need(terms))
    if is_filter and wanted.area_id:
        conditions.append(Enquiry.area_id == wanted.area_id)
    weights = _weigh_words(list_words(wanted.text)[:_MOST_ASKED_WORDS])
    if weights.known and (is_filter or terms or weights.rare):
        find = _find_by_common_words if weights.are_common and not is_filter else _find_by_words
        rows = find(weights, conditions)
    elif is_filter and wanted.text.strip():
        rows = []
    else:
        rows = _find_latest(terms, conditions) if terms or is_filter else []
    sharing = _find_sharing(rows, terms)
    if not is_filter:
        clear = CLEARLY * weights.rare_asked
        rows = [row for row in rows if row.id in sharing or row.rare > clear]
    return _order(rows, wanted, sharing, sum(weights.known.values()), now)


def _weigh_words(words: Sequence[str]) -> _Weights:
    """The fewer enquiries have a word, the more it says. No count goes beyond _COMMON, so that common words
    cost no more than rare ones."""
    if not words:
        return _Weights()
    counts = union_all(
        *(
            select(literal(word).label("word"), func.count().label("count")).select_from(
                select(EnquiryWord.word).where(EnquiryWord.word == word).limit(_COMMON).subquery()
            )
            for word in words
        )
    )
    found = {word: count for word, count in db.session.execute(counts) if count}
    uncommon = {word: count for word, count in found.items() if count < _COMMON}
    used = uncommon or found
    total = max(db.session.scalar(select(func.max(Enquiry.number))) or 1, 1)
    kept = sorted(used, key=lambda word: used[word])[:_MOST_USED_WORDS]
    known, heaviest = {word: math.log(1 + total / used[word]) for word in kept}, math.log(1 + total)
    rare = {word: known[word] for word in kept if word in uncommon and known[word] >= RARE * heaviest}
    asked = sum(rare.values()) + heaviest * (len(words) - len(found))
    return _Weights(known, rare, asked, are_common=not uncommon)


def _find_by_words(weights: _Weights, conditions: list[ColumnElement[bool]]) -> list[Row]:
    """(id, weight of the shared words, of the rare ones, asked_at, area_id), the heaviest first."""
    # The words alone first: of a common one there are thousands, and their enquiries are not needed.
    shared = (
        select(EnquiryWord.enquiry_id, *_add_up(weights))
        .where(EnquiryWord.word.in_(list(weights.known)))
        .group_by(EnquiryWord.enquiry_id)
        .subquery()
    )
    query = select(Enquiry.id, shared.c.weight, shared.c.rare, Enquiry.asked_at, Enquiry.area_id)
    query = query.join(shared, shared.c.enquiry_id == Enquiry.id).where(*conditions)
    best = query.order_by(shared.c.weight.desc(), Enquiry.asked_at.desc()).limit(_MOST_WEIGHED)
    return list(db.session.execute(best))


def _find_by_common_words(weights: _Weights, conditions: list[ColumnElement[bool]]) -> list[Row]:
    """The same, of the latest."""
    columns = (Enquiry.id, Enquiry.asked_at, Enquiry.area_id)
    latest = select(*columns).where(*conditions).order_by(Enquiry.asked_at.desc()).limit(_LATEST).subquery()
    query = (
        select(latest.c.id, *_add_up(weights), latest.c.asked_at, latest.c.area_id)
        .join(EnquiryWord, EnquiryWord.enquiry_id == latest.c.id)
        .where(EnquiryWord.word.in_(list(weights.known)))
        .group_by(latest.c.id, latest.c.asked_at, latest.c.area_id)
    )
    return list(db.session.execute(query))


def _add_up(weights: _Weights) -> tuple[Label[float], Label[float]]:
    known = case(weights.known, value=EnquiryWord.word)
    rare = case(weights.rare, value=EnquiryWord.word, else_=0.0) if weights.rare else literal(0.0)
    return func.sum(known).label("weight"), func.sum(rare).label("rare")


def _find_latest(terms: set[uuid.UUID], conditions: list[ColumnElement[bool]]) -> list[Row]:
    if terms:
        conditions = [*conditions, _has_need(terms)]
    columns = (Enquiry.id, literal(0.0).label("weight"), literal(0.0).label("rare"))
    query = select(*columns, Enquiry.asked_at, Enquiry.area_id).where(*conditions)
    return list(db.session.execute(query.order_by(Enquiry.asked_at.desc()).limit(_MOST_WEIGHED)))


def _find_sharing(rows: list[Row], terms: set[uuid.UUID]) -> set[uuid.UUID]:
    """Those that have one of these needs."""
    ids = [row.id for row in rows]
    query = select(EnquiryNeed.enquiry_id).where(
        EnquiryNeed.enquiry_id.in_(ids), EnquiryNeed.taxonomy_term_id.in_(terms)
    )
    return set(db.session.scalars(query)) if terms and ids else set()


def _order(
    rows: list[Row], wanted: Likeness, sharing: set[uuid.UUID], heaviest: float, now: datetime
) -> list[uuid.UUID]:
    def weigh(row: Row) -> float:
        enquiry_id, weight, _, asked_at, area_id = row
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


def _has_need(terms: set[uuid.UUID]) -> ColumnElement[bool]:
    return Enquiry.needs.any(EnquiryNeed.taxonomy_term_id.in_(terms))

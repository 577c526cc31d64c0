"""What was searched, as the officer reads it: true counts, for nobody else."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from directory.extensions import db
from directory.listings.needs import find_need
from directory.models import (
    Area,
    Attribute,
    LoggedOpening,
    LoggedSearch,
    LoggedSearchNeed,
    MonthlySearches,
    Taxonomy,
    TaxonomyTerm,
)
from directory.search.log.counting import COUNTS, HAS_NO_RESULT

PAGE_SIZE = 50
VIEWS = ("searches", "without_result", "few", "unopened")
PERIODS = (7, 30, 90)
_MOST_ROWS = 25


@dataclass(frozen=True)
class LogFilter:
    """`view`: which of the counts the list is about. `need` and `area` are slugs, a need with all below it;
    `who` is "public" or "staff"; "" means any. `days` until now. `page` counts from 1."""

    view: str = "searches"
    days: int = 30
    need: str = ""
    area: str = ""
    who: str = ""
    page: int = 1

    def to_query(self, **changes: Any) -> dict[str, Any]:
        """For url_for(): only what is set."""
        plain = asdict(LogFilter())
        values = asdict(replace(self, **changes))
        return {name: str(value) for name, value in values.items() if value != plain[name]}


@dataclass(frozen=True)
class WordsPage:
    """`total` counts all pages; `rows` are those of this one: words and the four counts."""

    rows: Sequence[Row[Any]]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class WeakSignal:
    """How many searches for `need` in `area` found nothing."""

    need: str
    need_slug: str
    area: str
    area_slug: str
    searches: int


def list_words(wanted: LogFilter, now: datetime) -> WordsPage:
    """Words by the count that `wanted` is about, those with none of it left out. Two queries."""
    count = next(one for one in COUNTS if one.name == wanted.view)
    query = select(LoggedSearch.words, *COUNTS).where(*_rules(wanted, now), LoggedSearch.words.is_not(None))
    grouped = query.group_by(LoggedSearch.words).having(count > 0)
    total = db.session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    page = grouped.order_by(count.desc(), LoggedSearch.words).limit(PAGE_SIZE)
    rows = db.session.execute(page.offset((wanted.page - 1) * PAGE_SIZE)).all()
    return WordsPage(rows, total)


def count_searches(wanted: LogFilter, now: datetime) -> Row[Any]:
    """The four counts of all searches, with words kept or not."""
    return db.session.execute(select(*COUNTS).where(*_rules(wanted, now))).one()


def count_crises(wanted: LogFilter, now: datetime) -> int:
    crises = select(func.count(LoggedSearch.id)).where(*_rules(wanted, now), LoggedSearch.is_crisis)
    return db.session.scalar(crises) or 0


def list_by_need(wanted: LogFilter, now: datetime) -> Sequence[Row[Any]]:
    """name, slug and the four counts of the needs most searched for. A search for two needs counts under
    both."""
    query = select(TaxonomyTerm.name, TaxonomyTerm.slug, *COUNTS).select_from(LoggedSearch)
    query = query.join(LoggedSearchNeed, LoggedSearchNeed.search_id == LoggedSearch.id)
    query = query.join(TaxonomyTerm, TaxonomyTerm.id == LoggedSearchNeed.taxonomy_term_id)
    return _list_most(query.group_by(TaxonomyTerm.name, TaxonomyTerm.slug), wanted, now)


def list_by_area(wanted: LogFilter, now: datetime) -> Sequence[Row[Any]]:
    """name, slug and the four counts of the districts and networks most searched from."""
    query = select(Area.name, Area.slug, *COUNTS).select_from(LoggedSearch)
    query = query.join(Area, Area.id == LoggedSearch.area_id)
    return _list_most(query.group_by(Area.name, Area.slug), wanted, now)


def list_areas() -> Sequence[Row[Any]]:
    """slug and name of every area that somebody searched from."""
    searched = select(LoggedSearch.area_id).where(LoggedSearch.area_id.is_not(None))
    return db.session.execute(
        select(Area.slug, Area.name).where(Area.id.in_(searched)).order_by(Area.name)
    ).all()


def find_likely_need(words: str) -> str | None:
    """Slug of the need that entries opened from these words have most often as their first."""
    query = select(TaxonomyTerm.slug).select_from(LoggedOpening)
    query = query.join(LoggedSearch, LoggedSearch.id == LoggedOpening.search_id)
    opened = LoggedOpening.entry_id
    query = query.join(Attribute, or_(Attribute.service_id == opened, Attribute.guidance_id == opened))
    query = query.join(TaxonomyTerm, TaxonomyTerm.id == Attribute.taxonomy_term_id).join(Taxonomy)
    query = query.where(Taxonomy.slug == "needs", Attribute.position == 0, LoggedSearch.words == words)
    most = query.group_by(TaxonomyTerm.slug).order_by(func.count().desc(), TaxonomyTerm.slug)
    return db.session.scalar(most.limit(1))


def list_months() -> Sequence[date]:
    """Months that are counted, the newest first."""
    return db.session.scalars(
        select(MonthlySearches.month).distinct().order_by(MonthlySearches.month.desc())
    ).all()


def list_words_of(month: date) -> Sequence[MonthlySearches]:
    """The most searched first; all other searches of the month, under empty words, last."""
    query = select(MonthlySearches).where(MonthlySearches.month == month)
    order = (MonthlySearches.words == "", MonthlySearches.searches.desc(), MonthlySearches.words)
    return db.session.scalars(query.order_by(*order).limit(500)).all()


def list_weak_signals(
    now: datetime,
    *,
    days: int = 90,
    need_ids: Iterable[uuid.UUID] = (),
    area_ids: Iterable[uuid.UUID] = (),
) -> list[WeakSignal]:
    """Searches that found nothing, by need and area (a district or a primary care network), the most first;
    only of `need_ids` and `area_ids` where any are given. True counts, for the officer alone. A search is no
    unmet need: nobody said that they need it, and one person may have searched ten times."""
    names = (TaxonomyTerm.name, TaxonomyTerm.slug, Area.name, Area.slug)
    count = func.count(LoggedSearch.id)
    query = select(*names, count)
    query = query.select_from(LoggedSearch).join(Area, Area.id == LoggedSearch.area_id)
    query = query.join(LoggedSearchNeed, LoggedSearchNeed.search_id == LoggedSearch.id)
    query = query.join(TaxonomyTerm, TaxonomyTerm.id == LoggedSearchNeed.taxonomy_term_id)
    query = query.where(HAS_NO_RESULT, LoggedSearch.at >= now - timedelta(days=days))
    if needs := list(need_ids):
        query = query.where(TaxonomyTerm.id.in_(needs))
    if areas := list(area_ids):
        query = query.where(Area.id.in_(areas))
    most_first = query.group_by(*names).order_by(count.desc(), TaxonomyTerm.name, Area.name)
    return [WeakSignal(*row) for row in db.session.execute(most_first.limit(_MOST_ROWS))]


def _list_most(query: Any, wanted: LogFilter, now: datetime) -> Sequence[Row[Any]]:
    count = next(one for one in COUNTS if one.name == wanted.view)
    query = query.where(*_rules(wanted, now)).having(count > 0)
    return db.session.execute(query.order_by(count.desc()).limit(_MOST_ROWS)).all()


def _rules(wanted: LogFilter, now: datetime) -> list[ColumnElement[bool]]:
    rules = [LoggedSearch.at >= now - timedelta(days=wanted.days)]
    if wanted.who:
        rules.append(LoggedSearch.is_staff.is_(wanted.who == "staff"))
    if wanted.area:
        rules.append(LoggedSearch.area_id.in_(select(Area.id).where(Area.slug == wanted.area)))
    if wanted.need:
        need = find_need(wanted.need)
        terms = LoggedSearchNeed.taxonomy_term_id.in_(need.list_term_ids() if need else [])
        rules.append(LoggedSearch.id.in_(select(LoggedSearchNeed.search_id).where(terms)))
    return rules

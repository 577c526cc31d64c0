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
from directory.search.log.counting import COUNTS, CRISES, FLAGS, HAS_NO_RESULT, IS_WEAK, count_flags

PAGE_SIZE = 50
VIEWS = ("searches", "without_result", "weak", "few", "unopened")
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
    """`total` counts all pages; `rows` are those of this one: words and the counts."""

    rows: Sequence[Row[Any]]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class WeakSignal:
    """How many searches for `need` in `area` found nothing, and how many only weak results."""

    need: str
    need_slug: str
    area: str
    area_slug: str
    without_result: int
    weak: int


def list_words(wanted: LogFilter, now: datetime) -> WordsPage:
    """Words by the count that `wanted` is about, those with none of it left out. One pass."""
    count, total = _find_count(wanted), func.count().over().label("total")
    query = select(LoggedSearch.words, *COUNTS, total).where(*_rules(wanted, now))
    grouped = query.where(LoggedSearch.words.is_not(None)).group_by(LoggedSearch.words).having(count > 0)
    page = grouped.order_by(count.desc(), LoggedSearch.words).limit(PAGE_SIZE)
    rows = db.session.execute(page.offset((wanted.page - 1) * PAGE_SIZE)).all()
    if not rows and wanted.page > 1:
        return WordsPage([], list_words(replace(wanted, page=1), now).total)
    return WordsPage(rows, rows[0].total if rows else 0)


def count_searches(wanted: LogFilter, now: datetime) -> Row[Any]:
    """The counts of all searches, with words kept or not; and `crises`."""
    return db.session.execute(select(*COUNTS, CRISES).where(*_rules(wanted, now))).one()


def list_by_need(wanted: LogFilter, now: datetime) -> Sequence[Row[Any]]:
    """name, slug and the counts of the needs most searched for. A search for two needs counts under
    both."""
    found, need = _first(select(LoggedSearch.id, *FLAGS).where(*_rules(wanted, now))), LoggedSearchNeed
    query = select(need.taxonomy_term_id.label("key"), *count_flags(found))
    query = query.join(found, found.c.id == need.search_id).group_by(need.taxonomy_term_id)
    return _list_most(query, TaxonomyTerm, wanted)


def list_by_area(wanted: LogFilter, now: datetime) -> Sequence[Row[Any]]:
    """name, slug and the counts of the districts and networks most searched from."""
    area = LoggedSearch.area_id
    found = _first(select(area, *FLAGS).where(*_rules(wanted, now), area.is_not(None)))
    query = select(found.c.area_id.label("key"), *count_flags(found)).group_by(found.c.area_id)
    return _list_most(query, Area, wanted)


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
    """Searches that found nothing, or nothing that fits, by need and area (a district or a primary care
    network), those that found nothing first; only of `need_ids` and `area_ids` where any are given. True
    counts, for the officer alone. A search is no unmet need: nobody said that they need it, and one person
    may have searched ten times."""
    rules = [LoggedSearch.area_id.is_not(None), LoggedSearch.at >= now - timedelta(days=days)]
    rules.append(or_(HAS_NO_RESULT, IS_WEAK))
    if areas := list(area_ids):
        rules.append(LoggedSearch.area_id.in_(areas))
    found = _first(select(LoggedSearch.id, LoggedSearch.area_id, *FLAGS).where(*rules))
    need, counts = LoggedSearchNeed, count_flags(found)
    query = select(need.taxonomy_term_id.label("need"), found.c.area_id, *counts)
    query = query.join(found, found.c.id == need.search_id)
    if needs := list(need_ids):
        query = query.where(need.taxonomy_term_id.in_(needs))
    # Names only of what is left when all is counted.
    most = query.group_by(need.taxonomy_term_id, found.c.area_id).subquery()
    numbers = most.c.without_result, most.c.weak
    named = select(TaxonomyTerm.name, TaxonomyTerm.slug, Area.name, Area.slug, *numbers)
    named = named.join(most, TaxonomyTerm.id == most.c.need).join(Area, Area.id == most.c.area_id)
    order = (*(number.desc() for number in numbers), TaxonomyTerm.name, Area.name)
    return [WeakSignal(*row) for row in db.session.execute(named.order_by(*order).limit(_MOST_ROWS))]


def _first(query: Any) -> Any:
    """What is to be found before anything else is looked at: left to itself, SQLite would begin with every
    need and area that was ever asked for."""
    return query.cte().prefix_with("MATERIALIZED")


def _list_most(query: Any, names: Any, wanted: LogFilter) -> Sequence[Row[Any]]:
    """`query` counts by "key", the id of a row of `names`."""
    most = query.subquery()
    counts = [most.c[count.name] for count in COUNTS]
    named = select(names.name, names.slug, *counts).join(most, names.id == most.c.key)
    wanted_count = most.c[wanted.view]
    order = (wanted_count.desc(), names.name)
    return db.session.execute(named.where(wanted_count > 0).order_by(*order).limit(_MOST_ROWS)).all()


def _find_count(wanted: LogFilter) -> ColumnElement[int]:
    return next(one for one in COUNTS if one.name == wanted.view)


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

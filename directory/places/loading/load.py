"""Loads files of places: reads them all first, then puts everything in place in one transaction."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from directory import audit
from directory.extensions import db
from directory.models import Area, Postcode
from directory.models.codes import AreaKind, PointKind
from directory.places.actions import fill_area_points
from directory.places.loading.files import LoadRefused, Table, open_tables
from directory.places.loading.layouts import Content
from directory.places.loading.points import (
    Middles,
    find_middles,
    place_areas,
    write_points,
    write_published_points,
)
from directory.places.loading.postcode_rows import Counts, read_postcodes
from directory.places.loading.practices import (
    Outcome,
    load_branches,
    load_memberships,
    load_networks,
    load_practices,
)
from directory.places.loading.staging import StagedPostcodes
from directory.places.progress import Report

_POSTCODES = (Content.GRID_POSTCODES, Content.POSTCODES)


@dataclass
class Summary:
    """What was loaded, in plain sentences, for the screen and for the audit trail."""

    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        self.lines.append(line)


def load_places(
    paths: Sequence[Path], *, report: Report, on: date, everywhere: bool = False, actor: None = None
) -> Summary:
    """Recognises every file before it changes anything; raises LoadRefused for the first that it cannot.
    All postcodes of one call together replace the table. The caller commits."""
    tables = [table for path in paths for table in open_tables(path)]
    summary = Summary()
    _load_postcodes(_only(tables, *_POSTCODES), summary, report)
    for content, kind in ((Content.SECTORS, PointKind.SECTOR), (Content.DISTRICTS, PointKind.DISTRICT)):
        for table in _only(tables, content):
            summary.add(f"{write_published_points(table, kind):,} {content} from {table.name}.")
    _load_practices(tables, summary, everywhere, on)
    fill_area_points()
    audit.record("places.loaded", actor, "places", files=[path.name for path in paths], lines=summary.lines)
    db.session.flush()
    return summary


def _only(tables: Iterable[Table], *contents: Content) -> list[Table]:
    return [table for table in tables if table.layout.content in contents]


def _load_postcodes(tables: list[Table], summary: Summary, report: Report) -> None:
    if not tables:
        return
    counts = Counts()
    with _without_collector(), StagedPostcodes() as staged:
        _stage(staged, tables, counts, report)
        if not counts.kept:
            raise LoadRefused(f"{tables[0].name} holds no postcode with a place. Nothing was changed.")
        with db.engine.connect() as connection:
            middles = find_middles(connection, staged.table)
    before = db.session.scalar(select(func.count()).select_from(Postcode))
    staged.put_in_place()
    write_points(middles)
    place_areas(middles)
    _describe(counts, middles, before or 0, summary)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of short-lived rows hold no cycles: looking for some took a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _stage(staged: StagedPostcodes, tables: list[Table], counts: Counts, report: Report) -> None:
    total = sum(table.size for table in tables)
    done = 0

    def advance(amount: int) -> None:
        nonlocal done
        done += amount

    for table in tables:
        for rows in read_postcodes(table, counts, advance):
            staged.add(rows)
            report("Postcodes", min(done, total), total)
    staged.finish()
    report("Postcodes", total, total)


def _describe(counts: Counts, middles: Middles, before: int, summary: Summary) -> None:
    summary.add(
        f"{counts.kept:,} postcodes (there were {before:,}), {len(middles.sectors):,} sectors and "
        f"{len(middles.districts):,} postcode districts."
    )
    left_out = (
        (counts.ended, "that are no longer used"),
        (counts.without_place, "without coordinates"),
        (counts.unreadable, f"that cannot be read, such as {counts.examples[:1]}"),
    )
    for count, why in left_out:
        if count:
            summary.add(f"{count:,} rows left out {why}.")
    known = set(db.session.scalars(select(Area.code).where(Area.kind == AreaKind.DISTRICT)))
    named = {code for middle in middles.districts.values() for code in middle.districts if code}
    if named - known:
        summary.add(
            f"{len(named & known)} of the {len(named)} local authority districts they lie in are areas of "
            "this directory. Postcodes in the others are placed by their coordinates and country alone."
        )


def _load_practices(tables: list[Table], summary: Summary, everywhere: bool, on: date) -> None:
    practices, branches = _only(tables, Content.PRACTICES), _only(tables, Content.BRANCHES)
    networks, memberships = _only(tables, Content.NETWORKS), _only(tables, Content.MEMBERSHIPS)
    if practices:
        _tell(summary, Content.PRACTICES, load_practices(practices, everywhere=everywhere, on=on))
    if branches:
        _tell(summary, Content.BRANCHES, load_branches(branches, on=on))
    if networks:
        _tell(summary, Content.NETWORKS, load_networks(networks, everywhere=everywhere, on=on))
    if memberships:
        _tell(summary, Content.MEMBERSHIPS, load_memberships(memberships))


def _tell(summary: Summary, content: Content, outcome: Outcome) -> None:
    elsewhere = f" ({outcome.left_out:,} of other systems left out)" if outcome.left_out else ""
    summary.add(f"{outcome.kept:,} {content}{elsewhere}.")

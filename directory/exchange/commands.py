"""`flask exchange ...`: records in from files."""

import gc
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import OperationalError

from directory.exchange.actions import ImportOptions, import_services
from directory.exchange.gone import WhenGone
from directory.exchange.hsds_csv_writer import EDITIONS, write_hsds_csv
from directory.exchange.readers.choose import read_path, read_path_tables
from directory.exchange.records import Reading, UnreadableFile
from directory.exchange.report import Outcome, Report
from directory.extensions import db, expect_writes
from directory.models.codes import Status
from directory.privacy.entry_text import holds_nhs_number

REFUSED, UNREADABLE, STOPPED = 1, 2, 130
_SHOWN = 20
_LONGEST_TURN, _PAUSE = 2.0, 0.15  # seconds

exchange = AppGroup("exchange", help="Bring records in from other directories.")


@exchange.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML file for CSV of any other shape.")
@click.option("--source", help="What the source is called here. Default: from the mapping, or the file name.")
@click.option("--organization", help="Who runs those records that do not say.")
@click.option(
    "--status",
    type=click.Choice(["draft", "active"]),
    default="draft",
    show_default=True,
    help="What new entries become. Active ones that lack something a visitor needs stay drafts.",
)
@click.option("--overwrite", is_flag=True, help="Replace entries that somebody here edited since.")
@click.option(
    "--when-gone",
    type=click.Choice([one.value for one in WhenGone]),
    default=WhenGone.KEEP.value,
    show_default=True,
    help="What becomes of entries that their source no longer has: told only, put to an officer, withdrawn.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Every record: .csv or .json."
)
def import_command(path: Path, mapping: Path | None, report: Path | None, **given: Any) -> None:
    """Import services from PATH: HSDS 3 or Open Referral UK JSON (a file, or a folder of responses), a folder
    of HSDS CSV files, or any CSV with a --mapping.

    Running it again changes only what its source changed. Stop it whenever you like: run it again to go on.

    Ends with 0 when all went in, 1 when records were refused, 2 when a file cannot be read.
    """
    expect_writes(not given["dry_run"])
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _stop)
    console = Console(stderr=False, highlight=False, soft_wrap=True)
    try:
        if report and not report.parent.is_dir():
            raise UnreadableFile(f"There is no folder {report.parent} for the report.")
        reading = read_path(path, mapping)
        done = _run(reading, _options(reading, path, **given), console)
        _show(done, console, given["dry_run"])
        if report:
            done.write(report)
    except (UnreadableFile, OSError) as error:
        _fail(console, str(error), UNREADABLE)
    except OperationalError as error:
        _fail(console, f"The database did not answer: {error.orig}", UNREADABLE)
    except KeyboardInterrupt:
        db.session.rollback()
        _fail(console, "Stopped. What was done is whole; run it again to go on.", STOPPED)
    if done.count(Outcome.REFUSED):
        raise SystemExit(REFUSED)


@exchange.command("convert")
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML file for CSV of any other shape.")
@click.option("--edition", type=click.Choice(EDITIONS), default="3.0", show_default=True, help="Of HSDS.")
def convert_command(path: Path, folder: Path, mapping: Path | None, edition: str) -> None:
    """Write what is at PATH (CSV with a --mapping, or HSDS CSV) as HSDS CSV files into FOLDER. Nothing is
    imported: this is the way to look at what a mapping makes."""
    console = Console(highlight=False, soft_wrap=True)
    try:
        tables = read_path_tables(path, mapping)
        write_hsds_csv(tables, folder, edition)
    except (UnreadableFile, OSError) as error:
        _fail(console, str(error), UNREADABLE)
    counts = [f"{len(rows):,} {name}" for name, rows in tables.tables.items()]
    console.print(f"Written: {', '.join(counts)}.")


def _options(reading: Reading, path: Path, **given: Any) -> ImportOptions:
    source = (given["source"] or reading.source or path.resolve().stem)[:200]
    if holds_nhs_number(f"{source}\n{given['organization'] or reading.organization or ''}"):
        raise UnreadableFile(
            "The name of the source or of its organization holds an NHS number: name it with --source."
        )
    return ImportOptions(
        source=source,
        status=Status(given["status"]),
        overwrite=given["overwrite"],
        dry_run=given["dry_run"],
        organization=given["organization"] or reading.organization,
        when_gone=WhenGone(given["when_gone"]),
    )


def _run(reading: Reading, options: ImportOptions, console: Console) -> Report:
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("import", total=None)
        commit = _Commits(time.monotonic)
        gc.freeze()  # what was read stays to the end: to look through it for garbage took a sixth of the time
        try:
            return import_services(reading, options, commit=commit, step=_stepper(progress, task))
        finally:
            gc.unfreeze()


class _Commits:
    """Commits, and now and then lets others write: SQLite has one writer, and those who wait for it look
    only every tenth of a second."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._last = clock, clock()

    def __call__(self) -> None:
        db.session.commit()
        if self._clock() - self._last > _LONGEST_TURN:
            time.sleep(_PAUSE)
            self._last = self._clock()


def _stepper(progress: Progress, task: Any) -> Callable[[int], None]:
    def step(number: int) -> None:
        if progress.tasks[0].total is None:
            progress.update(task, total=number)
        else:
            progress.advance(task, number)

    return step


def _show(report: Report, console: Console, is_rehearsal: bool) -> None:
    for warning in report.warnings:
        console.print(f"Note: {warning}", markup=False)
    shown = [line for line in report.lines if line.outcome in (Outcome.REFUSED, Outcome.GONE)]
    if is_rehearsal:
        shown += [line for line in report.lines if line.outcome in (Outcome.CREATED, Outcome.UPDATED)]
    for line in shown[:_SHOWN]:
        why = "; ".join(line.faults or line.changed)
        where = f" ({line.origin})" if line.origin else ""
        console.print(f"{line.outcome}: {line.name or line.external_id}{where} {why}".strip(), markup=False)
    if len(shown) > _SHOWN:
        console.print(f"... and {len(shown) - _SHOWN:,} more. --report FILE writes all of them.")
    for warning, number in report.list_common_warnings():
        console.print(f"Note: {warning}: {number:,} records", markup=False)
    counts = [f"{report.count(outcome):,} {outcome.value}" for outcome in Outcome if report.count(outcome)]
    console.print(("Would be: " if is_rehearsal else "Done: ") + (", ".join(counts) or "nothing") + ".")


def _stop(_signal: int, _frame: Any) -> NoReturn:
    raise KeyboardInterrupt


def _fail(console: Console, message: str, code: int) -> NoReturn:
    console.print(message, markup=False)
    raise SystemExit(code)

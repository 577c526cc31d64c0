"""Writes an import, entry by entry, through the actions of listings. A batch is one transaction: stopped at
any moment, every entry is in whole or not at all, and the next run goes on from there."""

from collections.abc import Callable
from dataclasses import dataclass

from directory.errors import DirectoryError
from directory.exchange.entries.personal_data import clean_record
from directory.exchange.entries.writing import EntryWriter, Written
from directory.exchange.gone import WhenGone, deal_with_gone
from directory.exchange.planning import check_record, checksum_of, plan_records, refuse
from directory.exchange.records import FoundRecord, Reading
from directory.exchange.report import Line, Outcome, Report
from directory.extensions import db
from directory.models.codes import Status

BATCH = 50


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """`status` is for new entries that their source calls active. `organization` runs those that say
    nobody does."""

    source: str
    status: Status = Status.DRAFT
    overwrite: bool = False
    dry_run: bool = False
    organization: str | None = None
    when_gone: WhenGone = WhenGone.KEEP


def import_services(
    reading: Reading, options: ImportOptions, *, commit: Callable[[], None], step: Callable[[int], None]
) -> Report:
    """`commit` ends each batch. `step` hears of the number of records to come, then of each one done.
    A dry run neither writes nor commits."""
    report = Report(list(reading.warnings))
    for found in reading.services:
        clean_record(found)
    planned = plan_records(reading, report)
    step(len(planned))
    writer = EntryWriter(options.source, options.status, options.overwrite, options.organization)
    db.session.rollback()  # what is only compared needs no transaction, and holds up nobody who writes
    for found in planned:
        _take(found, writer, report, options.dry_run)
        step(1)
        if writer.waiting >= BATCH:
            writer.finish_batch()
            commit()
    if writer.waiting:
        writer.finish_batch()
        commit()
    deal_with_gone(reading, writer.memory, report, options.when_gone, None if options.dry_run else commit)
    return report


def _take(found: FoundRecord, writer: EntryWriter, report: Report, is_rehearsal: bool) -> None:
    checksum = checksum_of(found)
    if writer.memory.is_unchanged(found.external_id, checksum):
        written = Written(Outcome.UNCHANGED, writer.memory.find_entry_id(found.external_id))
    elif faults := check_record(found):
        refuse(found, faults, report)
        return
    else:
        try:
            written = writer.rehearse(found) if is_rehearsal else writer.write(found, checksum)
        except DirectoryError as error:
            refuse(found, error.fields or {"": error.message}, report)
            return
    report.lines.append(
        Line(
            written.outcome,
            found.external_id,
            str(found.data["name"]),
            found.origin,
            entry_id=str(written.entry_id or ""),
            warnings=list(dict.fromkeys(found.warnings)),
            changed=written.changed,
        )
    )

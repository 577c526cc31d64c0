"""Records that a source once gave and gives no more: told in the report, and where asked for put before an
officer or withdrawn. Nothing happens to them in silence."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select

from directory.exchange.entries.memory import SourceMemory, was_edited_here
from directory.exchange.records import Reading
from directory.exchange.report import Line, Outcome, Report
from directory.extensions import db
from directory.listings import actions as listings
from directory.models import Service
from directory.models.codes import PUBLISHED, Status
from directory.models.mixins import utc_now

BATCH = 50
# So many at once look like the wrong file, not like so many closures.
_SUSPECT_SHARE, _SUSPECT_COUNT = 0.5, 10
_OVER = (Status.INACTIVE, Status.DEFUNCT)
_SAID = {
    "keep": "its source no longer has it; nothing was changed",
    "review": "its source no longer has it; it waits for an officer to check it",
    "withdraw": "its source no longer has it; it was withdrawn",
    "told": "its source no longer has it; that was dealt with before",
}


class WhenGone(StrEnum):
    KEEP = "keep"
    REVIEW = "review"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class _Gone:
    external_id: str
    service: Service
    is_told: bool


def deal_with_gone(
    reading: Reading,
    memory: SourceMemory,
    report: Report,
    when_gone: WhenGone,
    commit: Callable[[], None] | None,
) -> None:
    """`commit` ends each batch; None in a rehearsal. A reading that may be only a part of its source tells
    nothing."""
    if not reading.is_whole:
        return
    gone = memory.list_others({found.external_id for found in reading.services})
    if len(gone) >= _SUSPECT_COUNT and len(gone) > _SUSPECT_SHARE * memory.count():
        if when_gone is not WhenGone.KEEP:
            report.warnings.append(
                f"{len(gone):,} of {memory.count():,} records of this source are gone. That looks like "
                "another file, so none of them was touched."
            )
        when_gone = WhenGone.KEEP
    for start in range(0, len(gone), BATCH):
        batch = _find(gone[start : start + BATCH])
        report.lines += [_deal_with(one, memory, when_gone, commit is None) for one in batch]
        if commit and when_gone is not WhenGone.KEEP:
            memory.flush()
            db.session.flush()
            commit()
        db.session.expunge_all()


def _find(gone: Sequence[tuple[str, uuid.UUID, bool]]) -> list[_Gone]:
    """Those that are still here and not withdrawn or over already."""
    ids = [entry_id for _, entry_id, _ in gone]
    query = select(Service).where(Service.id.in_(ids), Service.status.not_in(_OVER))
    found = {service.id: service for service in db.session.scalars(query)}
    return [_Gone(key, found[entry_id], is_told) for key, entry_id, is_told in gone if entry_id in found]


def _deal_with(one: _Gone, memory: SourceMemory, when_gone: WhenGone, is_rehearsal: bool) -> Line:
    done = "told" if one.is_told else _choose(one, memory, when_gone)
    if not is_rehearsal and done in ("review", "withdraw"):
        _act(one.service, done)
        memory.remember_gone(one.external_id, one.service.id)
    return Line(
        Outcome.GONE,
        one.external_id,
        one.service.name,
        "",
        entry_id=str(one.service.id),
        warnings=[_SAID[done]],
    )


def _choose(one: _Gone, memory: SourceMemory, when_gone: WhenGone) -> str:
    """What somebody here has made their own is theirs to withdraw."""
    if when_gone is WhenGone.WITHDRAW and was_edited_here(one.service.id, memory, one.external_id):
        return WhenGone.REVIEW.value
    return when_gone.value


def _act(service: Service, done: str) -> None:
    if done == "withdraw":
        listings.withdraw_entry(actor=None, entry=service, reason=f"gone from {service.source}")
    elif service.status in PUBLISHED:
        listings.request_review(
            actor=None,
            entry=service,
            reason=f"gone from {service.source}",
            due_on=utc_now().date() - timedelta(days=1),
        )

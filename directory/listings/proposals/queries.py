"""Proposals as the officer finds them."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import func, select

from directory.errors import NotFound
from directory.extensions import db
from directory.models import Guidance, Proposal, Service
from directory.models.codes import PUBLISHED, Status
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState

PAGE_SIZE = 50


@dataclass(frozen=True)
class ProposalFilter:
    """None means any. `page` counts from 1."""

    state: ProposalState = ProposalState.OPEN
    kind: ProposalKind | None = None
    source: ProposalSource | None = None
    page: int = 1

    def to_query(self, **changes: int) -> dict[str, Any]:
        """For url_for(): only what is set."""
        values = asdict(replace(self, **changes))  # type: ignore[arg-type]
        plain = asdict(ProposalFilter())
        return {name: str(value) for name, value in values.items() if value != plain[name]}


@dataclass(frozen=True)
class ProposalPage:
    """`total` counts all pages; `rows` are those of this one."""

    rows: Sequence[Proposal]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class EntryNow:
    """What the officer is shown of the entry a proposal is about; `version` is handed back on accepting."""

    name: str
    summary: str
    version: int
    status: Status

    @property
    def is_active(self) -> bool:
        return self.status == Status.ACTIVE

    @property
    def is_published(self) -> bool:
        return self.status in PUBLISHED


def find_proposal(proposal_id: uuid.UUID) -> Proposal:
    """Raises NotFound."""
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotFound("There is no such proposal.")
    return proposal


def find_open_correction(text: str, entry_id: uuid.UUID) -> Proposal | None:
    """The correction of this entry with the id in `text`, while it waits."""
    proposal = _find_open(text, ProposalKind.CORRECTION)
    return proposal if proposal and proposal.entry_id == entry_id else None


def find_open_search(text: str) -> Proposal | None:
    """The proposal to look for something with the id in `text`, while it waits."""
    return _find_open(text, ProposalKind.ENTRY)


def _find_open(text: str, kind: ProposalKind) -> Proposal | None:
    try:
        proposal = db.session.get(Proposal, uuid.UUID(text.strip()))
    except ValueError:
        return None
    if proposal is None or proposal.state != ProposalState.OPEN:
        return None
    return proposal if proposal.kind == kind else None


def list_proposals(wanted: ProposalFilter) -> ProposalPage:
    """Those that wait: the longest waiting first. Those decided: the last decided first."""
    rules = [Proposal.state == wanted.state]
    if wanted.kind:
        rules.append(Proposal.kind == wanted.kind)
    if wanted.source:
        rules.append(Proposal.source == wanted.source)
    total = db.session.scalar(select(func.count()).select_from(Proposal).where(*rules)) or 0
    is_open = wanted.state == ProposalState.OPEN
    order = Proposal.created_at if is_open else Proposal.decided_at.desc()
    query = select(Proposal).where(*rules).order_by(order, Proposal.id)
    first = (wanted.page - 1) * PAGE_SIZE
    return ProposalPage(db.session.scalars(query.limit(PAGE_SIZE).offset(first)).unique().all(), total)


def count_open_proposals(kind: ProposalKind | None = None) -> int:
    query = select(func.count()).select_from(Proposal).where(Proposal.state == ProposalState.OPEN)
    return db.session.scalar(query.where(Proposal.kind == kind) if kind else query) or 0


def find_entries_of(proposals: Sequence[Proposal]) -> dict[uuid.UUID, EntryNow]:
    """By the id of the entry. Two queries at most."""
    ids = {one.entry_id for one in proposals if one.entry_id}
    found: dict[uuid.UUID, EntryNow] = {}
    for model in (Service, Guidance):
        missing = ids - found.keys()
        if missing:
            columns = select(model.id, model.name, model.summary, model.version, model.status)
            rows = db.session.execute(columns.where(model.id.in_(missing)))
            found |= {row.id: EntryNow(row.name, row.summary, row.version, row.status) for row in rows}
    return found


def find_waiting_for(texts: Sequence[str]) -> dict[str, Proposal]:
    """What waits as a word or to be looked for, by its text."""
    kinds = (ProposalKind.WORD, ProposalKind.ENTRY)
    query = select(Proposal).where(Proposal.state == ProposalState.OPEN, Proposal.kind.in_(kinds))
    found = db.session.scalars(query.where(Proposal.text.in_(texts))).unique()
    return {one.text: one for one in found if one.text}

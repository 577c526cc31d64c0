"""Makes proposals. Each of these flushes and never commits. Saying the same again while it waits counts up
`times` and adds nothing.

`source_reference` is the number of the enquiry a proposal comes from; nothing for a support record. All raise
InvalidData with a message for each argument that is wrong, under its name."""

import uuid
from typing import Any

from sqlalchemy import select

from directory import audit
from directory.extensions import db
from directory.listings.proposals.checking import Checker
from directory.models import Entry, Proposal, TaxonomyTerm, User
from directory.models.codes import EntryFault
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState


def propose_word(
    *,
    actor: User | None,
    word: str,
    need: str | None,
    source: ProposalSource,
    source_reference: str | None = None,
) -> Proposal:
    """That people who say `word`, at most six words, mean the need with this slug. Where nobody knows yet
    which need, it is None and the officer chooses. Fields of InvalidData: word, need."""
    checker = Checker()
    term = checker.need("need", need, is_required=False)
    phrase = checker.phrase("word", word, term)
    checker.refuse_problems()
    return _propose(actor, ProposalKind.WORD, source, source_reference, text=phrase, need=term)


def propose_need(
    *,
    actor: User | None,
    entry_id: uuid.UUID,
    need: str,
    source: ProposalSource,
    source_reference: str | None = None,
    text: str | None = None,
) -> Proposal:
    """That the entry helps with the need with this slug, which it does not say; `text` says why. Fields of
    InvalidData: entry_id, need, text."""
    checker = Checker()
    entry, term = checker.entry("entry_id", entry_id), checker.need("need", need)
    if entry and term and _carries(entry, term):
        checker.problems["need"] = f"The entry has the need {term.name} already."
    values = {"text": checker.words("text", text), "need": term, **_name_entry(entry)}
    checker.refuse_problems()
    return _propose(actor, ProposalKind.NEED, source, source_reference, **values)


def propose_summary(
    *,
    actor: User | None,
    entry_id: uuid.UUID,
    summary: str,
    source: ProposalSource,
    source_reference: str | None = None,
) -> Proposal:
    """That these are better words for the entry: at most 500 characters. Fields of InvalidData: entry_id,
    summary."""
    checker = Checker()
    entry, text = checker.entry("entry_id", entry_id), checker.summary("summary", summary)
    if entry and text == entry.summary:
        checker.problems["summary"] = "This is the summary it has. Change something."
    checker.refuse_problems()
    return _propose(actor, ProposalKind.SUMMARY, source, source_reference, text=text, **_name_entry(entry))


def propose_correction(
    *,
    actor: User | None,
    entry_id: uuid.UUID,
    fault: EntryFault,
    source: ProposalSource,
    source_reference: str | None = None,
    text: str | None = None,
) -> Proposal:
    """That the entry is closed, full or has moved, which it does not say. `text` says how one knows. Fields
    of InvalidData: entry_id, text."""
    checker = Checker()
    entry = checker.entry("entry_id", entry_id)
    values = {"text": checker.words("text", text), "fault": fault, **_name_entry(entry)}
    checker.refuse_problems()
    return _propose(actor, ProposalKind.CORRECTION, source, source_reference, **values)


def propose_entry(
    *,
    actor: User | None,
    text: str,
    source: ProposalSource,
    source_reference: str | None = None,
    need: str | None = None,
    area_id: uuid.UUID | None = None,
) -> Proposal:
    """That the officer looks for something the directory does not have: `text` says what, the slug `need` and
    the area (a district or a primary care network) what for and where. Fields of InvalidData: text, need,
    area_id."""
    checker = Checker()
    values = {
        "text": checker.words("text", text, "Say what to look for."),
        "need": checker.need("need", need, is_required=False),
        "area": checker.area("area_id", area_id),
    }
    checker.refuse_problems()
    return _propose(actor, ProposalKind.ENTRY, source, source_reference, **values)


def _propose(
    actor: User | None, kind: ProposalKind, source: ProposalSource, reference: str | None, **values: Any
) -> Proposal:
    same = _find_same(kind, values)
    if same is not None:
        same.times += 1
        db.session.flush()
        return same
    proposal = Proposal(
        kind=kind,
        source=source,
        source_reference=None if source == ProposalSource.SUPPORT_RECORD else (reference or "")[:80] or None,
        proposed_by=actor,
        state=ProposalState.OPEN,
        **values,
    )
    db.session.add(proposal)
    db.session.flush()
    audit.record("proposal.made", actor, proposal, kind=kind.value, source=source.value)
    return proposal


def _find_same(kind: ProposalKind, values: dict[str, Any]) -> Proposal | None:
    """What is proposed already and waits. A note of how one knows makes no other correction of it."""
    says = {"text"} if kind in (ProposalKind.WORD, ProposalKind.SUMMARY, ProposalKind.ENTRY) else set()
    query = select(Proposal).where(Proposal.kind == kind, Proposal.state == ProposalState.OPEN)
    for name in says | {"fault", "entry_id"} & values.keys():
        query = query.where(getattr(Proposal, name) == values[name])
    for name in {"need", "area"} & values.keys():
        linked = values[name]
        column = getattr(Proposal, f"{name}_id")
        query = query.where(column == linked.id if linked is not None else column.is_(None))
    return db.session.scalars(query.limit(1)).first()


def _name_entry(entry: Entry | None) -> dict[str, Any]:
    """What a proposal keeps of the entry it is about."""
    if entry is None:
        return {}
    return {"entry_type": entry.entry_type, "entry_id": entry.id, "entry_name": entry.name}


def _carries(entry: Entry, term: TaxonomyTerm) -> bool:
    return any(attribute.taxonomy_term_id == term.id for attribute in entry.attributes)

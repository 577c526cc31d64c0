"""The officer's answer to a proposal. Accepting puts it to work: a word leads to its need, an entry gets a
new version. Each of these flushes and never commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.free_text import check_text
from directory.listings import actions
from directory.listings.checking import read_closing
from directory.listings.dumping import dump_keys
from directory.listings.proposals.checking import Checker, find_entry, find_named, find_need_term
from directory.listings.proposals.words import add_word, remove_word
from directory.listings.schedules import LONDON
from directory.models import Entry, Proposal, Service, TaxonomyTerm, User
from directory.models.codes import AvailabilityStatus, EntryFault, EntryType
from directory.models.improving.codes import ProposalKind, ProposalState

Typed = Mapping[str, str]


def accept_proposal(*, actor: User, proposal: Proposal, typed: Typed, now: datetime) -> None:
    """Keys of `typed`, each where the officer changed something or it is not known yet: text (word or
    summary), need (slug), version (that of the entry, as the officer saw it). A correction shows the entry as
    full, or marks it as closed (keys of read_closing). One that has moved is put right by an edit
    (settle_by_edit) and only noted as done here, unless it has closed: then do is "withdraw", with a reason
    in withdrawn_because. What was looked for is the entry entry_id. Raises InvalidData by field, EditConflict
    where the entry changed meanwhile."""
    _refuse_decided(proposal)
    if proposal.kind == ProposalKind.WORD:
        _accept_word(actor, proposal, typed)
    elif proposal.kind == ProposalKind.NEED:
        _accept_need(actor, proposal, typed)
    elif proposal.kind == ProposalKind.SUMMARY:
        _accept_summary(actor, proposal, typed)
    elif proposal.kind == ProposalKind.ENTRY:
        _name_answer(proposal, find_named(typed.get("entry_id", "")))
    elif proposal.fault == EntryFault.FULL:
        _show_as_full(actor, proposal, typed, now)
    elif proposal.fault == EntryFault.CLOSED:
        _close(actor, proposal, typed, now)
    elif proposal.fault == EntryFault.MOVED and typed.get("do") == "withdraw":
        _withdraw(actor, proposal, typed, now)
    _decide(actor, proposal, ProposalState.ACCEPTED, now)


def settle_by_edit(*, actor: User, proposal: Proposal, now: datetime) -> None:
    """What the correction says has been put right by the officer's own edit of the entry. One that was
    decided meanwhile stays as it is."""
    if proposal.state == ProposalState.OPEN:
        _decide(actor, proposal, ProposalState.ACCEPTED, now)


def settle_by_entry(*, actor: User, proposal: Proposal, entry: Entry, now: datetime) -> None:
    """What was looked for is this new entry."""
    _refuse_decided(proposal)
    _name_answer(proposal, entry)
    _decide(actor, proposal, ProposalState.ACCEPTED, now)


def decline_proposal(*, actor: User, proposal: Proposal, reason: str, now: datetime) -> None:
    """A word that was accepted may still be declined: it then leads to its need no longer. Raises
    InvalidData under "reason"."""
    is_at_work = proposal.kind == ProposalKind.WORD and proposal.state == ProposalState.ACCEPTED
    if not is_at_work:
        _refuse_decided(proposal)
    said = check_text("proposal.reason", reason.encode("utf-8", "ignore").decode())
    if not said:
        raise InvalidData("Say why.", {"reason": "Say why, in a few words."})
    proposal.reason = said
    if is_at_work and proposal.need and proposal.text:
        remove_word(actor=actor, need=proposal.need, phrase=proposal.text)
    _decide(actor, proposal, ProposalState.DECLINED, now)


def _accept_word(actor: User, proposal: Proposal, typed: Typed) -> None:
    checker = Checker()
    phrase = checker.phrase("text", typed.get("text", proposal.text), None)
    checker.refuse_problems()
    proposal.need = _require_need(proposal, typed)
    proposal.text = add_word(actor=actor, need=proposal.need, phrase=phrase)


def _accept_need(actor: User, proposal: Proposal, typed: Typed) -> None:
    entry, need = _require_entry(proposal), _require_need(proposal, typed)
    proposal.need = need
    needs = dump_keys(entry, ("needs",))["needs"]
    if need.slug not in needs:
        _edit(actor, entry, {"needs": [*needs, need.slug]}, typed)


def _accept_summary(actor: User, proposal: Proposal, typed: Typed) -> None:
    checker = Checker()
    proposal.text = checker.summary("text", typed.get("text", proposal.text))
    checker.refuse_problems()
    _edit(actor, _require_entry(proposal), {"summary": proposal.text}, typed)


def _show_as_full(actor: User, proposal: Proposal, typed: Typed, now: datetime) -> None:
    entry = _require_entry(proposal)
    if isinstance(entry, Service):
        today = now.astimezone(LONDON).date().isoformat()
        said = {"status": AvailabilityStatus.FULL.value, "said_on": today}
        _edit(actor, entry, {"availability": said}, typed)


def _name_answer(proposal: Proposal, entry: Entry | None) -> None:
    if entry is None:
        raise InvalidData("Which?", {"find": "Find the entry that people looked for, and choose it."})
    proposal.entry_type = EntryType(entry.entry_type)
    proposal.entry_id, proposal.entry_name = entry.id, entry.name


def _close(actor: User, proposal: Proposal, typed: Typed, now: datetime) -> None:
    """What the public does not see any more needs no closing."""
    entry = _require_entry(proposal)
    _refuse_changed(entry, typed)
    if actions.is_published(entry):
        status, day = read_closing(entry, typed, now.astimezone(LONDON).date())
        actions.mark_closed(actor=actor, entry=entry, status=status, look_again_on=day, now=now)


def _withdraw(actor: User, proposal: Proposal, typed: Typed, now: datetime) -> None:
    entry = _require_entry(proposal)
    _refuse_changed(entry, typed)
    try:
        actions.withdraw_entry(actor=actor, entry=entry, reason=typed.get("withdrawn_because", ""), now=now)
    except InvalidData as error:
        raise InvalidData(error.message, {"withdrawn_because": error.fields.get("reason", "")}) from error


def _require_entry(proposal: Proposal) -> Entry:
    entry = find_entry(proposal.entry_id) if proposal.entry_id else None
    if entry is None:
        raise InvalidData("The entry is gone.", {"": "The entry is gone. Decline this."})
    return entry


def _require_need(proposal: Proposal, typed: Typed) -> TaxonomyTerm:
    need = find_need_term(typed.get("need", "")) if "need" in typed else proposal.need
    if need is None:
        raise InvalidData("A need is missing.", {"need": "Choose a need from the list."})
    return need


def _edit(actor: User, entry: Entry, data: dict[str, Any], typed: Typed) -> None:
    seen = _read_version(typed, entry)
    actions.edit_entry(actor=actor, entry=entry, data=data, expected_version=seen)


def _refuse_changed(entry: Entry, typed: Typed) -> None:
    if _read_version(typed, entry) != entry.version:
        raise EditConflict(entry.version)


def _read_version(typed: Typed, entry: Entry) -> int:
    """The version the officer saw: the newest where the form does not say."""
    version = typed.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 9 else entry.version


def _refuse_decided(proposal: Proposal) -> None:
    if proposal.state != ProposalState.OPEN:
        raise InvalidData("Somebody else has decided this already.", {"": "This has been decided already."})


def _decide(actor: User, proposal: Proposal, state: ProposalState, now: datetime) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by = state, now, actor
    try:
        db.session.flush()
    except StaleDataError as error:
        raise EditConflict(proposal.version + 1) from error
    audit.record(f"proposal.{state.value}", actor, proposal, kind=proposal.kind.value)

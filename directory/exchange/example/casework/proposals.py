"""Lays proposals: what waits for the officer, and some that were decided."""

from collections.abc import Callable, Mapping
from typing import Any

from directory.exchange.example.casework.ground import Ground
from directory.listings.proposals import actions
from directory.listings.proposals.deciding import accept_proposal, decline_proposal
from directory.models import Proposal
from directory.models.codes import EntryFault
from directory.models.improving.codes import ProposalSource

Item = Mapping[str, Any]
"""A line of seed/casework/proposals.yaml."""


def lay_proposals(ground: Ground) -> None:
    for item in sorted(ground.read("proposals"), key=lambda one: -one["days"]):
        proposal = _propose(ground, item)
        if proposal is not None:
            ground.date_back(proposal, ground.calendar.days_ago(item["days"]))
            _decide(ground, proposal, item)


def _propose(ground: Ground, item: Item) -> Proposal | None:
    """None where an officer has withdrawn the entry since."""
    if not {item[name] for name in ("entry", "is") if name in item} <= ground.entries.keys():
        return None
    by = {"staff": ground.staff, "helpline": ground.helpline}.get(item.get("by", ""))
    common = {"actor": by, "source": ProposalSource(item["from"])}
    proposal = None
    for _ in range(item.get("said", 1)):
        proposal = _WAYS[item["kind"]](ground, item, common)
    return proposal


def _decide(ground: Ground, proposal: Proposal, item: Item) -> None:
    if "decided" not in item:
        return
    at = ground.calendar.days_ago(item["decided"], hour=15)
    if "because" in item:
        decline_proposal(actor=ground.officer, proposal=proposal, reason=item["because"], now=at)
    else:
        typed = {"entry_id": str(ground.entries[item["is"]].id)} if "is" in item else {}
        accept_proposal(actor=ground.officer, proposal=proposal, typed=typed, now=at)


def _propose_word(ground: Ground, item: Item, common: dict[str, Any]) -> Proposal:
    return actions.propose_word(word=item["word"], need=item["need"], **common)


def _propose_need(ground: Ground, item: Item, common: dict[str, Any]) -> Proposal:
    entry_id = ground.entries[item["entry"]].id
    return actions.propose_need(entry_id=entry_id, need=item["need"], text=item["text"], **common)


def _propose_summary(ground: Ground, item: Item, common: dict[str, Any]) -> Proposal:
    return actions.propose_summary(entry_id=ground.entries[item["entry"]].id, summary=item["text"], **common)


def _propose_correction(ground: Ground, item: Item, common: dict[str, Any]) -> Proposal:
    fault = EntryFault(item["fault"])
    return actions.propose_correction(entry_id=ground.entries[item["entry"]].id, fault=fault, **common)


def _propose_entry(ground: Ground, item: Item, common: dict[str, Any]) -> Proposal:
    area_id = ground.areas[item["area"]].id
    return actions.propose_entry(text=item["text"], need=item["need"], area_id=area_id, **common)


_WAYS: dict[str, Callable[[Ground, Item, dict[str, Any]], Proposal]] = {
    "word": _propose_word,
    "need": _propose_need,
    "summary": _propose_summary,
    "correction": _propose_correction,
    "entry": _propose_entry,
}

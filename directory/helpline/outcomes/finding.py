"""What was found: on the system, and then why the asker could not find it; or by exploring, and then a draft
of a new entry."""

import uuid
from datetime import datetime
from typing import Any

from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.enquiries.actions import WRONG
from directory.helpline.outcomes.recording import add_outcome, check_words, find_need, refuse_closed
from directory.listings import published
from directory.listings.actions import create_service
from directory.listings.proposals import actions as proposals
from directory.models import Enquiry, EnquiryOutcome, EnquiryOutcomeEntry, Guidance, Service, User
from directory.models.codes import AreaKind, EntryType, ServiceKind, Status
from directory.models.helpline.codes import EnquiryOutcomeKind, WhyNotFound
from directory.models.improving.codes import ProposalSource
from directory.network.checking import Typed, clean_line, clean_text
from directory.person_details import NHS_NUMBER_MESSAGE, has_nhs_number

MOST_ENTRIES = 20
# Where each field of a new entry goes in its data, by the first step of the path.
_FIELDS = {
    "name": "new_name",
    "organization": "new_organization",
    "summary": "new_summary",
    "phones": "new_phone",
    "url": "new_url",
}


def add_found_entry(
    *, actor: User, enquiry: Enquiry, typed: Typed, entry_id: uuid.UUID, now: datetime
) -> EnquiryOutcome:
    """Beside what was found for the same need before. Adding an entry again changes nothing."""
    refuse_closed(enquiry)
    entry = next(iter(published.list_entries([entry_id])), None)
    if entry is None:
        raise InvalidData(WRONG, {"": "This entry is not published any more. Search again."})
    need, kind = find_need(enquiry, typed), EnquiryOutcomeKind.FOUND_ON_SYSTEM
    same = (
        one for one in enquiry.outcomes if one.kind == kind and one.need_id == (need.id if need else None)
    )
    outcome = next(same, None) or add_outcome(actor, enquiry, typed, kind, now)
    if len(outcome.entries) >= MOST_ENTRIES:
        raise InvalidData(WRONG, {"": f"An answer holds {MOST_ENTRIES} entries at most."})
    if all(link.entry_id != entry.id for link in outcome.entries):
        entry_type = EntryType.GUIDANCE if isinstance(entry, Guidance) else EntryType.SERVICE
        outcome.entries.append(_link(entry.id, entry_type, entry.name, len(outcome.entries)))
        db.session.flush()
    return outcome


def say_why_not_found(*, actor: User, outcome: EnquiryOutcome, why: str, typed: Typed) -> str:
    """Why the asker could not find it. Other words, a missing need and a poor summary each make a proposal to
    the knowledge officer: gives back what was done, in words. Key of `typed`: said (the words people use, or
    a better summary)."""
    if outcome.kind != EnquiryOutcomeKind.FOUND_ON_SYSTEM or not outcome.entries:
        raise InvalidData(
            WRONG, {"": "Only what was found on the system could have been found by the asker."}
        )
    if why not in set(WhyNotFound):
        raise InvalidData(WRONG, {"": "Choose why it was not found."})
    outcome.why_not_found = WhyNotFound(why)
    made = _propose(actor, outcome, WhyNotFound(why), clean_text(typed.get("said")).strip())
    db.session.flush()
    return "Proposed to the knowledge officer." if made else "Noted."


def explore_entry(*, actor: User, enquiry: Enquiry, typed: Typed, now: datetime) -> EnquiryOutcome:
    """Makes a draft entry for the officer to look at and publish. Keys of `typed`: new_name,
    new_organization, new_summary, new_phone, new_url, learnt_from; and those of add_outcome."""
    refuse_closed(enquiry)
    learnt_from = check_words("learnt_from", "learnt_from", typed)
    problems = {
        name: message
        for name, message in (
            ("new_name", "Say what it is called."),
            ("new_organization", "Say who runs it."),
            ("learnt_from", "Say where you learnt of it."),
        )
        if not clean_line(typed.get(name)).strip()
    }
    problems |= {
        name: NHS_NUMBER_MESSAGE for name in _FIELDS.values() if has_nhs_number(clean_line(typed.get(name)))
    }
    if problems:
        raise InvalidData(WRONG, problems)
    service = _create_draft(actor, enquiry, typed, now)
    kind = EnquiryOutcomeKind.FOUND_BY_EXPLORING
    outcome = add_outcome(actor, enquiry, typed, kind, now, learnt_from=learnt_from)
    outcome.entries.append(_link(service.id, EntryType.SERVICE, service.name, 0))
    db.session.flush()
    return outcome


def _link(entry_id: uuid.UUID, entry_type: EntryType, name: str, position: int) -> EnquiryOutcomeEntry:
    return EnquiryOutcomeEntry(entry_id=entry_id, entry_type=entry_type, name=name, position=position)


def _propose(actor: User, outcome: EnquiryOutcome, why: WhyNotFound, said: str) -> bool:
    """Whether something was proposed."""
    need = outcome.need or next((one.term for one in outcome.enquiry.needs), None)
    slug, number = need.slug if need else None, str(outcome.enquiry.number)
    common: dict[str, Any] = {
        "actor": actor,
        "source": ProposalSource.ENQUIRY,
        "source_reference": number,
    }
    try:
        if why == WhyNotFound.OTHER_WORDS:
            proposals.propose_word(word=said, need=slug, **common)
        elif why == WhyNotFound.NEED_MISSING:
            _propose_need(outcome, slug, common)
        elif why == WhyNotFound.POOR_SUMMARY:
            proposals.propose_summary(entry_id=outcome.entries[0].entry_id, summary=said, **common)
        else:
            return False
    except InvalidData as error:
        message = next(iter(error.fields.values()), error.message)
        raise InvalidData(WRONG, {f"said-{outcome.id}": message}) from error
    return True


def _propose_need(outcome: EnquiryOutcome, slug: str | None, common: dict[str, Any]) -> None:
    """For each of the entries that lacks it; where all have it there is nothing to propose."""
    if slug is None:
        raise InvalidData(WRONG, {"need": "Choose a need of the enquiry first."})
    refused: list[InvalidData] = []
    for link in outcome.entries:
        try:
            proposals.propose_need(entry_id=link.entry_id, need=slug, **common)
        except InvalidData as error:
            refused.append(error)
    if len(refused) == len(outcome.entries) and refused:
        raise refused[0]


def _create_draft(actor: User, enquiry: Enquiry, typed: Typed, now: datetime) -> Service:
    """Where it was learnt stays with the enquiry, and is forgotten with its words."""
    need = find_need(enquiry, typed)
    phone, area = clean_line(typed.get("new_phone")).strip(), enquiry.area
    data: dict[str, Any] = {
        "name": clean_line(typed.get("new_name")).strip(),
        "kind": ServiceKind.SERVICE.value,
        "status": Status.DRAFT.value,
        "summary": clean_line(typed.get("new_summary")).strip(),
        "organization": {"name": clean_line(typed.get("new_organization")).strip()},
        "url": clean_line(typed.get("new_url")).strip(),
        "needs": [need.slug] if need else [one.term.slug for one in enquiry.needs],
        "phones": [{"number": phone}] if phone else [],
        "service_areas": [{"area": area.slug}] if area and area.kind == AreaKind.DISTRICT else [],
    }
    try:
        return create_service(actor=actor, data=data, now=now)
    except InvalidData as error:
        fields = {_FIELDS.get(path.split(".")[0], ""): message for path, message in error.fields.items()}
        raise InvalidData(WRONG, fields) from error

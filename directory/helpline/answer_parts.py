"""The answer as the asker reads it, on their page and in the e-mail: how each need ended, and whom to turn
to."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.accounts.wording import describe_date
from directory.extensions import db
from directory.helpline.enquiries.queries import list_needs_without_outcome
from directory.listings import published
from directory.listings.presenters.entries import list_notices
from directory.listings.presenters.phones import find_way_in
from directory.models import Enquiry, EnquiryOutcome, Entry, Phone, Service, SupportRole, UnmetNeed
from directory.models.codes import EntryType, GroupState, Status
from directory.models.helpline.codes import EnquiryOutcomeKind
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.person_details import find_details
from directory.unmet_needs.queries import find_unmet_needs
from directory.unmet_needs.wording import ANSWER_NAMES

_PATHS = {EntryType.SERVICE: "/entry/", EntryType.GUIDANCE: "/guidance/"}
_SAID = {
    EnquiryOutcomeKind.FOUND_ON_SYSTEM: "This is in the directory:",
    EnquiryOutcomeKind.FOUND_BY_EXPLORING: "We looked further and found this:",
    EnquiryOutcomeKind.NETWORK: "This person or team can help:",
    EnquiryOutcomeKind.ROUTED: "This is the place to ask:",
    EnquiryOutcomeKind.SAFEGUARDING: "The safeguarding concern was handed on.",
    EnquiryOutcomeKind.UNMET_NEED: (
        "We could not find this. It is logged as an unmet need. You will be told what comes of it."
    ),
}


@dataclass(frozen=True, slots=True)
class Lead:
    """Something or somebody to turn to, or what was said. `path` is empty where there is no page to open,
    and the whole address of one elsewhere."""

    name: str
    path: str
    details: tuple[str, ...]
    phone: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One way the enquiry, or one need of it, ended."""

    need: str
    said: str
    leads: tuple[Lead, ...]


def list_answer_parts(enquiry: Enquiry) -> list[AnswerPart]:
    """In the order in which they were recorded, then what was left. Only published entries can be opened; of
    a draft is told what was learnt."""
    ids = [link.entry_id for outcome in enquiry.outcomes for link in outcome.entries]
    shown: dict[uuid.UUID, Entry] = {entry.id: entry for entry in published.list_entries(ids)}
    shown |= _find_drafts([one for one in ids if one not in shown])
    today = day_of(utc_now())
    unmet = find_unmet_needs([one.unmet_need_id for one in enquiry.outcomes if one.unmet_need_id])
    ended = [
        AnswerPart(
            outcome.need.name if outcome.need else "",
            *_describe_unmet(unmet[outcome.unmet_need_id])
            if outcome.unmet_need_id in unmet
            else (_SAID[outcome.kind], tuple(_list_leads(outcome, shown, today))),
        )
        for outcome in enquiry.outcomes
    ]
    return [*ended, *_list_left(enquiry)]


def _list_left(enquiry: Enquiry) -> Iterable[AnswerPart]:
    """Needs without an outcome, and why; the question, where no need was named and nothing came of it."""
    names = ", ".join(term.name for term in list_needs_without_outcome(enquiry))
    if enquiry.left_because and (names or not enquiry.outcomes):
        yield AnswerPart("", f"Not found out: {names or 'your question'}. {enquiry.left_because}", ())


def _describe_unmet(unmet: UnmetNeed) -> tuple[str, tuple[Lead, ...]]:
    """What has come of it by now."""
    group = unmet.group
    if group and group.answer:
        said = group.answer
        until = f" until {describe_date(said.review_on)}" if said.review_on else ""
        name = f"{ANSWER_NAMES[said.kind]}{until} (answered {describe_date(said.answered_at)})"
        told = "We could not find this. It was logged as an unmet need. This is what came of it:"
        return told, (Lead(name, said.link or "", (said.words,) if said.words else ()),)
    asked = ""
    if group and group.state == GroupState.SENT and group.body and group.due_on:
        asked = f" {group.body.name} is to answer by {describe_date(group.due_on)}."
    return _SAID[EnquiryOutcomeKind.UNMET_NEED] + asked, ()


def _list_leads(outcome: EnquiryOutcome, shown: dict[uuid.UUID, Entry], today: date) -> Iterable[Lead]:
    for link in outcome.entries:
        entry = shown.get(link.entry_id)
        if isinstance(entry, Service) and entry.status == Status.DRAFT:
            yield _describe_draft(entry, outcome)
        elif entry:
            phone = _say_phone(getattr(entry, "phones", ()))
            path = f"{_PATHS[link.entry_type]}{link.entry_id}"
            notices = list_notices(entry, today) if isinstance(entry, Service) else ()
            yield Lead(entry.name, path, tuple(filter(None, (*notices, entry.summary))), phone)
        elif outcome.kind == EnquiryOutcomeKind.FOUND_BY_EXPLORING:
            yield Lead(link.name, "", ("Not in the directory any more.",))
        else:
            # Suspended or withdrawn: nobody is sent there, not by its name either.
            yield Lead("An entry that is no longer in the directory", "", ())
    if outcome.support_role:
        yield _describe_role(outcome.support_role)
    to = outcome.destination
    if to:
        yield Lead(to.name, "", tuple(filter(None, (to.what_to_say, to.url))), to.phone or "")


def _say_phone(phones: Sequence[Phone]) -> str:
    """As words that say how to use it ("Text SHOUT to 85258"), so that a page can link it again."""
    line = find_way_in(phones)
    return line.shown if line else ""


def _find_drafts(ids: list[uuid.UUID]) -> dict[uuid.UUID, Service]:
    """What was found by exploring and nobody has published yet."""
    if not ids:
        return {}
    query = select(Service).where(Service.id.in_(ids), Service.status == Status.DRAFT)
    return {one.id: one for one in db.session.scalars(query.options(selectinload(Service.phones)))}


def _describe_draft(draft: Service, outcome: EnquiryOutcome) -> Lead:
    """Where it was learnt is told unless it may say who a person is: it was written for the officer."""
    learnt = outcome.learnt_from or ""
    details = (
        "Not checked by us yet, and not in the directory.",
        draft.organization.name if draft.organization else "",
        draft.summary or "",
        draft.url or "",
        draft.email or "",
        f"Learnt from: {learnt}" if learnt and not find_details(learnt) else "",
    )
    phone = _say_phone(draft.phones)
    return Lead(draft.name, "", tuple(filter(None, details)), phone)


def _describe_role(role: SupportRole) -> Lead:
    details = tuple(filter(None, (role.organization_name, role.hours, role.work_email)))
    return Lead(f"{role.name}, {role.type.name}", "", details, role.work_phone or "")

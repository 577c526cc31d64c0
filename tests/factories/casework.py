"""What is done for people: support records, unmet needs, enquiries, proposals, searches."""

from typing import Any

import yaml

from directory.config import ROOT
from directory.extensions import db
from directory.framework.levels.actions import lay_parts
from directory.framework.records.opening import list_links
from directory.framework.records.reference import make_reference
from directory.helpline.enquiries.numbering import take_next_number
from directory.models import (
    Area,
    CommissioningBody,
    Enquiry,
    EnquiryNeed,
    EnquiryOutcome,
    Entry,
    HelplineDestination,
    LoggedSearch,
    LoggedSearchNeed,
    Proposal,
    RoutingRule,
    SafeguardingContact,
    SupportRecord,
    SupportRecordNeed,
    TaxonomyTerm,
    Team,
    UnmetNeed,
    UnmetNeedGroup,
    UnmetNeedTerm,
)
from directory.models.codes import Barrier, UnmetNeedSource
from directory.models.helpline.codes import EnquiryChannel, EnquiryOutcomeKind, EnquiryState, SafeguardingAge
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState
from directory.models.mixins import utc_now
from tests.factories.network import make_team
from tests.factories.numbers import numbers
from tests.factories.words_and_places import make_need


def make_framework() -> None:
    """The framework's lists as a fresh directory has them."""
    lay_parts(yaml.safe_load((ROOT / "seed" / "framework.yaml").read_text("utf-8")))


def make_support_record(
    team: Team | None = None,
    *,
    needs: tuple[tuple[TaxonomyTerm, str], ...] = (),
    entries: tuple[Entry, ...] = (),
    **values: Any,
) -> SupportRecord:
    """On nobody's list, so that its reference is what opens it. `needs` come with the slug of a level."""
    record = SupportRecord(reference=make_reference(), team=team or make_team(), **values)
    wanted = needs or ((make_need("debt"), "advice-and-information"),)
    record.needs = [SupportRecordNeed(term=term, level=level) for term, level in wanted]
    record.entries = list_links([entry.id for entry in entries])
    db.session.add(record)
    db.session.flush()
    return record


def make_body(
    *, need: TaxonomyTerm | None = None, area: Area | None = None, **values: Any
) -> CommissioningBody:
    """With one rule that leads to it."""
    number = next(numbers)
    values = {"name": f"Council {number}", "contact_email": f"council{number}@example.org"} | values
    body = CommissioningBody(slug=f"body-{number}", **values)
    db.session.add(body)
    db.session.flush()
    db.session.add(RoutingRule(body_id=body.id, need=need, area=area))
    db.session.flush()
    return body


def make_unmet_need(
    need: TaxonomyTerm, area: Area, *, group: UnmetNeedGroup | None = None, **values: Any
) -> UnmetNeed:
    values = {"missing": "An evening group", "barrier": Barrier.NOTHING_EXISTS} | values
    unmet = UnmetNeed(area=area, group=group, **{"source": UnmetNeedSource.SEARCH} | values)
    unmet.needs = [UnmetNeedTerm(term=need)]
    db.session.add(unmet)
    db.session.flush()
    return unmet


def make_unmet_group(
    need: TaxonomyTerm, area: Area, *, times_asked: int = 3, **values: Any
) -> UnmetNeedGroup:
    """With one unmet need that was asked for so often."""
    values = {"name": f"Evening groups {next(numbers)}", "summary": "Nothing after five."} | values
    group = UnmetNeedGroup(need=need, area=area, **values)
    db.session.add(group)
    db.session.flush()
    make_unmet_need(need, area, group=group, times_asked=times_asked)
    return group


def make_enquiry(*needs: TaxonomyTerm, outcome: EnquiryOutcomeKind | None = None, **values: Any) -> Enquiry:
    """Open, asked by phone and nobody's. `outcome` ends every need of it."""
    values = {"question": "Somebody to talk to about money", "state": EnquiryState.OPEN} | values
    values = {"channel": EnquiryChannel.PHONE, "number": take_next_number()} | values
    enquiry = Enquiry(**values)
    enquiry.needs = [EnquiryNeed(term=term, position=position) for position, term in enumerate(needs)]
    if outcome:
        enquiry.outcomes = [EnquiryOutcome(kind=outcome, need=term) for term in needs or (None,)]
    db.session.add(enquiry)
    db.session.flush()
    return enquiry


def make_proposal(
    kind: ProposalKind = ProposalKind.WORD, *, entry: Entry | None = None, **values: Any
) -> Proposal:
    """Waiting, from the search log, with text unless `values` say otherwise."""
    about = {"entry_type": entry.entry_type, "entry_id": entry.id, "entry_name": entry.name} if entry else {}
    values = {"text": f"everyday word {next(numbers)}", "source": ProposalSource.SEARCH_LOG} | about | values
    proposal = Proposal(kind=kind, **{"state": ProposalState.OPEN} | values)
    db.session.add(proposal)
    db.session.flush()
    return proposal


def make_logged_search(
    words: str | None, *needs: TaxonomyTerm, times: int = 1, **values: Any
) -> LoggedSearch:
    """By a visitor, now, with results of which nothing was opened; the last of `times` is given back."""
    values = {"at": utc_now(), "total": 12} | values
    for _ in range(times):
        logged = LoggedSearch(words=words, **values)
        db.session.add(logged)
        db.session.flush()
        db.session.add_all(LoggedSearchNeed(search_id=logged.id, taxonomy_term_id=need.id) for need in needs)
    db.session.flush()
    return logged


def make_destination(slug: str = "emergency-services", **values: Any) -> HelplineDestination:
    values = {"name": slug.replace("-", " ").capitalize(), "what_to_say": "Ring them now."} | values
    row = HelplineDestination(slug=slug, **values)
    db.session.add(row)
    db.session.flush()
    return row


def make_safeguarding_contact(
    area: Area, age: SafeguardingAge = SafeguardingAge.ADULT, **values: Any
) -> SafeguardingContact:
    values = {"name": f"Duty desk {next(numbers)}", "phone": "0116 496 0201"} | values
    row = SafeguardingContact(area=area, age=age, **values)
    db.session.add(row)
    db.session.flush()
    return row

"""Rows for tests. Each make_* gives a complete, valid record; a test says only what it is about."""

import itertools
from datetime import date
from typing import Any

import yaml

from directory.config import ROOT
from directory.extensions import db
from directory.framework.levels.actions import lay_parts
from directory.framework.records.opening import list_links
from directory.framework.records.reference import make_reference
from directory.helpline.enquiries.numbering import take_next_number
from directory.listings import actions
from directory.models import (
    Area,
    CommissioningBody,
    Enquiry,
    EnquiryNeed,
    EnquiryOutcome,
    Entry,
    Guidance,
    HelplineDestination,
    LoggedSearch,
    LoggedSearchNeed,
    PlacePoint,
    Postcode,
    Proposal,
    RoutingRule,
    SafeguardingContact,
    Service,
    SupportRecord,
    SupportRecordNeed,
    SupportRole,
    SupportRoleArea,
    SupportRoleNeed,
    SupportRoleType,
    Taxonomy,
    TaxonomyTerm,
    Team,
    TeamArea,
    TermWord,
    UnmetNeed,
    UnmetNeedGroup,
    UnmetNeedTerm,
    User,
)
from directory.models.codes import AreaKind, Barrier, DecidedBy, PointKind, Role, Specialty, UnmetNeedSource
from directory.models.helpline.codes import EnquiryChannel, EnquiryOutcomeKind, EnquiryState, SafeguardingAge
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState
from directory.models.mixins import utc_now
from directory.search.find import find_follower
from directory.search.index.builder import rebuild_index

_numbers = itertools.count(1)


def make_user(*roles: Role, **values: Any) -> User:
    number = next(_numbers)
    user = User(
        email=values.pop("email", f"person{number}@example.org"),
        name=values.pop("name", f"Person {number}"),
        roles=list(roles) or [Role.STAFF],
        **values,
    )
    db.session.add(user)
    db.session.flush()
    return user


def make_taxonomy(slug: str = "needs") -> Taxonomy:
    found = db.session.query(Taxonomy).filter_by(slug=slug).one_or_none()
    if found is None:
        found = Taxonomy(slug=slug, name=slug.title())
        db.session.add(found)
        db.session.flush()
    return found


def make_need(
    slug: str = "debt", *, parent: TaxonomyTerm | None = None, words: tuple[str, ...] = ()
) -> TaxonomyTerm:
    return make_term(slug, taxonomy="needs", parent=parent, words=words)


def make_term(
    slug: str, *, taxonomy: str = "people", parent: TaxonomyTerm | None = None, words: tuple[str, ...] = ()
) -> TaxonomyTerm:
    owner = make_taxonomy(taxonomy)
    term = db.session.query(TaxonomyTerm).filter_by(taxonomy_id=owner.id, slug=slug).one_or_none()
    if term is None:
        term = TaxonomyTerm(
            taxonomy=owner, slug=slug, name=slug.replace("-", " ").capitalize(), parent=parent
        )
        term.words = [TermWord(phrase=word) for word in words]
        db.session.add(term)
        db.session.flush()
    return term


def make_area(slug: str = "charnwood", kind: AreaKind = AreaKind.DISTRICT, **values: Any) -> Area:
    area = Area(kind=kind, slug=slug, name=values.pop("name", slug.replace("-", " ").title()), **values)
    db.session.add(area)
    db.session.flush()
    return area


def make_postcode(
    postcode: str = "LE1 1AA", latitude: float = 52.63, longitude: float = -1.13, **values: Any
) -> Postcode:
    row = Postcode(postcode=postcode.replace(" ", ""), latitude=latitude, longitude=longitude, **values)
    db.session.add(row)
    db.session.flush()
    return row


def make_town(
    name: str = "Loughborough", latitude: float = 52.772, longitude: float = -1.206, **values: Any
) -> PlacePoint:
    where = {"latitude": latitude, "longitude": longitude} | values
    row = PlacePoint(kind=PointKind.TOWN, key=name.lower(), name=name, **where)
    db.session.add(row)
    db.session.flush()
    return row


def service_data(**values: Any) -> dict[str, Any]:
    """Entry data of a published group with one need, which `values` change or add to."""
    number = next(_numbers)
    make_need("company")
    return {
        "name": f"Friendly Tuesdays {number}",
        "kind": "group",
        "summary": "A warm room, tea and people to talk to.",
        "status": "active",
        "organization": {"name": f"Example Neighbours {number}"},
        "needs": ["company"],
        "attending_types": ["place"],
        "phones": [{"number": "0116 496 0123"}],
        **values,
    }


def make_service(**values: Any) -> Service:
    return actions.create_service(actor=None, data=service_data(**values))


def make_location_data(latitude: float = 52.63, longitude: float = -1.13, **values: Any) -> dict[str, Any]:
    """One item of `service_at_locations`; `values` are of the location."""
    address = {"address_1": "1 Example Street", "city": "Leicester", "postal_code": "LE1 1AA"}
    location = {"name": "Example Hall", "latitude": latitude, "longitude": longitude, "addresses": [address]}
    return {"location": location | values}


def make_guidance(**values: Any) -> Guidance:
    number = next(_numbers)
    make_need("company")
    data = {
        "name": f"How to meet people {number}",
        "summary": "Small steps that help.",
        "body": "Start with **one** thing.",
        "status": "active",
        "needs": ["company"],
        **values,
    }
    return actions.create_guidance(actor=None, data=data)


def make_team(
    *areas: Area, specialty: Specialty = Specialty.ADULTS, on: tuple[Any, Any] = (None, None), **values: Any
) -> Team:
    """Covers `areas` from the first day of `on` to the last."""
    number = next(_numbers)
    team = Team(
        slug=f"team-{number}", name=values.pop("name", f"Team {number}"), specialty=specialty, **values
    )
    team.areas = [TeamArea(area=area, starts_on=on[0], ends_on=on[1]) for area in areas]
    db.session.add(team)
    db.session.flush()
    return team


def make_role_type(
    slug: str = "link-worker", decided_by: DecidedBy = DecidedBy.GP_REGISTRATION
) -> SupportRoleType:
    found = db.session.query(SupportRoleType).filter_by(slug=slug).one_or_none()
    if found is None:
        found = SupportRoleType(slug=slug, name=slug.replace("-", " ").capitalize(), decided_by=decided_by)
        db.session.add(found)
        db.session.flush()
    return found


def make_support_role(
    *areas: Area, type: SupportRoleType | None = None, needs: tuple[TaxonomyTerm, ...] = (), **values: Any
) -> SupportRole:
    """Confirmed, until far ahead of any test's day."""
    number = next(_numbers)
    values = {"confirm_by": date(2099, 1, 1), "work_email": f"role{number}@example.org"} | values
    role = SupportRole(type=type or make_role_type(), name=values.pop("name", f"Post {number}"), **values)
    role.areas = [SupportRoleArea(area=area) for area in areas]
    role.needs = [SupportRoleNeed(term=need) for need in needs]
    db.session.add(role)
    db.session.flush()
    return role


def make_index() -> None:
    """The search index of what has been made so far, as `flask index rebuild` makes it."""
    db.session.commit()
    follower = find_follower()
    follower.read(lambda session: rebuild_index(session, follower.root))


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
    number = next(_numbers)
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
    values = {"name": f"Evening groups {next(_numbers)}", "summary": "Nothing after five."} | values
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
    values = {"text": f"everyday word {next(_numbers)}", "source": ProposalSource.SEARCH_LOG} | about | values
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
    values = {"name": f"Duty desk {next(_numbers)}", "phone": "0116 496 0201"} | values
    row = SafeguardingContact(area=area, age=age, **values)
    db.session.add(row)
    db.session.flush()
    return row

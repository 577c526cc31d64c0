"""The ground to walk on: rows of every kind, so that every address has something to show."""

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import select
from werkzeug.routing import Rule

from directory.admin.forms.guidance_parts import GUIDANCE_PARTS
from directory.admin.forms.service_parts import SERVICE_PARTS
from directory.extensions import db, expect_writes
from directory.framework.figures import FIGURES
from directory.framework.levels.parts import SCHEMAS
from directory.framework.packs.actions import make_pack
from directory.listings.withholding import review_queue
from directory.models import (
    Area,
    CommissioningBody,
    Enquiry,
    EnquiryOutcome,
    EnquiryOutcomeEntry,
    Entry,
    FollowUp,
    HelplineClosure,
    HelplineHours,
    MonthlySearches,
    RecordHandover,
    RoutingRule,
    Service,
    SupportAction,
    SupportRole,
    Team,
    TeamMember,
    UnmetNeedAnswer,
    User,
)
from directory.models.codes import (
    ActionKind,
    AnswerKind,
    AreaKind,
    ContactWay,
    EntryFault,
    EntryType,
    GroupState,
    HandoverReason,
    Role,
)
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState, SafeguardingAge
from directory.models.improving.codes import ProposalKind, ProposalState
from directory.models.mixins import utc_now
from directory.models.withholding.records import ReviewCause, ReviewSubject
from directory.unmet_needs.groups.merging import merge_groups
from tests.factories import (
    make_area,
    make_body,
    make_destination,
    make_enquiry,
    make_framework,
    make_guidance,
    make_location_data,
    make_logged_search,
    make_need,
    make_postcode,
    make_proposal,
    make_safeguarding_contact,
    make_service,
    make_support_record,
    make_support_role,
    make_team,
    make_term,
    make_town,
    make_unmet_group,
    make_unmet_need,
    make_user,
)

# Parts of addresses that name no row made here.
FIXED: dict[str, tuple[Any, ...]] = {
    "deed": ("open", "close"),
    "filename": ("app.css",),
    "form": ("csv", "xlsx"),
    "kind": ("entry", "guidance"),
    "number": (1,),
    "part_slug": tuple(part.slug for part in (*SERVICE_PARTS, *GUIDANCE_PARTS)),
    "slug": ("debt",),
    "area_slug": ("charnwood",),
    "unmet_id": (uuid.UUID(int=0),),
    "table_slug": ("need-pcn", "team-quarter", "need-month"),
}


@dataclass(frozen=True)
class Ground:
    """Where to walk: for each part of an address, by its name, the values it may have."""

    values: dict[str, tuple[Any, ...]]

    def fill(self, rule: Rule) -> Iterator[dict[str, Any]]:
        """Every combination. Raises KeyError for a part of an address that nobody gave a value here."""
        names = sorted(rule.arguments)
        for chosen in itertools.product(*(self.values[name] for name in names)):
            yield dict(zip(names, chosen, strict=True))


def lay_ground() -> Ground:
    """One rich entry, one guidance, one account, and what they refer to."""
    expect_writes()
    _lay_words_and_places()
    service = make_service(**_rich_entry())
    guidance = make_guidance(links=[{"label": "More", "url": "https://example.org/more"}])
    account, body = make_user(Role.STAFF), make_body()
    area = make_area("example-pcn", AreaKind.PCN)
    team = make_team(area, work_phone="0116 496 0125", work_email="team@example.org")
    db.session.add(TeamMember(team_id=team.id, user_id=account.id))
    role = make_support_role(area, **_rich_role(team))
    framework = _lay_framework(team, role, account, (service, guidance))
    framework |= _lay_enquiries(account, team, role, area, service)
    proposals = _lay_proposals((service, guidance), area)
    _lay_searches(area)
    groups = _lay_unmet_needs(account, body, area, service.name)
    closure, question = _lay_helpline(account)
    db.session.commit()
    return Ground(
        {
            "entry_id": (service.id, guidance.id),
            "guidance_id": (guidance.id,),
            "account_id": (account.id,),
            "team_id": (team.id,),
            "role_id": (role.id,),
            "user_id": (account.id,),
            **framework,
            **FIXED,
            "organization_id": (service.organization_id,),
            "body_id": (body.id,),
            "proposal_id": proposals,
            "correction_id": proposals[:1],
            "review_id": (_hold_back(service),),
            "handover_id": (_lay_handover(account, team),),
            "rule_id": tuple(db.session.scalars(select(RoutingRule.id))),
            "group_id": groups,
            "closure_id": (closure.id,),
            "question_id": (question.id, uuid.uuid4()),
        }
    )


def _hold_back(service: Service) -> uuid.UUID:
    """Something of the entry that an officer has to decide."""
    subject, cause = ReviewSubject.WORDS, ReviewCause.ADDRESS_IN_TEXT
    review_queue.request(subject, cause, utc_now(), entry=service, fields=["alert"])
    db.session.commit()
    return review_queue.list_open()[0].id


def _lay_handover(account: User, team: Team) -> uuid.UUID:
    """Records that a colleague is asked to take over."""
    handover = RecordHandover(id=uuid.uuid4(), worker=account, team=team, colleague=account)
    handover.asked_by, handover.reason = account, HandoverReason.LEFT
    db.session.add(handover)
    db.session.commit()
    return handover.id


def _lay_words_and_places() -> None:
    make_need("debt", words=("owe money",))
    make_term("adults")
    make_area("charnwood", code="E07000130")
    make_postcode()
    make_town()


def _lay_helpline(asker: User) -> tuple[HelplineClosure, Enquiry]:
    """Its hours, a day on which it is closed, and a question somebody asked."""
    db.session.add(HelplineHours(weekday=0, opens_at=time(9), closes_at=time(17)))
    closure = HelplineClosure(closed_on=date(2099, 5, 4), reason="Training")
    db.session.add(closure)
    return closure, make_enquiry(asker=asker, state=EnquiryState.NEW)


def _lay_unmet_needs(
    account: User, body: CommissioningBody, area: Area, name: str
) -> tuple[uuid.UUID, uuid.UUID]:
    """One that waits, a group that was sent and answered, and one that became part of it."""
    need, now = make_need("debt"), utc_now()
    group = make_unmet_group(need, area, name=name, body=body, state=GroupState.SENT, sent_at=now)
    group.due_on = now.date()
    group.answers = [UnmetNeedAnswer(kind=AnswerKind.UNDER_REVIEW, words="Soon", review_on=now.date())]
    make_unmet_need(need, area, group=group, logged_by_id=account.id)
    make_unmet_need(need, area, tried="Searched", evidence="Asked", logged_by_id=account.id)
    other = make_unmet_group(need, area)
    merge_groups(actor=account, group=other, into=group, expected_version=other.version)
    return group.id, other.id


def _lay_proposals(entries: tuple[Entry, ...], area: Area) -> tuple[uuid.UUID, ...]:
    """One of each kind, and one that was declined."""
    debt, entry = make_need("debt"), entries[0]
    declined = {"state": ProposalState.DECLINED, "reason": "No", "decided_at": utc_now()}
    made = (
        make_proposal(ProposalKind.CORRECTION, entry=entry, fault=EntryFault.CLOSED),
        make_proposal(ProposalKind.WORD),
        make_proposal(ProposalKind.WORD, need=debt, source_reference="12", **declined),
        make_proposal(ProposalKind.NEED, entry=entries[1], need=debt),
        make_proposal(ProposalKind.SUMMARY, entry=entry),
        make_proposal(ProposalKind.ENTRY, need=debt, area=area),
    )
    return tuple(one.id for one in made)


def _lay_searches(area: Area) -> None:
    """Words that found nothing, and a month that is over."""
    make_logged_search("owe money", make_need("debt"), total=0, area_id=area.id)
    counts = {"searches": 9, "without_result": 1, "weak": 1, "few": 1, "unopened": 1}
    db.session.add(MonthlySearches(month=date(2026, 1, 1), words="tea", **counts))


def _lay_framework(
    team: Team, role: SupportRole, account: User, entries: tuple[Entry, ...]
) -> dict[str, tuple[Any, ...]]:
    """A support record with all its parts, and a pack."""
    make_framework()
    make_need("housing")
    record = make_support_record(team, entries=entries, **_rich_record(role))
    pack = make_pack(actor=account, entry_ids=[entry.id for entry in entries], now=utc_now())
    return {
        "record_id": (record.id, uuid.uuid4()),
        "follow_up_id": (record.follow_ups[0].id,),
        "token": (pack.token, "gone"),
        "list_slug": tuple(SCHEMAS),
        "figure_slug": tuple(FIGURES),
    }


def _lay_enquiries(
    account: User, team: Team, role: SupportRole, area: Area, service: Service
) -> dict[str, tuple[Any, ...]]:
    """An enquiry that ended in every way, and one that nobody has."""
    need = make_need("debt")
    destination = make_destination()
    contact = make_safeguarding_contact(area)
    texts = ("asker_name", "asker_role", "circumstances", "tried", "answer", "left_because")
    values: dict[str, Any] = {name: "Some words" for name in texts}
    values |= {"reply_email": "team@example.org", "reply_phone": "0116 496 0127", "due_at": utc_now()}
    enquiry = make_enquiry(need, team=team, area=area, asker=account, handler=account, **values)
    link = EnquiryOutcomeEntry(entry_type=EntryType.SERVICE, entry_id=service.id, name=service.name)
    given: dict[EnquiryOutcomeKind, dict[str, Any]] = {
        EnquiryOutcomeKind.FOUND_ON_SYSTEM: {"entries": [link]},
        EnquiryOutcomeKind.FOUND_BY_EXPLORING: {"learnt_from": "A poster"},
        EnquiryOutcomeKind.NETWORK: {"support_role": role},
        EnquiryOutcomeKind.ROUTED: {"destination": destination},
        EnquiryOutcomeKind.SAFEGUARDING: {"safeguarding_age": SafeguardingAge.ADULT, "handed_to": "Desk"},
    }
    enquiry.outcomes = [EnquiryOutcome(kind=kind, note="A note", **more) for kind, more in given.items()]
    make_enquiry(need, state=EnquiryState.NEW)
    db.session.flush()
    return {
        "enquiry_id": (enquiry.id,),
        "outcome_id": (enquiry.outcomes[0].id, enquiry.outcomes[4].id),
        "destination_id": (destination.id,),
        "contact_id": (contact.id,),
    }


def _rich_entry() -> dict[str, Any]:
    return {
        "needs": ["company", "debt"],
        "description": "Come **as you are**.",
        "eligibility": [{"people": "adults", "description": "Anybody"}],
        "service_at_locations": [make_location_data(accessibility=[{"description": "Step-free"}])],
        "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
        "cost_options": [{"option": "each time", "amount": "2.50"}],
        "languages": [{"name": "English"}],
        "contacts": [{"name": "A Person", "phones": [{"number": "0116 496 0124"}]}],
        "service_areas": [{"area": "charnwood"}],
        "urls": [{"url": "https://example.org/tea", "label": "Tea"}],
        "fundings": [{"source": "A trust"}],
        "checks": [{"kind": "insurance", "checked_on": "2026-01-02", "note": "Seen"}],
        "availability": {"status": "open", "note": "Come along", "said_on": "2026-01-02"},
        "alert": "Moved",
        "internal_note": "Ring first",
    }


def _rich_role(team: Team) -> dict[str, Any]:
    return {
        "team": team,
        "needs": (make_need("debt"),),
        "organization_name": "A charity",
        "work_phone": "0116 496 0126",
        "languages": ["English"],
        "hours": "Mornings",
        "places_free": 2,
        "places_said_on": date(2026, 1, 2),
        "notes": "Ring first",
        "holder_note": "Moved",
        "holder_noted_at": utc_now(),
    }


def _rich_record(role: SupportRole) -> dict[str, Any]:
    texts = ("what_matters", "goals", "carer_goals", "strengths", "around_them", "consent_note")
    return {
        **{name: "Some words" for name in (*texts, "asked_of_others")},
        "actions": [
            SupportAction(
                kind=ActionKind.ASSIST_CONTACT,
                done_on=date(2026, 1, 2),
                role="Support worker",
                way=ContactWay.PHONE,
                result="They will ring back",
                support_role=role,
            )
        ],
        "follow_ups": [FollowUp(due_on=date(2026, 1, 2), what="Ask how it went", who="Worker", note="Later")],
    }

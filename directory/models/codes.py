"""The coded values of a record. Values are those of HSDS 3 / Open Referral UK 3.0 where it has them."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator


class ServiceKind(StrEnum):
    SERVICE = "service"
    GROUP = "group"
    ACTIVITY = "activity"


class Status(StrEnum):
    """The four of the standard, then two of our own that are never shown to the public."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"
    DRAFT = "draft"
    SUSPENDED = "suspended"


PUBLISHED = (Status.ACTIVE, Status.TEMPORARILY_CLOSED)


class AttendingType(StrEnum):
    PLACE = "place"
    HOME = "home"
    PHONE = "phone"
    TEXT = "text"
    ONLINE = "online"


class ReferralRoute(StrEnum):
    SELF = "self"
    FAMILY = "family"
    PROFESSIONAL = "professional"
    GP = "gp"
    SOCIAL_CARE = "social_care"
    MENTAL_HEALTH_TEAM = "mental_health_team"


class AvailabilityStatus(StrEnum):
    OPEN = "open"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    PAUSED = "paused"
    NOT_KNOWN = "not_known"


class Visibility(StrEnum):
    """Who may know where a location is. A confidential one leaves no coordinates anywhere but its row."""

    PUBLIC = "public"
    STAFF = "staff"
    CONFIDENTIAL = "confidential"


class LocationType(StrEnum):
    PHYSICAL = "physical"
    POSTAL = "postal"
    VIRTUAL = "virtual"


class Frequency(StrEnum):
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


class CheckKind(StrEnum):
    SAFEGUARDING = "safeguarding_policy"
    INSURANCE = "insurance"
    DBS = "dbs"
    REGULATOR = "regulator"


class Crisis(StrEnum):
    """What an officer may mark an entry as help for. Panels of urgent help name these
    (seed/language/panels.yaml)."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    OVERDOSE = "overdose"
    MENTAL_HEALTH = "mental_health"
    DOMESTIC_ABUSE = "domestic_abuse"
    SEXUAL_VIOLENCE = "sexual_violence"
    CHILD = "child"
    BABY = "baby"
    MISSING = "missing"
    HOMELESS = "homeless"
    GAS = "gas"


class AssuranceMethod(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    VISIT = "visit"
    WEBSITE = "website"
    PROVIDER = "provider"
    PUBLISHER = "publisher"


class AreaKind(StrEnum):
    COUNTRY = "country"
    SYSTEM = "system"
    PLACE = "place"
    DISTRICT = "district"
    WARD = "ward"
    PCN = "pcn"
    PRACTICE = "practice"
    BRANCH_SURGERY = "branch_surgery"
    NEIGHBOURHOOD = "neighbourhood"
    TEAM_PATCH = "team_patch"


class Role(StrEnum):
    STAFF = "staff"
    HELPLINE = "helpline"
    KNOWLEDGE_OFFICER = "knowledge_officer"
    COMMISSIONER = "commissioner"
    ADMINISTRATOR = "administrator"


class EntryType(StrEnum):
    SERVICE = "service"
    GUIDANCE = "guidance"


class PointKind(StrEnum):
    SECTOR = "sector"
    DISTRICT = "district"
    TOWN = "town"


def code(kind: type[StrEnum], name: str) -> Enum:
    """A text column that holds one value of `kind`, checked by the database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Codes(TypeDecorator[list[Any]]):
    """A short list of values of one StrEnum, kept as JSON in the order given. Unknown values are refused."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> list[str]:
        return [self.kind(item).value for item in value or []]

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> list[Any]:
        return [self.kind(item) for item in value or []]


class Specialty(StrEnum):
    CHILDREN_YOUNG_PEOPLE = "children_young_people"
    ADULTS = "adults"
    OLDER_PEOPLE = "older_people"
    LEARNING_DISABILITY = "learning_disability"


class DecidedBy(StrEnum):
    """What decides which support role serves a person: the practice they registered with, or their home."""

    GP_REGISTRATION = "gp_registration"
    HOME_ADDRESS = "home_address"


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class ActionKind(StrEnum):
    """What staff do with a person. The levels say which of them are expected."""

    PROVIDE_INFORMATION = "provide_information"
    EXPLORE_AND_COACH = "explore_and_coach"
    DISCUSS_OPTIONS = "discuss_options"
    ASSIST_CONTACT = "assist_contact"
    HELP_WITH_FORMS = "help_with_forms"
    ORGANISE_SUPPORT = "organise_support"
    RECORD_CARE_PLAN = "record_care_plan"


class Consent(StrEnum):
    """Whether the person agreed that others are told."""

    NOT_ASKED = "not_asked"
    AGREED = "agreed"
    AGREED_IN_PART = "agreed_in_part"
    NOT_AGREED = "not_agreed"


class EntryChoice(StrEnum):
    OFFERED = "offered"
    AGREED = "agreed"
    DECLINED = "declined"


class ContactWay(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    ONLINE_FORM = "online_form"
    PAPER_FORM = "paper_form"
    IN_PERSON = "in_person"
    WITH_PERSON = "with_person"


class FollowUpOutcome(StrEnum):
    MADE_CONTACT = "made_contact"
    ATTENDED = "attended"
    WAITING = "waiting"
    DID_NOT_SUIT = "did_not_suit"
    NOT_TAKEN_UP = "not_taken_up"
    NO_LONGER_NEEDED = "no_longer_needed"


class MeasureMoment(StrEnum):
    START = "start"
    END = "end"


class HandoverReason(StrEnum):
    """Why a worker's support records go to a colleague: for a time, or for good."""

    SICK = "sick"
    AWAY = "away"
    MOVED = "moved"
    LEFT = "left"


class Barrier(StrEnum):
    """Why what there is does not meet a need."""

    NOTHING_EXISTS = "nothing_exists"
    FULL = "full"
    NOT_ELIGIBLE = "not_eligible"
    TOO_FAR = "too_far"
    COST = "cost"
    TIMES = "times"
    LANGUAGE_OR_CULTURE = "language_or_culture"
    ACCESS = "access"
    OTHER = "other"


class Urgency(StrEnum):
    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


class UnmetNeedSource(StrEnum):
    ENQUIRY = "enquiry"
    SUPPORT_RECORD = "support_record"
    SEARCH = "search"


class GroupState(StrEnum):
    """Where a group of unmet needs is on its way. `merged` ones lead to the group they became part of."""

    GROUPED = "grouped"
    SENT = "sent"
    ANSWERED = "answered"
    MERGED = "merged"


class MatchState(StrEnum):
    OFFERED = "offered"
    DECLINED = "declined"
    TAKEN = "taken"


class AnswerKind(StrEnum):
    COMMISSIONED = "commissioned"
    PLANNED = "planned"
    EXISTS = "exists"
    UNDER_REVIEW = "under_review"
    NOT_PLANNED = "not_planned"


class EntryFault(StrEnum):
    CLOSED = "closed"
    FULL = "full"
    MOVED = "moved"

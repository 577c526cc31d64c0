"""The tables, one short file per group. Names are those of HSDS 3 where it has them."""

from directory.models.account import SignInThrottle, User
from directory.models.area import Area, AreaMembership, PlacePoint, Postcode
from directory.models.contact import Contact, Language, Phone
from directory.models.framework import recorded as _recorded  # noqa: F401  it listens to changes
from directory.models.framework.handovers import RecordHandover
from directory.models.framework.lists import FrameworkPart, FrameworkPartVersion, Pack, PackEntry
from directory.models.framework.records import (
    FollowUp,
    Measure,
    SupportAction,
    SupportCount,
    SupportRecord,
    SupportRecordEntry,
    SupportRecordNeed,
)
from directory.models.guidance import Guidance, GuidanceLink
from directory.models.helpline.enquiries import (
    Enquiry,
    EnquiryNeed,
    EnquiryOutcome,
    EnquiryOutcomeEntry,
    EnquiryWord,
)
from directory.models.helpline.lists import (
    HelplineClosure,
    HelplineDestination,
    HelplineHours,
    SafeguardingContact,
)
from directory.models.history import AuditEvent, Change, DatabaseIdentity, EntryVersion, SourceRecord
from directory.models.improving.proposals import Proposal
from directory.models.improving.searches import (
    LoggedOpening,
    LoggedSearch,
    LoggedSearchNeed,
    MonthlySearches,
)
from directory.models.job import Job
from directory.models.location import Accessibility, Address, Location, ServiceAtLocation
from directory.models.mail import OutgoingMail
from directory.models.network import (
    SupportRole,
    SupportRoleArea,
    SupportRoleNeed,
    SupportRoleType,
    Team,
    TeamArea,
    TeamMember,
)
from directory.models.organization import Funding, Organization, OrganizationIdentifier, Url
from directory.models.schedule import Schedule
from directory.models.service import Check, CostOption, Eligibility, Service, ServiceArea, ServiceReferral
from directory.models.taxonomy import Attribute, CrisisMark, Taxonomy, TaxonomyTerm, TermWord
from directory.models.unmet_needs.commissioning import BodyMember, CommissioningBody, RoutingRule
from directory.models.unmet_needs.merges import UnmetNeedMerge, UnmetNeedMoved
from directory.models.unmet_needs.needs import (
    UnmetNeed,
    UnmetNeedAnswer,
    UnmetNeedGroup,
    UnmetNeedMatch,
    UnmetNeedReport,
    UnmetNeedTerm,
)
from directory.models.withholding.records import WithheldRecord, WithholdingReview

Entry = Service | Guidance

__all__ = [
    "Accessibility",
    "Address",
    "Area",
    "AreaMembership",
    "Attribute",
    "AuditEvent",
    "BodyMember",
    "Change",
    "Check",
    "CommissioningBody",
    "Contact",
    "CostOption",
    "CrisisMark",
    "DatabaseIdentity",
    "Eligibility",
    "Enquiry",
    "EnquiryNeed",
    "EnquiryOutcome",
    "EnquiryOutcomeEntry",
    "EnquiryWord",
    "Entry",
    "EntryVersion",
    "FollowUp",
    "FrameworkPart",
    "FrameworkPartVersion",
    "Funding",
    "Guidance",
    "GuidanceLink",
    "HelplineClosure",
    "HelplineDestination",
    "HelplineHours",
    "Job",
    "Language",
    "Location",
    "LoggedOpening",
    "LoggedSearch",
    "LoggedSearchNeed",
    "Measure",
    "MonthlySearches",
    "Organization",
    "OrganizationIdentifier",
    "OutgoingMail",
    "Pack",
    "PackEntry",
    "Phone",
    "PlacePoint",
    "Postcode",
    "Proposal",
    "RecordHandover",
    "RoutingRule",
    "SafeguardingContact",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceReferral",
    "SignInThrottle",
    "SourceRecord",
    "SupportAction",
    "SupportCount",
    "SupportRecord",
    "SupportRecordEntry",
    "SupportRecordNeed",
    "SupportRole",
    "SupportRoleArea",
    "SupportRoleNeed",
    "SupportRoleType",
    "Taxonomy",
    "TaxonomyTerm",
    "Team",
    "TeamArea",
    "TeamMember",
    "TermWord",
    "UnmetNeed",
    "UnmetNeedAnswer",
    "UnmetNeedGroup",
    "UnmetNeedMatch",
    "UnmetNeedMerge",
    "UnmetNeedMoved",
    "UnmetNeedReport",
    "UnmetNeedTerm",
    "Url",
    "User",
    "WithheldRecord",
    "WithholdingReview",
]

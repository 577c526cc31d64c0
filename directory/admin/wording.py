"""What coded values are called at the desk."""

from directory.models.codes import (
    AreaKind,
    AssuranceMethod,
    AttendingType,
    AvailabilityStatus,
    CheckKind,
    Crisis,
    EntryFault,
    ReferralRoute,
    Status,
    Visibility,
)
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState
from directory.small_numbers import protect

STATUS_NAMES = {
    Status.ACTIVE: "Published",
    Status.TEMPORARILY_CLOSED: "Closed for now",
    Status.DRAFT: "Draft",
    Status.SUSPENDED: "Suspended",
    Status.INACTIVE: "Withdrawn",
    Status.DEFUNCT: "Closed for good",
}
STATUS_COLOURS = {
    Status.ACTIVE: "green",
    Status.TEMPORARILY_CLOSED: "yellow",
    Status.DRAFT: "blue",
    Status.SUSPENDED: "red",
    Status.INACTIVE: "grey",
    Status.DEFUNCT: "grey",
}
KIND_NAMES = {"service": "Service", "group": "Group", "activity": "Activity", "guidance": "Guidance"}
REVIEW_NAMES = {"overdue": "Overdue for checking", "never": "Never checked"}
ATTENDING_NAMES = {
    AttendingType.PLACE: "At a place",
    AttendingType.HOME: "At the person's home",
    AttendingType.PHONE: "By phone",
    AttendingType.TEXT: "By text",
    AttendingType.ONLINE: "Online",
}
ROUTE_NAMES = {
    ReferralRoute.SELF: "People can come or get in touch themselves",
    ReferralRoute.FAMILY: "Family or a carer can get in touch for them",
    ReferralRoute.PROFESSIONAL: "Any professional can refer",
    ReferralRoute.GP: "A GP refers",
    ReferralRoute.SOCIAL_CARE: "Social care refers",
    ReferralRoute.MENTAL_HEALTH_TEAM: "A mental health team refers",
}
CRISIS_NAMES = {
    Crisis.SUICIDE: "Thoughts of suicide",
    Crisis.SELF_HARM: "Self-harm",
    Crisis.OVERDOSE: "Overdose or poison",
    Crisis.MENTAL_HEALTH: "Mental health crisis",
    Crisis.DOMESTIC_ABUSE: "Abuse by a partner or family",
    Crisis.SEXUAL_VIOLENCE: "Sexual violence",
    Crisis.CHILD: "A child in danger",
    Crisis.BABY: "A mother or baby in danger",
    Crisis.MISSING: "Somebody missing",
    Crisis.HOMELESS: "Homeless tonight",
    Crisis.GAS: "Gas leak or carbon monoxide",
}
AVAILABILITY_NAMES = {
    AvailabilityStatus.NOT_KNOWN: "Not known",
    AvailabilityStatus.OPEN: "Open to new people",
    AvailabilityStatus.WAITING_LIST: "Has a waiting list",
    AvailabilityStatus.FULL: "Full",
    AvailabilityStatus.PAUSED: "Paused",
}
VISIBILITY_NAMES = {
    Visibility.PUBLIC: "Public: everybody may know where it is",
    Visibility.STAFF: "Staff only: shown to people who sign in",
    Visibility.CONFIDENTIAL: "Confidential: never on a map, in a distance or in an export (a refuge, say)",
}
CHECK_NAMES = {
    CheckKind.SAFEGUARDING: "Safeguarding policy seen",
    CheckKind.INSURANCE: "Insurance seen",
    CheckKind.DBS: "DBS checks are done",
    CheckKind.REGULATOR: "On the regulator's register",
}
ASSURANCE_NAMES = {
    AssuranceMethod.PHONE: "I phoned them",
    AssuranceMethod.EMAIL: "They answered by e-mail",
    AssuranceMethod.VISIT: "I visited",
    AssuranceMethod.WEBSITE: "I read their website",
    AssuranceMethod.PROVIDER: "They told us themselves",
    AssuranceMethod.PUBLISHER: "It comes from somebody who checks it",
}
AREA_KIND_NAMES = {
    AreaKind.COUNTRY: "Countries",
    AreaKind.SYSTEM: "Integrated care boards",
    AreaKind.PLACE: "City and counties",
    AreaKind.DISTRICT: "Districts",
    AreaKind.NEIGHBOURHOOD: "Neighbourhoods",
    AreaKind.PCN: "Primary care networks",
    AreaKind.TEAM_PATCH: "Team patches",
}
# Codes of org-id.guide.
REGISTER_NAMES = {
    "GB-CHC": "Charity Commission for England and Wales",
    "GB-COH": "Companies House",
    "GB-NHS": "NHS organisation code",
}
ACTION_NAMES = {
    "create": "made",
    "edit": "changed",
    "edit place": "changed with its place",
    "publish": "published",
    "withdraw": "withdrawn",
    "suspend": "suspended",
    "assure": "checked",
    "request review": "put forward to be checked",
    "place": "given its coordinates",
}
PROPOSAL_KINDS = {
    ProposalKind.WORD: "A word people use",
    ProposalKind.NEED: "A need of an entry",
    ProposalKind.SUMMARY: "A better summary",
    ProposalKind.CORRECTION: "Something is wrong",
    ProposalKind.ENTRY: "Something to look for",
}
PROPOSAL_SOURCES = {
    ProposalSource.ENQUIRY: "An enquiry",
    ProposalSource.SUPPORT_RECORD: "A follow-up",
    ProposalSource.SEARCH_LOG: "What was searched",
    ProposalSource.PERSON: "A person",
}
PROPOSAL_STATES = {
    ProposalState.OPEN: "Waiting",
    ProposalState.ACCEPTED: "Accepted",
    ProposalState.DECLINED: "Declined",
}
PROPOSAL_DONE = {
    ProposalKind.WORD: "Accepted. Search uses the word from now on.",
    ProposalKind.NEED: "Accepted. The entry has the need now.",
    ProposalKind.SUMMARY: "Accepted. The entry has the new summary.",
    ProposalKind.CORRECTION: "Done.",
    ProposalKind.ENTRY: "Done.",
}
FAULT_DONE = {
    EntryFault.CLOSED: "Done. The entry is closed. Its own page publishes it again.",
    EntryFault.FULL: "Done. The entry shows that it is full.",
}
FAULT_NAMES = {
    EntryFault.CLOSED: "be closed",
    EntryFault.FULL: "be full",
    EntryFault.MOVED: "have moved",
}

SEARCH_VIEWS = {
    "searches": "Most searched",
    "without_result": "No result",
    "weak": "Only weak results",
    "few": "Few results (1 to 3)",
    "unopened": "Nothing opened",
}
SEARCH_PERIODS = {7: "The last 7 days", 30: "The last 30 days", 90: "The last 90 days"}
SEARCHERS = {"public": "The public", "staff": "Staff"}
SEARCH_COUNTS = {
    "searches": "Searches",
    "without_result": "No result",
    "weak": "Only weak",
    "few": "Few",
    "unopened": "Nothing opened",
}


def say_times(times: int, *, exact: bool) -> str:
    """How often a proposal was made: "" where it is not told, or was once."""
    shown = protect(times, exact=exact).value or 0
    return f"said {shown} times" if shown > 1 else ""

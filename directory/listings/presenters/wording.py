"""Coded values in the words of the public pages; money and dates as people write them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from directory.listings.schedules import LONDON, format_date, join_words
from directory.models import Check, CostOption, Guidance, Service
from directory.models.codes import (
    AssuranceMethod,
    AttendingType,
    AvailabilityStatus,
    CheckKind,
    ReferralRoute,
    ServiceKind,
    Status,
)

KINDS = {ServiceKind.SERVICE: "Service", ServiceKind.GROUP: "Group", ServiceKind.ACTIVITY: "Activity"}
ATTENDING = {
    AttendingType.PLACE: "you go there",
    AttendingType.HOME: "they come to you",
    AttendingType.PHONE: "by phone",
    AttendingType.TEXT: "by text",
    AttendingType.ONLINE: "online",
}
ROUTES = {
    ReferralRoute.SELF: "You can contact them yourself.",
    ReferralRoute.FAMILY: "A relative, friend or carer can contact them for you.",
    ReferralRoute.PROFESSIONAL: "Somebody who supports you in their work can refer you.",
    ReferralRoute.GP: "Your GP surgery can refer you.",
    ReferralRoute.SOCIAL_CARE: "A social worker can refer you.",
    ReferralRoute.MENTAL_HEALTH_TEAM: "Your mental health team can refer you.",
}
ASSURANCE = {
    AssuranceMethod.PHONE: "by phone",
    AssuranceMethod.EMAIL: "by e-mail",
    AssuranceMethod.VISIT: "on a visit",
    AssuranceMethod.WEBSITE: "on their website",
    AssuranceMethod.PROVIDER: "by the people who run it",
    AssuranceMethod.PUBLISHER: "by the directory it comes from",
}

SEEN = {
    CheckKind.SAFEGUARDING: "Safeguarding policy",
    CheckKind.INSURANCE: "Insurance",
    CheckKind.DBS: "DBS checks of staff and volunteers",
    CheckKind.REGULATOR: "The regulator’s register",
}


class Availability(NamedTuple):
    """`tone` is open, wait or shut: how its tag looks, which never says more than the words."""

    words: str
    tone: str
    note: str


def present_availability(service: Service, today: date, believed_days: int) -> Availability | None:
    """None where it is not known, or where it was said longer ago than `believed_days`. What has closed for
    now is that, whatever was said before."""
    if service.status == Status.TEMPORARILY_CLOSED:
        return Availability("Closed for now", "shut", "Check with them before you go.")
    said_on, status = service.availability_said_on, service.availability
    if status == AvailabilityStatus.PAUSED and service.paused_until:
        if service.paused_until < today:
            return None
        return Availability(f"Paused until {format_date(service.paused_until)}", "shut", _note(service))
    if said_on is None or said_on + timedelta(days=believed_days) < today:
        return None
    said = {
        AvailabilityStatus.OPEN: ("Open to new people", "open"),
        AvailabilityStatus.WAITING_LIST: ("Waiting list", "wait"),
        AvailabilityStatus.FULL: ("Full at the moment", "shut"),
        AvailabilityStatus.PAUSED: ("Paused for now", "shut"),
    }.get(status)
    return Availability(*said, _note(service)) if said else None


def _note(service: Service) -> str:
    return service.availability_note or ""


def describe_cost(options: Sequence[CostOption], today: date) -> str:
    """ "Free", "£1.50", "£2 to £5", or "" where the cost is not known."""
    current = [o for o in options if is_current(o.valid_from, o.valid_to, today)]
    amounts = sorted(o.amount_pence for o in current if o.amount_pence is not None)
    if not amounts:
        return next((o.amount_description or o.option or "" for o in current), "")
    if amounts[-1] == 0:
        return "Free"
    lowest, highest = format_pence(amounts[0]), format_pence(amounts[-1])
    return lowest if lowest == highest else f"{lowest} to {highest}"


def is_current(first: date | None, last: date | None, today: date) -> bool:
    return (first is None or first <= today) and (last is None or today <= last)


def format_pence(pence: int) -> str:
    """ "Free", "50p", "£2", "£1.50"."""
    if pence == 0:
        return "Free"
    if pence < 100:
        return f"{pence}p"
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02}" if rest else f"£{pounds:,}"


def describe_attending(types: Sequence[AttendingType]) -> str:
    text = join_words([ATTENDING[kind] for kind in types])
    return text[:1].upper() + text[1:]


def describe_ages(youngest: int | None, oldest: int | None) -> str:
    if youngest and oldest:
        return f"Ages {youngest} to {oldest}"
    if youngest:
        return f"Age {youngest} and over"
    return f"Up to age {oldest}" if oldest else ""


def describe_check(entry: Service | Guidance) -> str:
    """ "Checked by phone on 3 May 2026", or "Not checked yet"."""
    if entry.assured_at is None:
        return "Not checked yet"
    how = f" {ASSURANCE[entry.assured_how]}" if entry.assured_how else ""
    return f"Checked{how} on {format_date(entry.assured_at.astimezone(LONDON).date())}"


def describe_seen(check: Check) -> str:
    """ "Insurance seen on 3 May 2026, good until 2 May 2027"."""
    until = f", good until {format_date(check.expires_on)}" if check.expires_on else ""
    return f"{SEEN[check.kind]} seen on {format_date(check.checked_on)}{until}"

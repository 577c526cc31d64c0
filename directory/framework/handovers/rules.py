"""Who may do what about a handover, and when it is over."""

from datetime import datetime, timedelta

from directory.accounts.permissions import ACCOUNT_KEEPERS, STAFF
from directory.accounts.second_person import may_be_second, was_changed
from directory.listings.schedules import LONDON
from directory.models import RecordHandover, User
from directory.models.codes import HandoverReason
from directory.network.queries import list_members

FOR_A_TIME = (HandoverReason.SICK, HandoverReason.AWAY)
OFFERED_FOR = timedelta(days=14)
"""A handover that nobody took over by then has lapsed."""


def is_open(handover: RecordHandover, now: datetime) -> bool:
    """Whether it still waits for somebody, or is a cover whose last day is not over."""
    if handover.ended_at is not None:
        return False
    if handover.until is not None and handover.until < now.astimezone(LONDON).date():
        return False
    if handover.accepted_at is None:
        return handover.asked_at > now - OFFERED_FOR
    return handover.until is not None


def needs_agreement(handover: RecordHandover, now: datetime) -> bool:
    """Whether a second administrator has to agree and has not: where an administrator asks for a worker who
    is away, or where the account of the colleague or of that administrator is new or lately changed."""
    if handover.agreed_at is not None or handover.asked_by_id == handover.worker_id:
        return False
    is_away = handover.reason in FOR_A_TIME
    return is_away or was_changed(handover.colleague, now) or was_changed(handover.asked_by, now)


def may_agree(actor: User, handover: RecordHandover, now: datetime) -> bool:
    involved = (handover.asked_by, handover.worker, handover.colleague)
    return (
        is_open(handover, now)
        and handover.accepted_at is None
        and needs_agreement(handover, now)
        and may_be_second(actor, involved, now)
    )


def may_accept(actor: User, handover: RecordHandover, now: datetime) -> bool:
    """Only the colleague, with an account that nobody else can sign in to, still in the team."""
    return (
        actor.id == handover.colleague_id
        and actor.id != handover.asked_by_id
        and is_open(handover, now)
        and handover.accepted_at is None
        and not needs_agreement(handover, now)
        and actor.may_open_support_records
        and not set(STAFF).isdisjoint(actor.roles)
        and any(one.id == actor.id for one in list_members(handover.team))
    )


def may_end(actor: User, handover: RecordHandover) -> bool:
    """The worker, the colleague, and administrators."""
    is_theirs = actor.id in (handover.worker_id, handover.colleague_id)
    return is_theirs or not set(ACCOUNT_KEEPERS).isdisjoint(actor.roles)

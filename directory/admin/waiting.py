"""What waits for one person in the rooms they work in. A count leads to the page that shows what it counts,
and is made only for who may see that page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from directory.accounts import permissions
from directory.accounts.bodies import list_bodies_of
from directory.accounts.second_person import list_passwords_to_agree
from directory.framework.handovers.queries import list_to_accept, list_to_agree
from directory.framework.records.queries import count_own_due, count_untold
from directory.helpline.asking.queries import count_answered
from directory.models import User
from directory.models.codes import Role
from directory.network.confirmation import day_of
from directory.network.mailing import list_to_confirm
from directory.unmet_needs.lists import count_own_answered, count_sent

NEWS_DAYS = 7
"""An answer is told for so long."""


@dataclass(frozen=True, slots=True)
class Item:
    count: int
    words: str
    address: str


def list_waiting(actor: User, now: datetime) -> list[Item]:
    """What has to be done first, then what is new. Nothing that counts none."""
    items = []
    if permissions.may_keep_accounts():
        items += _list_to_agree(actor, now)
    if permissions.may_support():
        items += _list_support(actor, now)
    if Role.COMMISSIONER in actor.roles:
        items += _list_sent(actor, now)
    if permissions.may_see_network():
        items += _list_roles(actor, now)
    if permissions.may_ask_helpline():
        items += _list_news(actor, now)
    return [item for item in items if item.count]


def _list_to_agree(actor: User, now: datetime) -> list[Item]:
    """What needs a second administrator."""
    passwords, handovers = list_passwords_to_agree(actor, now), list_to_agree(actor, now)
    password_page, handover_page = "accounts.account_detail", "framework.handover"
    return [
        *(
            Item(1, f"password to agree to, of {one.name}", url_for(password_page, account_id=one.id))
            for one in passwords
        ),
        *(
            Item(
                1,
                f"handover to agree to, of the records of {one.worker.name}",
                url_for(handover_page, account_id=one.worker_id),
            )
            for one in handovers
        ),
    ]


def _list_support(actor: User, now: datetime) -> list[Item]:
    due, untold, page = count_own_due(actor, now), count_untold(actor, now), "framework.support"
    offered = len(list_to_accept(actor, now))
    to_do = _say(due.total, "follow-up of yours due", "follow-ups of yours due")
    overdue = f", {due.overdue:,} overdue" if due.overdue else ""
    is_locked = not actor.may_open_support_records
    return [
        Item(
            int(is_locked),
            "password that another administrator must agree to before you can open support records",
            url_for(page),
        ),
        Item(
            offered,
            _say(offered, "colleague’s support records", "colleagues’ support records") + " offered to you",
            url_for(page, _anchor="handovers-heading"),
        ),
        Item(due.total, f"{to_do}{overdue}", url_for(page, _anchor="due-list")),
        Item(
            untold.closed,
            _say(untold.closed, "closed record", "closed records") + " not yet said to be in the care plan",
            url_for(page, _anchor="closed-list"),
        ),
        Item(
            untold.changed,
            _say(untold.changed, "record", "records") + " to copy into the care plan again",
            url_for(page, _anchor="open-list"),
        ),
        Item(
            untold.quiet,
            _say(untold.quiet, "record", "records") + " without a change for long: still open?",
            url_for(page, _anchor="open-list"),
        ),
    ]


def _list_sent(actor: User, now: datetime) -> list[Item]:
    """Of the bodies this person answers for; of all where they answer for none."""
    own = [body.id for body in list_bodies_of(actor)]
    waiting, overdue = count_sent(own, day_of(now))
    words = _say(waiting, "unmet need waits", "unmet needs wait")
    words += " for your answer" if own else " for an answer"
    words += f", {overdue:,} overdue" if overdue else ""
    return [Item(waiting, words, url_for("unmet_needs.sent_list", state="sent"))]


def _list_roles(actor: User, now: datetime) -> list[Item]:
    return [
        Item(1, f"role of yours to confirm: {role.name}", url_for("network.role", role_id=role.id))
        for role in list_to_confirm(actor, day_of(now))
    ]


def _list_news(actor: User, now: datetime) -> list[Item]:
    since = now - timedelta(days=NEWS_DAYS)
    questions, unmet = count_answered(actor, since), count_own_answered(actor, since)
    asked = _say(questions, "question of yours", "questions of yours")
    missing = _say(unmet, "unmet need of yours", "unmet needs of yours")
    lately = f"answered in the last {NEWS_DAYS} days"
    return [
        Item(questions, f"{asked} {lately}", url_for("helpline.questions")),
        Item(unmet, f"{missing} {lately}", url_for("unmet_needs.own")),
    ]


def _say(count: int, one: str, many: str) -> str:
    return one if count == 1 else many

"""A handover as a page shows it: where it has got to, and what this person may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.accounts.queries import list_accounts
from directory.framework.handovers import rules
from directory.framework.handovers.queries import list_lately_moved, list_of_worker, list_own
from directory.framework.wording import say_date
from directory.models import RecordHandover, Team, User
from directory.models.codes import HandoverReason

REASON_NAMES = {
    HandoverReason.SICK: "They are off sick",
    HandoverReason.AWAY: "They are away for another reason",
    HandoverReason.MOVED: "They have moved to other work",
    HandoverReason.LEFT: "They have left or are leaving",
}


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """`may_accept`, `may_agree` and `may_end` are what the person at the screen may do."""

    handover: RecordHandover
    words: str
    may_accept: bool
    may_agree: bool
    may_end: bool

    @property
    def end_words(self) -> str:
        """The button that ends it."""
        if self.handover.accepted_at:
            return "End the cover now"
        return "Decline" if self.may_accept else "Stop this"


def describe_handovers(actor: User, teams: Sequence[Team], now: datetime) -> list[HandoverLine]:
    """What concerns this person and their teams."""
    moved = [HandoverLine(one, _say(one, now), False, False, False) for one in list_lately_moved(actor, now)]
    return moved + [_describe(one, actor, now) for one in list_own(actor, [team.id for team in teams], now)]


def describe_handovers_of(worker: User, actor: User, now: datetime) -> list[HandoverLine]:
    """What an administrator sees on the page of a worker."""
    return [_describe(one, actor, now) for one in list_of_worker(worker, now)]


def _describe(handover: RecordHandover, actor: User, now: datetime) -> HandoverLine:
    return HandoverLine(
        handover,
        _say(handover, now),
        rules.may_accept(actor, handover, now),
        rules.may_agree(actor, handover, now),
        rules.may_end(actor, handover),
    )


def _say(handover: RecordHandover, now: datetime) -> str:
    until = f" until {say_date(handover.until)}" if handover.until else ""
    records = f"the support records of {handover.worker.name} in {handover.team.name}"
    if handover.accepted_at and handover.until is None:
        return f"{handover.colleague.name} has taken over {records}. {handover.asked_by.name} asked for it."
    if handover.accepted_at:
        return f"{handover.colleague.name} looks after {records}{until}."
    asked = f"{handover.asked_by.name} asked {handover.colleague.name} to take over {records}{until}."
    if rules.needs_agreement(handover, now):
        return f"{asked} {_say_who_may_agree(handover, now)}"
    return f"{asked} {handover.colleague.name} has not answered yet."


def _say_who_may_agree(handover: RecordHandover, now: datetime) -> str:
    names = [one.name for one in list_accounts() if rules.may_agree(one, handover, now)]
    if names:
        return f"A second administrator has to agree first: {', '.join(names)}."
    return (
        "A second administrator has to agree first, and at present there is none who can. Whoever runs the "
        "machine can agree, with: flask support-records agree."
    )

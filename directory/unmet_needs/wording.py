"""What the codes of unmet needs are called on pages."""

from directory.models.codes import AnswerKind, Barrier, GroupState, UnmetNeedSource, Urgency
from directory.network.wording import SPECIALTY_NAMES

__all__ = [
    "ANSWER_NAMES",
    "BARRIER_NAMES",
    "LISTED_STATE_NAMES",
    "SENT_STATE_NAMES",
    "SOURCE_NAMES",
    "SPECIALTY_NAMES",
    "STATE_NAMES",
    "URGENCY_NAMES",
]

BARRIER_NAMES = {
    Barrier.NOTHING_EXISTS: "Nothing exists",
    Barrier.FULL: "Full, or a long wait",
    Barrier.NOT_ELIGIBLE: "Not eligible",
    Barrier.TOO_FAR: "Too far, or no transport",
    Barrier.COST: "Cost",
    Barrier.TIMES: "Days or times",
    Barrier.LANGUAGE_OR_CULTURE: "Language or culture",
    Barrier.ACCESS: "Access for disabled people",
    Barrier.OTHER: "Other",
}

URGENCY_NAMES = {
    Urgency.ROUTINE: "No hurry",
    Urgency.SOON: "Within weeks",
    Urgency.URGENT: "Within days",
}

SOURCE_NAMES = {
    UnmetNeedSource.ENQUIRY: "Enquiry to the helpline",
    UnmetNeedSource.SUPPORT_RECORD: "Support record",
    UnmetNeedSource.SEARCH: "Search",
}

STATE_NAMES = {
    GroupState.GROUPED: "Not sent yet",
    GroupState.SENT: "Sent, waiting for an answer",
    GroupState.ANSWERED: "Answered",
    GroupState.MERGED: "Part of another group",
}

# What a list may be narrowed down to: states, and answers that have not come in time.
SENT_STATE_NAMES: dict[str, str] = {
    "overdue": "Overdue",
    GroupState.SENT: "Waiting for an answer",
    GroupState.ANSWERED: "Answered",
}
LISTED_STATE_NAMES: dict[str, str] = {GroupState.GROUPED: "Not sent yet", **SENT_STATE_NAMES}

ANSWER_NAMES = {
    AnswerKind.COMMISSIONED: "Commissioned",
    AnswerKind.PLANNED: "Planned",
    AnswerKind.EXISTS: "Already exists",
    AnswerKind.UNDER_REVIEW: "Under review",
    AnswerKind.NOT_PLANNED: "Not planned",
}


def tell_taken_back(name: str, here: int, brought: int) -> str:
    """Of a group that stands alone again: `here` of the `brought` unmet needs went back with it."""
    went = f"{_count(here)} went back with it." if here else "Nothing went back with it."
    gone = brought - here
    stays = "stays" if gone == 1 else "stay"
    left = f" {_count(gone)} had been moved on since and {stays} there." if gone else ""
    return f"{name} is a group of its own again. {went}{left}"


def _count(number: int) -> str:
    return "1 unmet need" if number == 1 else f"{number:,} unmet needs"

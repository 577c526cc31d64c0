"""The ways in which an enquiry ended."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from directory.exchange.example.casework.ground import Ground
from directory.extensions import db
from directory.free_text import check_text
from directory.helpline.outcomes.finding import explore_entry
from directory.helpline.outcomes.missing import log_unmet
from directory.helpline.outcomes.passing import name_support_role, raise_safeguarding, route_enquiry
from directory.helpline.outcomes.recording import add_outcome
from directory.models import Enquiry, EnquiryOutcomeEntry, HelplineDestination, UnmetNeed, User
from directory.models.helpline.codes import EnquiryOutcomeKind, WhyNotFound

_SAYS_WHY = 0.7
_GONE = "What was found is no longer in the directory."

End = Mapping[str, Any]
"""One of `ends` as seed/casework/enquiries.yaml describes them."""


@dataclass(frozen=True)
class Ending:
    """Whose enquiry ends when, by whom."""

    ground: Ground
    enquiry: Enquiry
    handler: User
    now: datetime
    draw: random.Random

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": self.handler, "enquiry": self.enquiry, "now": self.now}


def lay_endings(ending: Ending, ends: Sequence[End]) -> None:
    for end in ends:
        lay = next(way for name, way in _WAYS.items() if name in end)
        lay(ending, end)
    if not ending.enquiry.outcomes:
        ending.enquiry.left_because = _GONE


def _find(ending: Ending, end: End) -> None:
    """Why it was not found is noted without a proposal: the officer has decided those long ago."""
    why = WhyNotFound(end["why"]) if ending.draw.random() < _SAYS_WHY else None
    _add_entries(ending, EnquiryOutcomeKind.FOUND_ON_SYSTEM, end["found"], why_not_found=why)


def _explore(ending: Ending, end: End) -> None:
    """What was found then is in the directory now."""
    learnt_from = check_text("enquiry_outcome.learnt_from", end["learnt"])
    _add_entries(ending, EnquiryOutcomeKind.FOUND_BY_EXPLORING, end["explored"], learnt_from=learnt_from)


def _add_entries(ending: Ending, kind: EnquiryOutcomeKind, slugs: list[str], **values: Any) -> None:
    links = [
        EnquiryOutcomeEntry(entry_id=one.id, entry_type=one.kind, name=one.name, position=place)
        for place, one in enumerate(ending.ground.list_entries(slugs))
    ]
    if links:
        add_outcome(ending.handler, ending.enquiry, {}, kind, ending.now, entries=links, **values)


def _draft(ending: Ending, end: End) -> None:
    explore_entry(typed=end["draft"], **ending.by)


def _name_role(ending: Ending, end: End) -> None:
    """An officer may have given it another name since."""
    if end["role"] in ending.ground.roles:
        name_support_role(typed={}, role_id=ending.ground.roles[end["role"]], **ending.by)


def _route(ending: Ending, end: End) -> None:
    to = select(HelplineDestination.id).where(HelplineDestination.slug == end["routed"])
    route_enquiry(typed={}, destination_id=db.session.scalar(to), **ending.by)


def _raise_concern(ending: Ending, end: End) -> None:
    raise_safeguarding(typed={"age": end["safeguarding"], "handed_to": end["to"]}, **ending.by)


def _miss(ending: Ending, end: End) -> None:
    typed = {
        "um_missing": ending.enquiry.question,
        "um_barrier": end["barrier"],
        "um_group": str(ending.ground.groups[end["unmet"]]),
    }
    outcome = log_unmet(typed=typed, **ending.by)
    unmet = db.session.get(UnmetNeed, outcome.unmet_need_id)
    ending.ground.date_back(unmet, ending.now)


_WAYS: dict[str, Callable[[Ending, End], None]] = {
    "found": _find,
    "explored": _explore,
    "draft": _draft,
    "role": _name_role,
    "routed": _route,
    "safeguarding": _raise_concern,
    "unmet": _miss,
}

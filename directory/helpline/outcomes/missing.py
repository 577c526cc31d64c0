"""What does not exist: logged as an unmet need with all that the call says already."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from directory.errors import InvalidData
from directory.helpline.enquiries.actions import WRONG
from directory.helpline.outcomes.recording import add_outcome, find_need, refuse_closed
from directory.listings.needs import Need
from directory.models import Enquiry, EnquiryOutcome, UnmetNeedGroup, User
from directory.models.codes import UnmetNeedSource
from directory.models.helpline.codes import EnquiryOutcomeKind
from directory.network.checking import Typed
from directory.network.confirmation import day_of
from directory.search.request import LONGEST_TEXT, SearchRequest
from directory.unmet_needs.actions import MOST_NEEDS, log_unmet_need
from directory.unmet_needs.queries import list_likely_groups
from directory.unmet_needs.tried import describe_search

# The fields of this form by those of an unmet need.
_FIELDS = {
    "missing": "um_missing",
    "barrier": "um_barrier",
    "times_asked": "um_times",
    "population": "um_population",
    "evidence": "um_evidence",
    "tried": "um_tried",
    "group": "um_group",
    "area": "place",
    "needs": "needs",
}
_FROM_FORM = ("missing", "barrier", "times_asked", "population", "evidence", "tried", "group")


def propose_unmet(enquiry: Enquiry, typed: Typed) -> dict[str, str]:
    """What the form begins with. Where entries were found and do not meet the need, it says which. Keys of
    `typed`: question and tried, where they are not saved yet."""
    question = typed.get("question", enquiry.question) or ""
    asked = SearchRequest(q=question[-LONGEST_TEXT:], need=tuple(one.term.slug for one in enquiry.needs))
    found = [link.name for outcome in enquiry.outcomes for link in outcome.entries]
    # The handler's own search beside the call found others, and none that fits: no count would be true.
    searched = describe_search(asked, None, enquiry.area.name if enquiry.area else "")
    looked_at = f"Looked at: {', '.join(found)}." if found else ""
    tried = [typed.get("tried", enquiry.tried), searched if asked != SearchRequest() else "", looked_at]
    return {
        "um_missing": question,
        "um_tried": "\n".join(text for text in tried if text)[:2000],
        "um_times": "1",
    }


def list_offered(
    enquiry: Enquiry, need_slugs: list[str], on: date, needs: Sequence[Need] | None = None
) -> list[UnmetNeedGroup]:
    """Groups that the same may be part of. `needs`: the tree, where it is read already."""
    return list_likely_groups(need_slugs, enquiry.area.slug, on, needs) if enquiry.area else []


def log_unmet(*, actor: User, enquiry: Enquiry, typed: Typed, now: datetime) -> EnquiryOutcome:
    """Keys of `typed`: um_missing, um_barrier, um_times, um_population, um_evidence, um_tried, um_group
    ("none": it is something else); and those of add_outcome. Who is told what comes of it is found out then
    (unmet_needs/askers.py): the contact may be typed later."""
    refuse_closed(enquiry)
    needs = _list_needs(enquiry, typed)
    if list_offered(enquiry, needs, day_of(now)) and not typed.get("um_group"):
        message = "Others have asked for something like it. Choose one, or say that it is something else."
        raise InvalidData(WRONG, {"um_group": message})
    try:
        unmet = log_unmet_need(
            actor=actor,
            typed=_describe_unmet(enquiry, needs, typed),
            source=UnmetNeedSource.ENQUIRY,
            source_id=enquiry.id,
            now=now,
        )
    except InvalidData as error:
        problems = {_FIELDS.get(name, ""): message for name, message in error.fields.items()}
        raise InvalidData(WRONG, problems) from error
    kind = EnquiryOutcomeKind.UNMET_NEED
    return add_outcome(actor, enquiry, typed, kind, now, unmet_need_id=unmet.id)


def _list_needs(enquiry: Enquiry, typed: Typed) -> list[str]:
    need = find_need(enquiry, typed)
    return [need.slug] if need else [one.term.slug for one in enquiry.needs][:MOST_NEEDS]


def _describe_unmet(enquiry: Enquiry, needs: list[str], typed: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: typed.get(_FIELDS[name], "") for name in _FROM_FORM}
    # The form may have been made before anything was typed; what a hand emptied stays empty.
    if not given["tried"] and "um_tried" not in (enquiry.half_typed or {}):
        given["tried"] = propose_unmet(enquiry, {})["um_tried"]
    return {
        **given,
        "needs": needs,
        "area": enquiry.area.slug if enquiry.area else "",
        "specialty": enquiry.specialty or "",
        "level": enquiry.level or "",
        "urgency": enquiry.urgency,
        "team": str(enquiry.team_id or ""),
    }

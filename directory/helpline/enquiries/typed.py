"""An enquiry as its page shows and sends it: text by field name, `needs` as a list of slugs, and `half_typed`
as the fields of an ending that is not recorded yet."""

from typing import Any

from werkzeug.datastructures import MultiDict

from directory.helpline import wording
from directory.helpline.enquiries.ending_fields import LABELS, read_half_typed
from directory.helpline.enquiries.whereabouts import describe_practice
from directory.listings.schedules import LONDON
from directory.models import Enquiry
from directory.network.checking import Typed

FIELDS = {
    "asker_name": "Who asks",
    "asker_role": "Job",
    "team": "Team",
    "specialty": "Kind of team",
    "channel": "How they asked",
    "reply_way": "How to reply",
    "reply_email": "Work e-mail",
    "reply_phone": "Work phone",
    "question": "What is needed",
    "needs": "Needs",
    "place": "Place",
    "practice": "GP practice",
    "level": "Level of help",
    "circumstances": "Circumstances",
    "tried": "Tried before",
    "urgency": "How soon",
    "due_on": "Call back on",
    "due_time": "Call back at",
    "support_reference": "Support record",
    "answer": "What they were told",
    "left_because": "Why no outcome",
}
_COLUMNS = (
    "asker_name",
    "asker_role",
    "reply_email",
    "reply_phone",
    "question",
    "circumstances",
    "tried",
    "level",
    "support_reference",
    "answer",
    "left_because",
    "specialty",
    "channel",
    "reply_way",
    "urgency",
)
FREE_TEXTS = ("question", "circumstances", "tried", "answer", "left_because")
# Boxes that are not ticked are not sent: this says that there were some.
_HAS_NEEDS = "needs_shown"


def describe_enquiry(enquiry: Enquiry) -> dict[str, Any]:
    """As it is saved."""
    due = enquiry.due_at.astimezone(LONDON) if enquiry.due_at else None
    return {
        **{name: str(getattr(enquiry, name) or "") for name in _COLUMNS},
        "team": str(enquiry.team_id or ""),
        "needs": [one.term.slug for one in enquiry.needs],
        "place": enquiry.area.name if enquiry.area else "",
        "practice": describe_practice(enquiry.practice),
        "due_on": due.date().isoformat() if due else "",
        "due_time": f"{due:%H:%M}" if due else "",
        "half_typed": enquiry.half_typed or {},
    }


def read_enquiry(form: MultiDict[str, str]) -> dict[str, Any]:
    """Only what was sent: a browser leaves out a field that may not be kept."""
    typed: dict[str, Any] = {name: form[name] for name in FIELDS if name in form and name != "needs"}
    if _HAS_NEEDS in form:
        typed["needs"] = list(dict.fromkeys(form.getlist("needs")))
    half_typed = read_half_typed(form)
    return typed | ({"half_typed": half_typed} if half_typed else {})


def list_differences(mine: Typed, theirs: Typed, names: dict[str, str]) -> list[tuple[str, str, str]]:
    """(field, its label, what the other handler saved) for each in which they differ. `names`: labels of
    needs, teams and levels by slug or id."""
    saved = [
        (name, label, _say(theirs[name], names))
        for name, label in FIELDS.items()
        if name in mine and mine[name] != theirs[name]
    ]
    begun, mine_begun = theirs["half_typed"], mine.get("half_typed", {})
    both = [name for name in LABELS if name in begun and name in mine_begun]
    return saved + [(name, LABELS[name], begun[name]) for name in both if mine_begun[name] != begun[name]]


def _say(value: Any, names: dict[str, str]) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(names.get(one) or _CODE_NAMES.get(one) or one) for one in values)


_CODE_NAMES: dict[str, str] = {
    code.value: label
    for codes in (
        wording.CHANNEL_NAMES,
        wording.REPLY_NAMES,
        wording.SPECIALTY_NAMES,
        wording.URGENCY_NAMES,
    )
    for code, label in codes.items()
}

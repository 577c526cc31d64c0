"""The fields of the ways to end a call: as they are sent, and as they are kept with the call, half typed,
until an ending is recorded or the call is closed."""

from collections.abc import Iterable, Mapping
from itertools import chain

from directory import free_text
from directory.errors import InvalidData
from directory.models import Enquiry
from directory.models.helpline.codes import EnquiryOutcomeKind
from directory.network.checking import clean_text

NEED = "for_need"
NOTE = "ends_note"
# What each way has of its own.
OWN_FIELDS = {
    EnquiryOutcomeKind.FOUND_BY_EXPLORING: (
        "new_name",
        "new_organization",
        "new_summary",
        "new_phone",
        "new_url",
        "learnt_from",
    ),
    EnquiryOutcomeKind.SAFEGUARDING: ("age", "handed_to", "handed_when"),
    EnquiryOutcomeKind.UNMET_NEED: (
        "um_missing",
        "um_barrier",
        "um_times",
        "um_population",
        "um_evidence",
        "um_tried",
        "um_group",
    ),
}
FIELDS = (NEED, NOTE, *chain.from_iterable(OWN_FIELDS.values()))
# With the id of an outcome behind: their word for it, who took a concern, and when.
SAID, HANDED, WHEN = "said-", "handed-", "handed_when-"
_OF_OUTCOMES = (SAID, HANDED, WHEN)

# What is typed into, as its page calls it.
LABELS = {
    NOTE: "Note",
    "new_name": "What it is called",
    "new_organization": "Who runs it",
    "new_summary": "What it does",
    "new_phone": "Its phone",
    "new_url": "Its website",
    "learnt_from": "Where you learnt of it",
    "handed_to": "Handed to which post",
    "um_missing": "What exactly is missing",
    "um_evidence": "What shows that it is missing",
    "um_tried": "What was tried",
}

HalfTyped = dict[str, str | None]
# The names of those that a hand has changed, with spaces between: the rest is what the page proposes.
_BY_HAND = "by_hand"
_COLUMN = "enquiry.half_typed"
# Where the page proposes something, what was emptied by hand stays empty.
_PROPOSED = (NEED, SAID, "um_missing", "um_tried", "um_times")


def list_fields(kind: EnquiryOutcomeKind) -> tuple[str, ...]:
    """Those that an outcome of this kind is recorded from."""
    return (NEED, NOTE, *OWN_FIELDS.get(kind, ()))


def read_endings(form: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in form.items() if name in FIELDS or name.startswith(_OF_OUTCOMES)}


def read_half_typed(form: Mapping[str, str]) -> HalfTyped:
    """None for a field that the browser left out."""
    return {name: form.get(name) for name in form.get(_BY_HAND, "").split()}


def check_half_typed(enquiry: Enquiry, given: HalfTyped) -> tuple[dict[str, str], dict[str, str]]:
    """(what to keep, problem by field). A field that fails or was not sent stays as it was kept before."""
    known = {*FIELDS, *(f"{start}{one.id}" for start in _OF_OUTCOMES for one in enquiry.outcomes)}
    kept, problems = dict(enquiry.half_typed or {}), {}
    for name, text in given.items():
        if name not in known or text is None:
            continue
        try:
            words = free_text.check_text(_COLUMN, clean_text(text))
            kept[name] = words or ""
            if words is None and not name.startswith(_PROPOSED):
                del kept[name]
        except InvalidData as error:
            problems[name] = next(iter(error.fields.values()))
    return kept, problems


def forget_half_typed(enquiry: Enquiry, names: Iterable[str]) -> None:
    """What was recorded is no longer half typed."""
    done = set(names)
    left = {name: text for name, text in (enquiry.half_typed or {}).items() if name not in done}
    enquiry.half_typed = left or None


def list_begun(names: Iterable[str]) -> set[str]:
    """The ways, by kind of outcome, of which one of these fields is."""
    given = set(names)
    return {kind.value for kind, fields in OWN_FIELDS.items() if not given.isdisjoint(fields)}

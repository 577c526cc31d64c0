"""Every free-text field of enquiries, for the register."""

from directory.free_text import FreeText, register

_SEEN_BY = "handlers of the helpline, and whoever asked"
_HANDLERS = "handlers of the helpline"
_KEPT = (
    "until ENQUIRY_DAYS after the enquiry was answered; never closed, ENQUIRY_OPEN_DAYS after its last "
    "change and once somebody was told, or longer while a safeguarding concern is not handed over"
)

FIELDS = {
    "enquiry.asker_name": ("The name or post of the member of staff who asks.", _SEEN_BY, 120),
    "enquiry.asker_role": ("The job of the member of staff who asks.", _SEEN_BY, 120),
    "enquiry.question": ("What is needed, in the asker's words.", _SEEN_BY, 2000),
    "enquiry.circumstances": ("What makes a difference to what would help.", _SEEN_BY, 2000),
    "enquiry.tried": ("What the asker searched for before.", _SEEN_BY, 2000),
    "enquiry.answer": ("What the asker was told.", _SEEN_BY, 4000),
    "enquiry.left_because": ("Why a need was left without an outcome.", _SEEN_BY, 1000),
    "enquiry_outcome.note": ("What the handler adds to how a need ended.", _HANDLERS, 1000),
    "enquiry_outcome.learnt_from": ("Where something new was learnt.", _SEEN_BY, 500),
    "enquiry_outcome.handed_to": ("The post that took a safeguarding concern.", _HANDLERS, 200),
}
_DRAFT = ("those who keep entries; everybody once it is published", "with the entry")
# What is not about an enquiry: who sees it, and how long it is kept, are its own.
OTHERS = (
    FreeText(
        "helpline_destination.what_to_say",
        "What handlers read out where they pass a question on.",
        _SEEN_BY,
        "when an officer changes it",
        1000,
    ),
    FreeText(
        "helpline_closure.reason",
        "Why the helpline is closed on a day.",
        "staff",
        "until an officer takes the day out",
        200,
    ),
    FreeText("service.name", "What an entry is called: of a draft from a call too.", *_DRAFT, 200),
    FreeText("service.summary", "What an entry is: of a draft from a call too.", *_DRAFT, 500),
    FreeText("organization.name", "Who runs an entry: of a draft from a call too.", *_DRAFT, 200),
    FreeText(
        "enquiry.half_typed",
        "What a handler has begun to write of how the enquiry ends.",
        _HANDLERS,
        "until that ending is recorded, or the enquiry is closed",
    ),
)


def register_fields() -> None:
    fields = FIELDS.items()
    register(*(FreeText(name, what, seen_by, _KEPT, longest) for name, (what, seen_by, longest) in fields))
    register(*OTHERS)

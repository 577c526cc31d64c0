"""Every free-text field of support records, for the register."""

from directory.free_text import FreeText, register

_SEEN_BY = "staff who were given the reference"
_KEPT = "with its support record: RECORD_DAYS after it closed"

FIELDS = {
    "support_record.what_matters": "What matters to the person.",
    "support_record.goals": "The person's goals.",
    "support_record.carer_goals": "The goals of the person's carer.",
    "support_record.strengths": "What the person is good at.",
    "support_record.around_them": "What and who the person already has around them.",
    "support_record.consent_note": "What may be told to whom.",
    "support_record.asked_of_others": "What is asked of the GP or others.",
    "support_record_need.level_reason": "Why staff chose another level than the answers suggest.",
    "support_record_entry.why": "Why the person declined an entry.",
    "support_action.role": "The job of who did it.",
    "support_action.result": "What came of an action.",
    "follow_up.who": "The job or relation of who does it.",
    "follow_up.what": "What is to be done.",
    "follow_up.note": "What came of it.",
}
# The officer's lists. Each text in them is checked, and so long at most.
_LISTS = {
    "framework_part.content": (
        "What the levels, their actions, the prompts and the questions say.",
        "everybody",
        "when an officer changes it",
    ),
    "framework_part_version.content": (
        "The same lists as they were after each save.",
        "those who keep the lists",
        "for good",
    ),
}
_SHORT = {
    "support_action.role": 120,
    "follow_up.who": 120,
    "follow_up.what": 500,
    "support_record_entry.why": 500,
}


def register_fields() -> None:
    register(
        *(
            FreeText(name, purpose, _SEEN_BY, _KEPT, _SHORT.get(name, 4000))
            for name, purpose in FIELDS.items()
        ),
        *(FreeText(name, *about, 400) for name, about in _LISTS.items()),
    )

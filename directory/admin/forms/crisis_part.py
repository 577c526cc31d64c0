"""The page on which an officer marks an entry as help in a crisis."""

from directory.admin.forms.spec import Field, Part

CRISIS_PART = Part(
    "crisis",
    "Help in a crisis",
    (
        Field(
            "crisis_marks",
            "Show it under the urgent help for",
            "checkboxes",
            choices="crises",
            hint="Tick only help that somebody in this danger can use today. Nothing else is shown to them. "
            "Ring the number first.",
        ),
    ),
)

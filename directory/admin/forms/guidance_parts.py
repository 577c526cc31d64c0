"""The pages of the form of guidance."""

from directory.admin.forms.crisis_part import CRISIS_PART
from directory.admin.forms.spec import Field, Part, Rows

GUIDANCE_PARTS = (
    Part(
        "basics",
        "What it says",
        (
            Field("name", "Title"),
            Field("summary", "Summary", "prose", hint="One or two plain sentences, 500 characters or fewer."),
            Field(
                "body",
                "Text",
                "prose",
                hint="Markdown: ## for a heading, - for a list, [words](https://address) for a link.",
            ),
        ),
    ),
    Part("needs", "Needs", (Field("needs", "Needs it helps with", "checkboxes", choices="needs"),)),
    Part(
        "links",
        "Links",
        (
            Rows(
                "links",
                "Links",
                "link",
                (Field("label", "What it is", said="bare"), Field("url", "Address", said="bare")),
            ),
        ),
    ),
    CRISIS_PART,
    Part(
        "notes",
        "Notes for the desk",
        (Field("internal_note", "Note", "prose", hint="Never shown to the public."),),
    ),
)

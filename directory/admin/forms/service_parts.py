"""The pages of the form of a service, group or activity."""

from directory.admin.forms.crisis_part import CRISIS_PART
from directory.admin.forms.spec import Field, Group, Part, Rows

SCHEDULE = (
    Field("repeat", "How often", "select", choices="repeats", default="1", said="bare"),
    Field("days", "Days", "checkboxes", choices="days", width="short", said="bare"),
    Field(
        "weeks",
        "Weeks of the month",
        "checkboxes",
        choices="weeks",
        width="short",
        hint="Only for something monthly.",
        said="bare",
    ),
    Field("opens_at", "From", "time"),
    Field("closes_at", "To", "time"),
    Field("valid_from", "First date", "date"),
    Field("valid_to", "Last date", "date"),
    Field("description", "In words", hint="Like: not in school holidays", said="bare"),
    *(Field(name, widget="hidden") for name in ("freq", "interval", "byday", "bymonthday", "dtstart")),
)
PHONE = (
    Field("number", "Number", width="20", said="bare"),
    Field("extension", "Extension", width="5"),
    Field("type", "How it is used", "select", choices="phone_kinds"),
    Field("description", "What it is for", hint="Like: helpline, weekdays 9am to 5pm", said="bare"),
)
ADDRESS = (
    Field("address_1", "Building and street", said="bare"),
    Field("address_2", "Second line", said="bare"),
    Field("city", "Town or city", width="20", said="bare"),
    Field("postal_code", "Postcode", width="10", said="bare"),
    Field("address_type", widget="hidden"),
)
LOCATION = (
    Field("name", "Name of the place", hint="Like: Example Community Centre", said="bare"),
    Field("visibility", "Who may know where it is", "radios", choices="visibility", default="public"),
    Rows("addresses", "Address", "address", ADDRESS, has_first=True),
    Field("transportation", "Getting there", "prose", hint="Bus, parking, which door"),
    Rows(
        "accessibility",
        "Access for disabled people",
        "point",
        (
            Field(
                "description",
                "What there is",
                hint="Like: ramp, hearing loop, accessible toilet",
                said="bare",
            ),
        ),
    ),
    Field(
        "latitude", "Latitude", width="10", hint="Leave empty: it is found from the postcode.", said="never"
    ),
    Field("longitude", "Longitude", width="10", said="never"),
    Field("location_type", widget="hidden"),
)

SERVICE_PARTS = (
    Part(
        "basics",
        "What it is",
        (
            Field("kind", "Kind", "radios", choices="kinds"),
            Field("name", "Name"),
            Field("alternate_name", "Other name", hint="If people know it by another name too."),
            Field("summary", "Summary", "prose", hint="One or two plain sentences, 500 characters or fewer."),
            Field(
                "description",
                "Description",
                "prose",
                hint="What happens there. Short words, short sentences.",
            ),
            Field("alert", "Notice", "prose", hint="Shown at the top, like: moved to the library until June"),
        ),
    ),
    Part(
        "needs",
        "Needs and who it is for",
        (
            Field("needs", "Needs it helps with", "checkboxes", choices="needs"),
            Rows(
                "eligibility",
                "Who it is for",
                "group of people",
                (
                    Field("people", "Group of people", "select", choices="people", said="bare"),
                    Field("description", "In words", hint="Like: carers who live in Rutland", said="bare"),
                ),
                hint="Leave empty when it is for everybody.",
            ),
            Field("minimum_age", "Youngest age", "number", width="3"),
            Field("maximum_age", "Oldest age", "number", width="3"),
            Field("eligibility_description", "More about who it is for", "prose"),
        ),
    ),
    Part(
        "where-when",
        "Where and when",
        (
            Field("attending_types", "How people take part", "checkboxes", choices="attending"),
            Rows(
                "service_at_locations",
                "Places",
                "place",
                (
                    Group("location", LOCATION),
                    Rows("schedules", "Times at this place", "time", SCHEDULE),
                    Field("description", "About it at this place"),
                ),
            ),
            Rows(
                "schedules",
                "Times that are not at one place",
                "time",
                SCHEDULE,
                hint="Like the hours of a phone line.",
            ),
            Field("ends_on", "Ends for good on", "date", hint="For something that runs until a date."),
        ),
    ),
    Part(
        "contact",
        "How to contact",
        (
            Rows("phones", "Phone numbers", "phone number", PHONE),
            Field("email", "E-mail address", "email"),
            Field("url", "Web page"),
            Rows(
                "urls",
                "More web pages",
                "web page",
                (Field("label", "What it is", said="bare"), Field("url", "Address", said="bare")),
            ),
            Rows(
                "contacts",
                "People to ask for",
                "person to ask for",
                (
                    Field("name", "Name", said="bare"),
                    Field("title", "What they do", said="bare"),
                    Field("email", "E-mail address", "email", said="bare"),
                    Rows("phones", "Their phone numbers", "phone number", PHONE),
                ),
                hint="Somebody who runs it and agreed to be named.",
            ),
        ),
    ),
    Part(
        "cost",
        "Cost",
        (
            Rows(
                "cost_options",
                "Prices",
                "price",
                (
                    Field("option", "What for", hint="Like: a session, a cup of tea", said="bare"),
                    Field("amount", "Amount in pounds", width="5", hint="0 when it is free", said="bare"),
                    Field("amount_description", "In words", hint="Like: first visit free", said="bare"),
                ),
            ),
            Field("fees_description", "More about the cost", "prose"),
        ),
    ),
    Part(
        "joining",
        "How to join, and whether there is room",
        (
            Field("referral_routes", "How people come to it", "checkboxes", choices="routes"),
            Field("referred_through", "Reached by way of", "entries", choices="entries"),
            Field("application_process", "What to do to join", "prose"),
            Group(
                "availability",
                (
                    Field(
                        "status",
                        "Is there room?",
                        "radios",
                        choices="availability",
                        default="not_known",
                        said="bare",
                    ),
                    Field("note", "In words", hint="Like: about 3 weeks to wait", said="bare"),
                    Field("said_on", "They said so on", "date", hint="Left empty, it is today."),
                    Field("paused_until", "Paused until", "date"),
                ),
            ),
            Rows(
                "languages",
                "Languages spoken",
                "language",
                (Field("name", "Language", width="20", said="bare"),),
            ),
            Field("interpretation_services", "Interpreters", "prose"),
        ),
    ),
    Part(
        "areas",
        "Areas it serves",
        (
            Rows(
                "service_areas",
                "Areas",
                "area",
                (
                    Field("area", "Area", "select", choices="areas", said="bare"),
                    Field("name", "Or in words", hint="Like: the villages around Melton", said="bare"),
                ),
                hint="Where the people it serves live. Leave empty when anybody may come.",
            ),
        ),
    ),
    Part(
        "checks",
        "Checks",
        (
            Rows(
                "checks",
                "What somebody has seen",
                "check",
                (
                    Field("kind", "What", "select", choices="checks", said="bare"),
                    Field("checked_on", "Seen on", "date"),
                    Field("expires_on", "Valid until", "date"),
                    Field("note", "Note", said="bare"),
                ),
            ),
            Field("accreditations", "Accreditations", "prose"),
            Field("licenses", "Licences", "prose"),
        ),
    ),
    CRISIS_PART,
    Part(
        "notes",
        "Notes for the desk",
        (
            Field(
                "internal_note",
                "Note",
                "prose",
                hint="Never shown to the public. Nothing about a person helped.",
            ),
        ),
    ),
)

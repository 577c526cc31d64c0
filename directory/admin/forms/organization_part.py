"""The page of the form of an organization."""

from directory.admin.forms.service_parts import PHONE
from directory.admin.forms.spec import Field, Part, Rows

ORGANIZATION_PART = Part(
    "organization",
    "Organization",
    (
        Field("name", "Name"),
        Field("alternate_name", "Other name"),
        Field("description", "What it is", "prose"),
        Field("website", "Website"),
        Field("email", "E-mail address", "email"),
        Rows("phones", "Phone numbers", "phone number", PHONE),
        Field("legal_status", "Legal form", hint="Like: charity, community interest company"),
        Rows(
            "organization_identifiers",
            "Registered numbers",
            "number",
            (
                Field("identifier_scheme", "Register", "select", choices="registers", said="bare"),
                Field("identifier_type", "What it is", hint="Like: charity number", said="bare"),
                Field("identifier", "Number", width="20", said="bare"),
            ),
        ),
    ),
)

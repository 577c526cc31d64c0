"""Every free-text field of the directory itself, for the register: entries, organizations and places."""

from directory.free_text import FreeText, register

_EVERYBODY = "everybody once the entry is published"
_OFFICERS = "those who keep entries"
_KEPT = "with the entry"
_PROSE = 20_000

# By table: what for, then each column with its letters. What an officer alone sees is in OTHERS.
_FIELDS: dict[str, tuple[str, dict[str, int]]] = {
    "accessibility": ("How people get into a place and move in it.", {"description": 500, "details": _PROSE}),
    "address": (
        "Where a place is.",
        {"attention": 200, "address_1": 300, "address_2": 300, "city": 100, "region": 100}
        | {"state_province": 100, "postal_code": 20},
    ),
    "attribute": ("What a term says of an entry.", {"link_type": 100, "value": 500}),
    "contact": ("Staff to ask for, and their post.", {"name": 200, "title": 200, "department": 200}),
    "cost_option": ("What it costs.", {"option": 200, "amount_description": 500}),
    "eligibility": ("Who it is for.", {"description": 500}),
    "funding": ("Who pays for it.", {"source": 500}),
    "guidance": ("What advice says.", {"name": 200, "summary": 500, "body": _PROSE, "source": 200}),
    "guidance_link": ("Where advice leads.", {"label": 200}),
    "language": ("Which languages are spoken.", {"name": 100, "code": 20, "note": 300}),
    "location": (
        "What a place is called, and how to get there.",
        {"name": 300, "alternate_name": 300, "description": _PROSE, "transportation": _PROSE, "source": 200},
    ),
    "organization": (
        "Who runs an entry.",
        {"alternate_name": 200, "description": _PROSE, "legal_status": 100, "source": 200},
    ),
    "organization_identifier": (
        "In which register a number is.",
        {"identifier_scheme": 40, "identifier_type": 100},
    ),
    "phone": ("What a telephone number is for.", {"extension": 20, "type": 30, "description": 300}),
    "schedule": ("When it is open, in words.", {"description": _PROSE, "notes": _PROSE}),
    "service": (
        "What an entry says of itself.",
        {
            "alternate_name": 200,
            "description": _PROSE,
            "alert": _PROSE,
            "availability_note": 300,
            "source": 200,
        }
        | dict.fromkeys(("application_process", "eligibility_description", "interpretation_services"), _PROSE)
        | dict.fromkeys(("accreditations", "fees_description", "licenses"), _PROSE),
    ),
    "service_area": (
        "Where its people live.",
        {"name": 300, "description": _PROSE, "uri": 500, "extent": _PROSE},
    ),
    "service_at_location": ("What there is at one place.", {"description": _PROSE}),
    "taxonomy": ("What a list of terms is for.", {"name": 200, "description": _PROSE}),
    "taxonomy_term": ("What a term means.", {"name": 200, "description": _PROSE}),
    "term_word": ("A word that people use for a need.", {"phrase": 80}),
    "url": ("What a web page is.", {"label": 200}),
}
OTHERS = (
    FreeText("guidance.internal_note", "What officers note of advice.", _OFFICERS, _KEPT, _PROSE),
    FreeText("guidance.assured_by", "Who on the staff checked it.", _OFFICERS, _KEPT, 200),
    FreeText("service.internal_note", "What officers note of an entry.", _OFFICERS, _KEPT, _PROSE),
    FreeText("service.assured_by", "Who on the staff checked it.", _OFFICERS, _KEPT, 200),
    FreeText("service_check.note", "What a check of an entry showed.", _OFFICERS, _KEPT, 500),
    FreeText("source_record.source", "Which list an entry was imported from.", _OFFICERS, _KEPT, 200),
)


def register_all() -> None:
    for table, (purpose, columns) in _FIELDS.items():
        register(*(FreeText(f"{table}.{c}", purpose, _EVERYBODY, _KEPT, n) for c, n in columns.items()))
    register(*OTHERS)

"""The register of free text as people read it: what each field is for, who sees it, how long it is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from directory.free_text import list_registered

# What a table is called on pages. One that is missing here is called by its own name.
_CASEWORK = {
    "audit_event": "The audit trail",
    "enquiry": "Enquiries to the helpline",
    "enquiry_outcome": "How an enquiry ended",
    "follow_up": "Follow-ups",
    "logged_search": "What was searched",
    "monthly_searches": "What was searched, by month",
    "support_action": "What was done",
    "support_record_need": "Needs of a support record",
    "unmet_need_answer": "Answers to unmet needs",
    "unmet_need_report": "Reports on unmet needs",
}
_DIRECTORY = {
    "accessibility": "Places: access",
    "address": "Places: addresses",
    "attribute": "Entries: terms",
    "contact": "Entries: staff to ask for",
    "cost_option": "Entries: costs",
    "eligibility": "Entries: who they are for",
    "funding": "Entries: funding",
    "guidance": "Advice",
    "guidance_link": "Advice: links",
    "language": "Entries: languages",
    "location": "Places",
    "organization": "Organizations",
    "organization_identifier": "Organizations: registered numbers",
    "phone": "Entries: telephone numbers",
    "schedule": "Entries: opening times",
    "service": "Entries",
    "service_area": "Entries: areas served",
    "service_at_location": "Entries: at a place",
    "service_check": "Entries: checks",
    "source_record": "Entries: imports",
    "taxonomy": "Terms: lists",
    "taxonomy_term": "Terms",
    "term_word": "Terms: everyday words",
    "url": "Entries: web pages",
}
_SETTING = re.compile(r"\b[A-Z]+(?:_[A-Z]+)*_DAYS\b")


@dataclass(frozen=True, slots=True)
class Field:
    """`longest` is characters."""

    name: str
    purpose: str
    seen_by: str
    kept: str
    longest: int


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    fields: tuple[Field, ...]


def list_sections(settings: Mapping[str, Any]) -> list[Section]:
    """One for each table, by its name on pages: casework first, then the directory itself. Settings in
    what is said of time become days."""
    found: dict[tuple[bool, str], list[Field]] = {}
    for one in list_registered():
        table, _, column = one.column.partition(".")
        kept = _SETTING.sub(lambda match: _say_days(match.group(), settings), one.kept)
        field = Field(_say(column), one.purpose, one.seen_by, kept, one.longest)
        title = (_CASEWORK | _DIRECTORY).get(table) or f"{_say(table)}s"
        found.setdefault((table in _DIRECTORY, title), []).append(field)
    return [Section(key[1], tuple(found[key])) for key in sorted(found)]


def _say_days(name: str, settings: Mapping[str, Any]) -> str:
    return f"{settings[name]:,} days" if name in settings else name


def _say(name: str) -> str:
    return name.replace("_", " ").capitalize()

"""The last check before text is stored: no column of words of any table takes an NHS number, whichever form,
import or job it comes from. Columns that hold no words of a person are named here, with the reason."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import JSON, Column, String, Text, event, inspect
from sqlalchemy.orm import Mapper, UOWTransaction

from directory.errors import InvalidData
from directory.person_details import NHS_NUMBER_MESSAGE, has_nhs_number
from directory.privacy.entry_text import NHS_NUMBER_REFUSED, holds_nhs_number, remove_nhs_numbers

_BY_REASON = {
    "a telephone number": """
        phone.number enquiry.reply_phone helpline_destination.phone safeguarding_contact.phone
        safeguarding_contact.out_of_hours_phone support_role.work_phone team.work_phone""",
    "an e-mail address": """
        commissioning_body.contact_email commissioning_body.overdue_email contact.email enquiry.reply_email
        enquiry.last_sent guidance.assurer_email organization.email outgoing_mail.to_address
        safeguarding_contact.email service.assurer_email service.email support_role.work_email team.work_email
        unmet_need.tell_address user_account.email""",
    "a web address": """
        accessibility.url guidance_link.url helpline_destination.url location.url organization.logo
        organization.uri organization.website safeguarding_contact.url schedule.schedule_link service.url
        taxonomy.uri taxonomy_term.term_uri unmet_need_answer.link url.url""",
    "an id or code of another register": """
        area.code area.postcode organization_identifier.identifier guidance.source_id
        location.source_id organization.source_id service.source_id place_point.district_code
        place_point.district_codes postcode.district_code postcode.postcode postcode.ward_code
        proposal.source_reference source_record.external_id taxonomy.version taxonomy_term.code""",
    "made by the program": """
        area.slug audit_event.event audit_event.subject_id audit_event.subject_type change.entry_type
        commissioning_body.slug enquiry.support_reference enquiry_word.word entry_version.action
        framework_part.slug helpline_destination.slug job.key job.last_error job.name job.payload
        logged_search.filters logged_search.token outgoing_mail.key outgoing_mail.last_error pack.token
        place_point.key sign_in_throttle.key source_record.checksum source_record.entity support_count.key
        support_count.kind support_record.reference support_record.unticked support_role_type.slug
        taxonomy.slug taxonomy_term.slug team.slug unmet_need_report.period user_account.password_hash
        withheld_record.key withheld_record.key_name withholding_review.fields""",
    "a choice from a list": """
        enquiry.level schedule.byday schedule.bymonthday service_area.extent_type support_count.level
        support_measure.question support_record_need.answers support_record_need.level
        support_record_need.suggested_level team_area.open_specialty unmet_need.level""",
    "the outline of an area, in degrees": "area.extent",
}
NOT_WORDS = {column: reason for reason, columns in _BY_REASON.items() for column in columns.split()}
"""Columns that are not checked, by "table.column", with the reason."""

COPIES = {
    "audit_event.facts": "what an action changed",
    "enquiry_outcome_entry.name": "the name of an entry",
    "entry_version.snapshot": "an entry as it was saved",
    "outgoing_mail.body": "what was written elsewhere, in a letter",
    "outgoing_mail.subject": "what was written elsewhere, in a letter",
    "proposal.entry_name": "the name of an entry",
    "support_record_entry.name": "the name of an entry",
}
"""Columns that repeat what is checked where it is typed. A number is taken out of the copy, so that an older
row does not hinder a change that has nothing to do with it."""

CASEWORK = ("framework", "unmet_needs", "helpline", "improving", "network")
"""Packages and modules of directory.models whose tables are about people who are helped, or beside them.
Their text is checked by the wider rules of directory/person_details.py."""


def init_app(_app: Flask) -> None:
    if not event.contains(Session, "before_flush", check_session):
        event.listen(Session, "before_flush", check_session)


def is_words(column: Column[Any]) -> bool:
    """Whether a person's words could be in it. A code of a few letters has no room for a number."""
    if type(column.type) not in (String, Text, JSON) or f"{column.table.name}.{column.name}" in NOT_WORDS:
        return False
    return (getattr(column.type, "length", None) or 10) >= 10


def list_strings(value: Any) -> Iterator[str]:
    """Every text in a value of a column, which may be nested."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from list_strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from list_strings(inner)


def map_strings(value: Any, change: Callable[[str], str]) -> Any:
    """The value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: map_strings(inner, change) for key, inner in value.items()}
    return [map_strings(inner, change) for inner in value] if isinstance(value, list | tuple) else value


def check_session(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """Raises InvalidData, under the name of the column, before anything is written."""
    for row in [*session.new, *session.dirty]:
        _check_row(row)


def _check_row(row: Any) -> None:
    state = inspect(row)
    mapper: Mapper[Any] = state.mapper
    for name, column in mapper.columns.items():
        if not is_words(column) or name not in state.dict or not state.attrs[name].history.added:
            continue
        value = state.dict[name]
        if f"{column.table.name}.{column.name}" in COPIES:
            if any(holds_nhs_number(text) for text in list_strings(value)):
                setattr(row, name, map_strings(value, remove_nhs_numbers))
        elif message := _find_refusal(mapper, value):
            raise InvalidData("Take out the NHS number.", {name: message})


def _find_refusal(mapper: Mapper[Any], value: Any) -> str:
    """Why the value may not be stored, or ""."""
    module = mapper.class_.__module__.removeprefix("directory.models.").split(".")[0]
    is_casework = module in CASEWORK
    holds = has_nhs_number if is_casework else holds_nhs_number
    if not any(holds(text) for text in list_strings(value)):
        return ""
    return NHS_NUMBER_MESSAGE if is_casework else NHS_NUMBER_REFUSED

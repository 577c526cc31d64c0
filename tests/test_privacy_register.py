"""Every free text of casework is in one register, and pages and documents say what the register says.

python -m tests.test_privacy_register      writes the table of docs/privacy-register.md again
"""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import JSON, String, Text

from directory import free_text
from directory.admin.privacy_register import list_sections
from directory.extensions import db
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as

DOCUMENT = Path(__file__).parents[1] / "docs" / "privacy-register.md"
CASEWORK = ("framework", "unmet_needs", "helpline", "improving", "network")
"""Packages and modules of directory.models whose tables are about people who are helped, or beside them."""

# Columns of words that are not free text about a person who is helped, and why.
WORK_CONTACTS = {
    *(f"team.{name}" for name in ("name", "work_phone", "work_email")),
    *(
        f"support_role.{name}"
        for name in ("name", "organization_name", "work_phone", "work_email", "languages", "hours")
    ),
    *(f"safeguarding_contact.{name}" for name in ("name", "phone", "out_of_hours_phone", "email", "url")),
    *(f"helpline_destination.{name}" for name in ("name", "phone", "url")),
    *(f"commissioning_body.{name}" for name in ("name", "contact_post", "contact_email", "overdue_email")),
    "enquiry.reply_email",
    "enquiry.reply_phone",
    "unmet_need.tell_address",
}
NAMES_OF_ENTRIES = {
    "support_record_entry.name",
    "enquiry_outcome_entry.name",
    "proposal.entry_name",
    "unmet_need_answer.link",
}
LISTS_OF_THE_OFFICER = {
    "framework_part.content",
    "framework_part_version.content",
    "support_role_type.name",
    "support_role_type.description",
    "helpline_destination.what_to_say",
    "helpline_closure.reason",
}
# Made or chosen by the program; nobody types them.
CODES = {
    "support_record.reference",
    "support_record.unticked",
    "support_record_need.answers",
    "support_count.kind",
    "support_count.key",
    "support_measure.question",
    "enquiry.support_reference",
    "enquiry.last_sent",
    "team_area.open_specialty",
    "enquiry_word.word",
    "proposal.source_reference",
    "logged_search.filters",
    "unmet_need_report.period",
}
CODED_NAMES = {"slug", "token", "level", "suggested_level"}
ALLOWED = WORK_CONTACTS | NAMES_OF_ENTRIES | LISTS_OF_THE_OFFICER | CODES


def list_word_columns() -> set[str]:
    """Of every table of casework, the columns that could hold what somebody typed."""
    return {
        f"{mapper.local_table.name}.{column.name}"
        for mapper in db.Model.registry.mappers
        if mapper.class_.__module__.removeprefix("directory.models.").split(".")[0] in CASEWORK
        for column in mapper.local_table.columns
        if type(column.type) in (String, Text, JSON) and column.name not in CODED_NAMES
    }


def write_table() -> list[str]:
    head = ["| field | what for | who sees it | how long | letters |", "|---|---|---|---|---|"]
    rows = [
        f"| `{one.column}` | {one.purpose} | {one.seen_by} | {one.kept} | {one.longest:,} |"
        for one in free_text.list_registered()
    ]
    return head + rows


def read_table() -> list[str]:
    return [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("|")]


def test_every_free_text_of_casework_is_in_the_register_or_named_here(app: Flask) -> None:
    registered = {one.column for one in free_text.list_registered()}
    assert sorted(list_word_columns() - registered - ALLOWED) == [], "register these, or say why not"


def test_the_register_and_the_exceptions_name_columns_that_are_there(app: Flask) -> None:
    registered = {one.column for one in free_text.list_registered()}
    there = {f"{table.name}.{column.name}" for table in db.metadata.sorted_tables for column in table.columns}
    assert sorted(registered - there) == []
    assert sorted(ALLOWED - there) == []
    assert sorted(ALLOWED & registered) == []


def test_every_registered_field_says_what_for_for_whom_and_how_long(app: Flask) -> None:
    silent = [one for one in free_text.list_registered() if not (one.purpose and one.seen_by and one.kept)]
    assert silent == []


def test_every_setting_that_the_register_names_is_one(app: Flask) -> None:
    said = " ".join(one.kept for one in free_text.list_registered())
    assert sorted(name for name in set(re.findall(r"\b[A-Z_]+_DAYS\b", said)) if name not in app.config) == []


def test_the_document_says_what_the_register_says(app: Flask) -> None:
    assert read_table() == write_table(), "python -m tests.test_privacy_register"


def test_the_page_names_days_and_not_settings(app: Flask) -> None:
    said = [field.kept for section in list_sections({"RECORD_DAYS": 180}) for field in section.fields]
    assert "with its support record: 180 days after it closed" in said


@pytest.mark.parametrize("role", list(Role))
def test_everybody_who_signs_in_reads_the_register_and_nobody_else(client: FlaskClient, role: Role) -> None:
    assert client.get("/admin/privacy-register").status_code == 302
    sign_in_as(client, role)
    page = client.get("/admin/privacy-register").text
    assert ("What matters to the person." in page, "180 days after it closed" in page) == (True, True)


def _write_document() -> None:
    from directory import create_app
    from tests.conftest import settings_for

    create_app(settings_for("sqlite:///never-opened", Path("instance")))
    before = DOCUMENT.read_text("utf-8").split("\n|")[0].rstrip("\n")
    DOCUMENT.write_text("\n".join([before, "", *write_table(), ""]), "utf-8")


if __name__ == "__main__":
    _write_document()

"""Every free text is in one register, and pages and documents say what the register says.

python -m tests.test_privacy_register      writes the table of docs/privacy-register.md again
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import JSON, String, Text

from directory import free_text
from directory.admin.privacy_register import list_sections
from directory.extensions import db
from directory.models.codes import Role
from directory.privacy.stored_text import COPIES, NOT_WORDS
from tests.accounts.signing_in import sign_in_as

DOCUMENT = Path(__file__).parents[1] / "docs" / "privacy-register.md"

# Columns of words that hold no free text, and why. An NHS number is refused in them too: tests/privacy.
NAMES = {
    "area.name": "the name of a place",
    "area.source": "who publishes the name of a place",
    "commissioning_body.name": "the name of a body",
    "commissioning_body.contact_post": "the post of its staff",
    "helpline_destination.name": "the name of a service of staff",
    "place_point.name": "the name of a place",
    "safeguarding_contact.name": "the name of a service of staff",
    "support_role.name": "the name of a member of staff, or of their post",
    "support_role.organization_name": "who employs them",
    "support_role_type.name": "laid down with the program",
    "support_role_type.description": "laid down with the program",
    "team.name": "the name of a team",
    "user_account.name": "the name of a member of staff",
}
ALLOWED = set(NAMES) | set(NOT_WORDS) | (set(COPIES) - {"audit_event.facts"})

TEMPLATES = Path(__file__).parents[1] / "templates"
FORMS_OF_CASEWORK = ("framework", "helpline", "network", "unmet_needs", "admin/proposal")
_FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.S)
_OPENING = re.compile(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", re.S)
_WORDS_TYPED = re.compile(
    r"\btext_area\(|\btext_input\((?![^\n]*\b(?:type|inputmode)=)|\bwords_area\(|<textarea\b(?![^>]*readonly)|type=\"text\""
)
_INCLUDE = re.compile(r"\{% include \"([^\"]+[.]html)\" ?%")
# What is typed there is a reference, which the program made, or where somebody lives, which is kept nowhere.
NO_WORDS = {"framework/reference_ask.html", "framework/support.html", "framework/what_could_help.html"}


def list_word_columns() -> set[str]:
    """Of every table, the columns that could hold what somebody typed."""
    return {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if type(column.type) in (String, Text, JSON) and (getattr(column.type, "length", None) or 10) >= 10
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


def test_every_column_of_words_is_in_the_register_or_is_an_exception_with_a_reason(app: Flask) -> None:
    registered = {one.column for one in free_text.list_registered()}
    assert sorted(list_word_columns() - registered - ALLOWED) == [], "register these, or say why not"


def test_the_register_and_the_exceptions_name_columns_that_are_there(app: Flask) -> None:
    registered = {one.column for one in free_text.list_registered()}
    there = {f"{table.name}.{column.name}" for table in db.metadata.sorted_tables for column in table.columns}
    assert sorted(registered - there) == []
    assert sorted(ALLOWED - there) == []
    assert sorted(ALLOWED & registered) == []


def read_template(name: str) -> str:
    text = (TEMPLATES / name).read_text("utf-8")
    return _INCLUDE.sub(lambda match: read_template(match.group(1)) if match.group(1) != name else "", text)


def list_unchecked_forms() -> list[tuple[str, str]]:
    """(template, what is wrong) of each form of casework with words at which no browser looks."""
    names = [str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html")]
    found = []
    for name in sorted(name for name in names if name.startswith(FORMS_OF_CASEWORK)):
        for form in _FORM.findall(read_template(name)):
            opening = _OPENING.match(form)
            if not _WORDS_TYPED.search(form) or name in NO_WORDS or opening is None:
                continue
            if "data-free-text" not in opening.group():
                found.append((name, "no data-free-text"))
    return found


def test_every_form_of_casework_with_words_is_looked_at_in_the_browser(app: Flask) -> None:
    assert list_unchecked_forms() == []


def test_the_script_that_looks_is_on_every_page_with_such_a_form(app: Flask) -> None:
    pages = [
        str(file.relative_to(TEMPLATES))
        for file in TEMPLATES.rglob("*.html")
        if "{% extends" in file.read_text("utf-8")
    ]
    marked = [name for name in pages if "data-free-text" in read_template(name)]
    assert len(marked) > 20
    assert [name for name in marked if "js/free-text.js" not in read_template(name)] == []


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

    with TemporaryDirectory() as folder:
        create_app(settings_for(f"sqlite:///{folder}/directory.db", Path(folder)))
    before = DOCUMENT.read_text("utf-8").split("\n|")[0].rstrip("\n")
    DOCUMENT.write_text("\n".join([before, "", *write_table(), ""]), "utf-8")


if __name__ == "__main__":
    _write_document()

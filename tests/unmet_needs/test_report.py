"""The report for a committee: its summary, and its file."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from directory.models.codes import Role
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.files import write_csv, write_workbook
from directory.unmet_needs.figures.periods import find_period, list_quarters
from directory.unmet_needs.figures.tables import make_table
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_need


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", " =1+1", "|calc", "\x07=1"])
def test_no_cell_is_taken_for_a_formula(app: Flask, name: str) -> None:
    make_need("debt")
    make_area(name=name)
    on = date(2026, 7, 20)
    table = make_table("need-district", find_period("", on, with_current=False), on, is_exact=False)
    book = load_workbook(BytesIO(write_workbook([table])))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    texts = [str(cell.value) for cell in cells]
    texts += [cell for line in csv.reader(StringIO(write_csv(table).decode("utf-8-sig"))) for cell in line]
    assert not [text for text in texts if text.lstrip().startswith(("=", "+", "-", "@", "|"))]


def test_two_officers_do_not_overwrite_each_others_summary(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    period = list_quarters(day_of(utc_now()), with_current=False)[0]
    data = {"period": period.key, "version": "0", "summary": "Transport again."}
    assert client.post("/unmet-needs/report", data=data).status_code == 302
    late = client.post("/unmet-needs/report", data=data | {"summary": "Typed too late"})
    assert late.status_code == 409
    assert "Typed too late" in late.text
    assert "Transport again." in client.get(f"/unmet-needs/report?period={period.key}").text


def test_a_report_refuses_an_nhs_number_and_loses_nothing(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    data = {"version": "0", "summary": "About 943 476 5919"}
    answer = client.post("/unmet-needs/report", data=data)
    assert answer.status_code == 422
    assert "About 943 476 5919" in answer.text


def test_sentences_in_a_workbook_are_read_whole() -> None:
    words = "Two warm evenings a week start in January. " * 4
    sheet = load_workbook(BytesIO(write_workbook([], [("Answers", [["Area", "Words"], ["Melton", words]])])))[
        "Answers"
    ]
    assert sheet["B2"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width == 60
    assert not sheet["A2"].alignment.wrap_text

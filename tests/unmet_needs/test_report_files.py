"""The report's files say what its page says, and no more."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from directory.extensions import db
from directory.models import UnmetNeedAnswer, UnmetNeedReport
from directory.models.codes import AnswerKind, GroupState, Role
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.periods import Period, list_quarters
from directory.unmet_needs.figures.tables import FOR_ALL, make_table
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_body, make_need, make_unmet_group, make_unmet_need


def lay_report(words: str = "Two evenings a week.") -> Period:
    """A quarter with a summary, a small gap in words, an answer, what is new and what waits."""
    need, here, quarter = (
        make_need("debt"),
        make_area("charnwood"),
        list_quarters(day_of(utc_now()), with_current=False)[0],
    )
    at = quarter.starts_at + timedelta(days=9)
    make_unmet_need(need, here, times_asked=123, logged_at=at)
    make_unmet_need(make_need("home"), here, times_asked=30, logged_at=at)
    make_unmet_need(need, make_area("rutland"), times_asked=3, logged_at=at)
    sent = {"body": make_body(), "sent_at": at, "created_at": at}
    answered = make_unmet_group(need, here, name="Evening advice", state=GroupState.ANSWERED, **sent)
    answered.answers = [
        UnmetNeedAnswer(
            kind=AnswerKind.UNDER_REVIEW,
            words=words,
            link="https://example.org/board",
            answered_at=at,
            review_on=at.date(),
        )
    ]
    make_unmet_group(need, here, name="Advice by text", state=GroupState.SENT, **sent)
    make_unmet_group(need, here, name="Decoy not sent", created_at=at)
    gap = make_unmet_group(need, here, name="Blind painters", created_at=at)
    gap.narrative, gap.narrative_checked_at = "Nobody teaches them.", at
    db.session.add(UnmetNeedReport(period=quarter.key, summary=words))
    return quarter


def read_csv(client: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get(address).data.decode("utf-8-sig"))))


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.KNOWLEDGE_OFFICER])
def test_the_csv_holds_all_parts_of_the_report_in_one_shape(client: FlaskClient, role: Role) -> None:
    quarter = lay_report()
    sign_in_as(client, role)
    lines = read_csv(client, f"/unmet-needs/report/file.csv?period={quarter.key}")
    parts: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        parts.setdefault(line["part"], []).append(line)
    assert list(parts) == ["report", "summary", "small but serious", "new", "waiting", "answer", "figure"]
    [report] = parts["report"]
    assert (report["day"], report["times_asked"]) == (day_of(utc_now()).isoformat(), "155")
    assert parts["summary"][0]["words"] == "Two evenings a week."
    assert [(one["name"], one["words"]) for one in parts["small but serious"]] == [
        ("Blind painters", "Nobody teaches them.")
    ]
    assert {one["name"] for one in parts["new"]} == {"Evening advice", "Advice by text"}
    assert [one["name"] for one in parts["waiting"]] == ["Advice by text"]
    [answer] = parts["answer"]
    assert answer["answer"] == "Under review"
    assert answer["link"] == "https://example.org/board"
    assert answer["day"] == answer["review_day"] != ""
    assert {line["period"] for line in lines if line["part"] != "figure"} == {quarter.key}


def test_the_figures_of_the_csv_are_those_of_the_tables_that_everybody_may_see(client: FlaskClient) -> None:
    quarter, on = lay_report(), day_of(utc_now())
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    lines = [
        line
        for line in read_csv(client, f"/unmet-needs/report/file.csv?period={quarter.key}")
        if line["part"] == "figure"
    ]
    shown = []
    for slug in FOR_ALL:
        table = make_table(slug, quarter, on, is_exact=False)
        for row in table.rows:
            shown += [(row.label, str(one)) for one in (*row.figures, row.total) if one]
        shown += [("All", str(one)) for one in (*table.totals, table.total) if one]
    assert [(one["row"], one["times_asked"] or one["note"]) for one in lines] == shown
    notes = {"rounded to the nearest 5", "added up from what is shown", "fewer than 5", "not shown"}
    assert {one["note"] for one in lines} == notes
    district = [one for one in lines if one["name"] == "Needs by district" and one["column"] == "Rutland"]
    assert {(one["period"], one["times_asked"], one["note"]) for one in district[:1]} == {
        (quarter.key, "", "fewer than 5")
    }
    assert {one["period"] for one in lines if one["name"].startswith("Needs by month")} > {
        f"{quarter.first:%Y-%m}"
    }


def test_the_workbook_has_the_same_parts(client: FlaskClient) -> None:
    quarter = lay_report()
    sign_in_as(client, Role.COMMISSIONER)
    book = load_workbook(BytesIO(client.get(f"/unmet-needs/report/file.xlsx?period={quarter.key}").data))
    parts = ("Answers", "New", "Waits longest", "Small but serious", "Summary")
    assert {name: book[name]["A2"].value for name in parts} == {
        "Answers": "Evening advice",
        "New": "Advice by text",
        "Waits longest": "Advice by text",
        "Small but serious": "Blind painters",
        "Summary": "Two evenings a week.",
    }
    assert book["Answers"]["G2"].value == "Two evenings a week."


@pytest.mark.parametrize(
    "words", ["=1+1", "-1", "@SUM(A1)", "\uff1d1+1", "\uff20SUM(A1)", "\u200b=1+1", "\u3000\uff0b1"]
)
def test_no_words_of_a_report_are_taken_for_a_formula(client: FlaskClient, words: str) -> None:
    quarter = lay_report(words)
    sign_in_as(client, Role.COMMISSIONER)
    cells = [
        cell
        for line in read_csv(client, f"/unmet-needs/report/file.csv?period={quarter.key}")
        for cell in line.values()
    ]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
    assert f"'{words}" in cells


def test_the_report_names_its_files_apart_from_the_needs_assessment(client: FlaskClient) -> None:
    quarter = lay_report()
    sign_in_as(client, Role.COMMISSIONER)
    page = client.get(f"/unmet-needs/report?period={quarter.key}").text
    for form, words in (("xlsx", "This report as a workbook (XLSX)"), ("csv", "This report as CSV")):
        address = f"/unmet-needs/report/file.{form}?period={quarter.key}"
        assert f'href="{address}">{words}</a>' in page
        name = client.get(address).headers["Content-Disposition"]
        assert f'filename="unmet-needs-report-{quarter.key}.{form}"' in name
    assert (
        f'needs assessment: <a href="/unmet-needs/needs-assessment.csv?period={quarter.key}">CSV</a>' in page
    )

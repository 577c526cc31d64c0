"""How the helpline does: fixed tables, and nobody but its handlers is given a small count."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from directory.extensions import db
from directory.helpline.figures.chart import draw_lines
from directory.helpline.figures.showing import say_minutes
from directory.helpline.figures.tables import TITLES, Row, Table, make_table, say_whether_it_falls
from directory.models import Enquiry, EnquiryOutcome, TaxonomyTerm
from directory.models.codes import AreaKind, Role, Specialty
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.periods import find_period, list_quarters, list_years
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_enquiry, make_need, make_team
from tests.unmet_needs.test_figures import read_cells

ON = date(2026, 7, 20)
MAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
FOUND = EnquiryOutcomeKind.FOUND_ON_SYSTEM
NOT_HANDLERS = (Role.STAFF, Role.COMMISSIONER, Role.ADMINISTRATOR)


def make_answered(*needs: TaxonomyTerm, minutes: float = 30, at: datetime = MAY, **values: Any) -> Enquiry:
    values = {"state": EnquiryState.ANSWERED, "is_answered_at_once": minutes < 60} | values
    return make_enquiry(*needs, asked_at=at, answered_at=at + timedelta(minutes=minutes), **values)


def read(table: Table, label: str) -> dict[str, str]:
    row = next(row for row in table.rows if row.label == label)
    return dict(zip(table.columns, map(str, row.cells), strict=True))


def spring() -> Any:
    return find_period("2026-q2", ON, with_current=True)


@pytest.mark.both_engines
def test_time_share_and_how_often_it_was_on_the_system_are_told_by_need(app: Flask) -> None:
    money = make_need("money")
    debt = make_need("debt", parent=money)
    for minutes in (5, 10, 20, 600, 6000):
        make_answered(debt, minutes=minutes, outcome=FOUND if minutes < 15 else None)
    make_enquiry(debt, asked_at=MAY)
    make_enquiry(debt, asked_at=MAY, state=EnquiryState.WITHDRAWN)
    make_answered(debt, at=MAY - timedelta(days=60))
    make_answered(make_need("home"), outcome=FOUND)
    shown = read(make_table("answers-need", spring(), ON, is_exact=True), "Money")
    assert shown == {
        "Asked": "6",
        "Answered": "5",
        "Answered at once": "60%",
        "Half answered within": "20 minutes",
        "Nine in ten answered within": "4 days",
        "On the system already": "2",
        "Share on the system": "40%",
    }


@pytest.mark.both_engines
@pytest.mark.parametrize("by", ["team", "specialty", "district", "pcn"])
def test_each_row_counts_its_own(app: Flask, by: str) -> None:
    charnwood, network = make_area(), make_area("soar", AreaKind.PCN, name="Soar")
    team = make_team(charnwood, name="Our team")
    make_answered(team=team, specialty=Specialty.ADULTS, area=charnwood, outcome=FOUND)
    make_answered(team=team, specialty=Specialty.ADULTS, area=network)
    make_answered(team=make_team(), specialty=Specialty.OLDER_PEOPLE, area=make_area("rutland"))
    label = {"team": "Our team", "specialty": "Adults", "district": charnwood.name, "pcn": "Soar"}[by]
    asked = "2" if by in ("team", "specialty") else "1"
    table = make_table(f"answers-{by}", spring(), ON, is_exact=True)
    assert (read(table, label)["Asked"], read(table, label)["Answered"]) == (asked, asked)
    ended = read(make_table(f"outcomes-{by}", spring(), ON, is_exact=True), label)
    assert ended["Found on the system"] == ("0" if by == "pcn" else "1")


@pytest.mark.both_engines
def test_each_need_of_an_enquiry_ends_by_itself(app: Flask) -> None:
    debt, home = make_need("debt"), make_need("home")
    enquiry = make_answered(debt, home)
    enquiry.outcomes = [
        EnquiryOutcome(kind=FOUND, need=home),
        EnquiryOutcome(kind=EnquiryOutcomeKind.ROUTED),
    ]
    db.session.flush()
    table = make_table("outcomes-need", spring(), ON, is_exact=True)
    assert (read(table, "Home")["Found on the system"], read(table, "Debt")["Passed on"]) == ("1", "1")
    assert read(table, "Debt")["Found on the system"] == "0"


@pytest.mark.both_engines
def test_an_enquiry_belongs_to_the_quarter_and_month_it_was_asked_in_on_the_clock_of_london(
    app: Flask,
) -> None:
    make_answered(at=datetime(2026, 3, 31, 22, 59, tzinfo=UTC))
    make_answered(at=datetime(2026, 3, 31, 23, 1, tzinfo=UTC))
    quarters = make_table("answers-quarter", spring(), ON, is_exact=True)
    months = make_table("answers-month", spring(), ON, is_exact=True)
    assert read(quarters, "January to March 2026")["Asked"] == "1"
    assert read(quarters, "April to June 2026")["Asked"] == "1"
    assert (read(months, "Mar 2026")["Asked"], read(months, "Apr 2026")["Asked"]) == ("1", "1")


def test_it_says_whether_it_was_on_the_system_less_often() -> None:
    def table(before: int | None, now: int | None) -> Table:
        rows = [Row(f"Q{n}", (), None, before if n == 3 else now) for n in range(8)]
        return Table("answers-quarter", "", "", "", (), tuple(rows))

    assert "less often than a year before (60%)" in say_whether_it_falls(table(60, 45))
    assert "more often than" in say_whether_it_falls(table(45, 60))
    assert "as often as" in say_whether_it_falls(table(45, 45))
    assert say_whether_it_falls(table(None, 45)) == ""


def test_the_picture_breaks_where_a_share_cannot_be_said() -> None:
    shares = (40, 50, None, 60)
    rows = [Row(f"Q{number}", (), None, share) for number, share in enumerate(shares)]
    [line] = draw_lines(rows)
    assert line.pieces == ("0.0,120.0 200.0,100.0",)
    assert [said for _, _, said in line.dots][-1] == "Q3: Share on the system, 60%"
    assert draw_lines([Row("Q", ())]) == []


def lay_counts() -> None:
    """Counts from 1 to 9 by everything, in the last quarter and the one that still runs. No name holds a
    digit, so that every digit in a cell is a figure."""
    last = list_quarters(day_of(utc_now()), with_current=False)[0].starts_at + timedelta(days=40)
    kinds = list(EnquiryOutcomeKind)
    for count, mark in enumerate("abcdefghi", 1):
        need, team = make_need(f"need-{mark}"), make_team(name=f"Team {mark}")
        area = make_area(f"area-{mark}", AreaKind.PCN if count % 2 else AreaKind.DISTRICT)
        for number in range(count):
            for at in (last, utc_now()):
                values = {"team": team, "area": area, "specialty": list(Specialty)[count % 4]}
                kind = kinds[(count + number) % 6]
                make_answered(need, minutes=30 + 60 * (number % 3), at=at, outcome=kind, **values)


def list_addresses() -> list[str]:
    on = day_of(utc_now())
    periods = [*list_quarters(on, with_current=True)[:3], *list_years(on, with_current=True)]
    return [f"table={slug}&period={period.key}" for slug in TITLES for period in periods]


@pytest.mark.parametrize("role", NOT_HANDLERS)
def test_no_page_or_file_gives_anybody_else_a_count_of_one_to_four(client: FlaskClient, role: Role) -> None:
    lay_counts()
    sign_in_as(client, role)
    cells: list[str] = []
    for query in list_addresses():
        cells += read_cells(client.get(f"/helpline/figures?{query}").text)
        text = client.get(f"/helpline/figures/file.csv?{query}").data.decode("utf-8-sig")
        cells += [cell for line in list(csv.reader(StringIO(text)))[1:] for cell in line[1:]]
    assert "fewer than 5" in cells
    shares = [cell for cell in cells if cell.endswith("%")]
    assert [cell for cell in shares if int(cell[:-1]) % 5] == []
    numbers = [int(cell.replace(",", "")) for cell in cells if re.fullmatch(r"[\d,]+", cell)]
    assert numbers
    assert [number for number in numbers if number % 5 or number == 0] == []


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.HELPLINE])
def test_no_workbook_gives_a_small_count_whoever_makes_it(client: FlaskClient, role: Role) -> None:
    lay_counts()
    sign_in_as(client, role)
    found = []
    for slug in TITLES:
        book = load_workbook(BytesIO(client.get(f"/helpline/figures/file.xlsx?table={slug}").data))
        found += [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    numbers = [value for value in found if isinstance(value, int)]
    assert numbers
    assert [number for number in numbers if number % 5 or number == 0] == []


def test_shares_and_times_of_few_are_not_told(app: Flask) -> None:
    debt = make_need("debt")
    for number in range(9):
        make_answered(debt, minutes=number, outcome=FOUND if number < 3 else None)
    table = make_table("answers-quarter", spring(), ON, is_exact=False)
    shown = read(table, "April to June 2026")
    assert shown["On the system already"] == "fewer than 5"
    hidden = {name for name, value in shown.items() if value == "too few to say"}
    assert hidden == {
        "Answered at once",
        "Half answered within",
        "Nine in ten answered within",
        "Share on the system",
    }


@pytest.mark.parametrize("role", [Role.HELPLINE, Role.KNOWLEDGE_OFFICER])
def test_handlers_and_the_officer_see_true_counts(client: FlaskClient, role: Role) -> None:
    lay_counts()
    sign_in_as(client, role)
    last = list_quarters(day_of(utc_now()), with_current=False)[0]
    cells = read_cells(client.get(f"/helpline/figures?table=answers-team&period={last.key}").text)
    assert {"1", "2", "3", "4", "7"} <= set(cells)


@pytest.mark.parametrize("query", ["table=x", "table=%00", "table=answers"])
def test_a_table_that_is_none_is_not_found(client: FlaskClient, query: str) -> None:
    sign_in_as(client, Role.HELPLINE)
    assert client.get(f"/helpline/figures?{query}").status_code == 404
    assert client.get(f"/helpline/figures/file.csv?{query}").status_code == 404


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1"])
def test_no_cell_is_taken_for_a_formula(client: FlaskClient, name: str) -> None:
    make_team(name=name)
    sign_in_as(client, Role.COMMISSIONER)
    address = "/helpline/figures/file.{}?table=answers-team"
    book = load_workbook(BytesIO(client.get(address.format("xlsx")).data))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    lines = csv.reader(StringIO(client.get(address.format("csv")).data.decode("utf-8-sig")))
    texts = [str(cell.value) for cell in cells] + [cell for line in lines for cell in line]
    assert not [text for text in texts if text.lstrip().startswith(("=", "+", "-", "@"))]


def test_a_visitor_sees_no_figures(client: FlaskClient) -> None:
    assert client.get("/helpline/figures").status_code == 302
    assert client.get("/helpline/figures/file.csv").status_code == 302


def test_times_are_said_shortly() -> None:
    said = [say_minutes(minutes) for minutes in (0, 1, 25, 89, 120, 47 * 60, 50 * 60)]
    assert said == [
        "under a minute",
        "1 minute",
        "25 minutes",
        "89 minutes",
        "2 hours",
        "47 hours",
        "2 days",
    ]


@pytest.mark.both_engines
def test_what_was_done_after_its_quarter_counts_for_exact_eyes_alone(app: Flask) -> None:
    ended = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    for number in range(16):
        answered = make_answered(minutes=10 if number % 2 else 60, at=ended, outcome=FOUND)
        answered.outcomes[0].recorded_at = answered.answered_at
    db.session.flush()
    for is_exact, asked, done in ((True, "16", "16"), (False, "15", "10")):
        row = read(make_table("answers-quarter", spring(), ON, is_exact=is_exact), "April to June 2026")
        assert (row["Asked"], row["Answered"]) == (asked, done)
        ends = read(make_table("outcomes-quarter", spring(), ON, is_exact=is_exact), "Found on the system")
        assert ends["April to June 2026"] == done

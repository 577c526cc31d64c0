"""What those who commission see: fixed tables, and no small count in page, CSV or workbook."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from directory.extensions import db
from directory.models import Area, TaxonomyTerm
from directory.models.codes import AreaKind, Barrier, GroupState, Role
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.periods import find_period, list_quarters, list_years
from directory.unmet_needs.figures.tables import FOR_ALL, TITLES, make_table
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_body, make_need, make_team, make_unmet_group, make_unmet_need

ON = date(2026, 7, 20)
# Their names hold no digits, so that every digit in a table is a count.
NOT_PRIVILEGED = (Role.COMMISSIONER, Role.ADMINISTRATOR, Role.STAFF, Role.HELPLINE)


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self._is_in = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "td":
            self.cells.append("")
        self._is_in = tag == "td" or (tag in ("strong", "a") and self._is_in)

    def handle_endtag(self, tag: str) -> None:
        self._is_in = self._is_in and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._is_in and self.cells:
            self.cells[-1] += data


def read_cells(html: str) -> list[str]:
    page = _Cells()
    page.feed(html)
    return [cell.strip() for cell in page.cells]


def lay_counts() -> list[Area]:
    """Each count from 1 to 9 in a place of its own, in the last quarter, and in the one that still runs."""
    on = day_of(utc_now())
    last = list_quarters(on, with_current=False)[0].starts_at + timedelta(days=40)
    make_area("county", AreaKind.PLACE)
    parent = make_need("money")
    needs = [parent, make_need("home"), make_need("debt", parent=parent)]
    districts = [make_area(f"district-{mark}", name=f"District {mark}") for mark in "abcdefghi"]
    networks = [make_area(f"pcn-{mark}", AreaKind.PCN, name=f"Network {mark}") for mark in "abcd"]
    barriers = list(Barrier)
    for count, area in enumerate([*districts, *networks], 1):
        team = make_team(area, name=f"Team {area.slug[-1]}")
        values = {"times_asked": count % 10 or 3, "team": team, "barrier": barriers[count % 9]}
        for at in (last, utc_now()):
            make_unmet_need(needs[count % 3], area, logged_at=at, **values)
    for count, area in enumerate(districts[:4], 1):
        group = make_unmet_group(needs[0], area, times_asked=count, name=f"Group {area.slug[-1]}")
        group.state, group.body = GroupState.SENT, make_body(name="A council")
    return districts


def list_addresses() -> Iterator[str]:
    on = day_of(utc_now())
    periods = [*list_quarters(on, with_current=True), *list_years(on, with_current=True)]
    yield "/unmet-needs/sent"
    yield "/unmet-needs/sent?body="
    for place in ("", "county"):
        yield f"/unmet-needs/figures/need-month?place={place}"
    for slug in ("district-c", "district-h", "pcn-b"):
        yield from (f"/unmet-needs/areas/{slug}?period={one.key}" for one in (periods[1], periods[-2]))
    for period in periods:
        yield f"/unmet-needs/figures?period={period.key}"
        yield f"/unmet-needs/report?period={period.key}"
        for slug in TITLES:
            yield f"/unmet-needs/figures/{slug}?period={period.key}"


@pytest.mark.parametrize("role", NOT_PRIVILEGED)
def test_no_page_gives_anybody_else_a_count_of_one_to_four(client: FlaskClient, role: Role) -> None:
    lay_counts()
    sign_in_as(client, role)
    shown = []
    for address in list_addresses():
        answer = client.get(address)
        if answer.status_code == 200:
            shown += [cell for cell in read_cells(answer.text) if cell.isdigit()]
            words = re.sub(r"<[^>]+>", " ", answer.text)
            assert not re.search(r"\b[0-4] times\b|\bonce\b", words), address
            shown += re.findall(r"(?:District|Network) \w: (\d+)", re.sub(r"<[^>]+>", "", answer.text))
    assert [cell for cell in shown if int(cell) % 5 or int(cell) == 0] == []
    assert bool(shown) == (role in (Role.COMMISSIONER, Role.ADMINISTRATOR))


def test_a_group_page_gives_anybody_else_no_small_count(client: FlaskClient) -> None:
    area, need = make_area(), make_need()
    group = make_unmet_group(need, area, times_asked=3, state=GroupState.SENT)
    sign_in_as(client, Role.COMMISSIONER)
    assert "Asked for fewer than 5 times" in client.get(f"/unmet-needs/sent/{group.id}").text


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.KNOWLEDGE_OFFICER])
def test_no_file_gives_a_count_of_one_to_four_whoever_makes_it(client: FlaskClient, role: Role) -> None:
    lay_counts()
    sign_in_as(client, role)
    found: list[str] = []
    for slug in FOR_ALL:
        text = client.get(f"/unmet-needs/figures/{slug}/file.csv").data.decode("utf-8-sig")
        found += [cell for line in list(csv.reader(StringIO(text)))[1:] for cell in line[1:]]
        book = load_workbook(BytesIO(client.get(f"/unmet-needs/figures/{slug}/file.xlsx").data))
        found += list_values(book)
    found += list_values(load_workbook(BytesIO(client.get("/unmet-needs/report/file.xlsx").data)))
    text = client.get("/unmet-needs/report/file.csv").data.decode("utf-8-sig")
    found += [line["times_asked"] for line in csv.DictReader(StringIO(text))]
    found += list_assessed(client)
    numbers = [int(cell) for cell in found if cell.isdigit()]
    assert numbers
    assert [number for number in numbers if number % 5 or number == 0] == []


def list_assessed(client: FlaskClient) -> list[str]:
    """The counts of the export for the needs assessment, as CSV and as a workbook."""
    text = client.get("/unmet-needs/needs-assessment.csv").data.decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text)))
    assert {line["area_type"] for line in lines} >= {"district", "primary care network", "all"}
    book = load_workbook(BytesIO(client.get("/unmet-needs/needs-assessment.xlsx").data))
    rows = [[str(cell.value) for cell in row] for row in book.worksheets[0].iter_rows()]
    place = rows[0].index("times_asked")
    return [*(line["times_asked"] for line in lines), *(row[place] for row in rows[1:])]


def list_values(book: object) -> list[str]:
    sheets = book.worksheets  # type: ignore[attr-defined]
    return [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]


def test_the_knowledge_officer_sees_true_counts(client: FlaskClient) -> None:
    lay_counts()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    last = list_quarters(day_of(utc_now()), with_current=False)[0]
    cells = read_cells(client.get(f"/unmet-needs/figures/need-district?period={last.key}").text)
    assert {"1", "2", "3", "4", "7"} <= set(cells)


@pytest.mark.both_engines
def test_a_need_counts_under_its_area_of_need_in_its_own_quarter(app: Flask) -> None:
    parent = make_need("money")
    area, other = make_area(), make_area("rutland")
    child = make_need("debt", parent=parent)
    start = datetime(2026, 3, 31, 22, 59, tzinfo=UTC)
    make_unmet_need(child, area, times_asked=6, logged_at=start)
    make_unmet_need(child, area, times_asked=20, logged_at=start + timedelta(minutes=2))
    on = date(2026, 7, 20)
    spring = find_period("2026-q2", on, with_current=False)
    table = make_table("need-district", spring, on, is_exact=True)
    row = next(row for row in table.rows if row.label == parent.name)
    assert [str(figure) for figure in row.figures] == ["20", "0"]
    assert table.columns == (area.name, other.name)
    by_quarter = make_table("need-quarter", spring, on, is_exact=True)
    figures = next(row.figures for row in by_quarter.rows if row.label == parent.name)
    assert dict(zip(by_quarter.columns, map(str, figures), strict=True))["January to March 2026"] == "6"


def lay_need(*counts: int, at: datetime = datetime(2026, 5, 4, tzinfo=UTC), need: str = "debt") -> None:
    """In a district each."""
    term = db.session.query(TaxonomyTerm).filter_by(slug=need).first() or make_need(need)
    for mark, count in zip("abc", counts, strict=False):
        area = db.session.query(Area).filter_by(slug=mark).first() or make_area(mark)
        make_unmet_need(term, area, times_asked=count, logged_at=at)


def list_shown(slug: str, key: str) -> list[str]:
    """Of the first need, with its total."""
    on = date(2026, 7, 20)
    [row, *_] = make_table(slug, find_period(key, on, with_current=False), on, is_exact=False).rows
    return [str(figure) for figure in (*row.figures, row.total) if figure]


def test_each_figure_is_rounded_on_its_own_and_a_total_adds_up_what_is_shown(app: Flask) -> None:
    lay_need(51, 51, 2)
    lay_need(8, need="home")
    assert list_shown("need-district", "2026-q2") == ["50", "50", "fewer than 5", "100"]
    assert list_shown("need-quarter", "2026-q2")[-1] == "105"
    on = date(2026, 7, 20)
    table = make_table("need-quarter", find_period("", on, with_current=False), on, is_exact=False)
    assert str(table.totals[-1]) == "110"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/unmet-needs/figures", "Only the total of all needs in a quarter is rounded by itself."),
        (
            "/unmet-needs/figures/barrier-need",
            "Only the total of all needs in a quarter is rounded by itself.",
        ),
        ("/unmet-needs/report", "Only the total of all needs in a quarter is rounded by itself."),
        ("/support/figures/team-quarter", "Only the total of a quarter is rounded by itself."),
        (
            "/helpline/figures",
            "Years whose quarters are shown add up what is shown, with “fewer than 5” taken as 2.",
        ),
    ],
)
def test_each_page_says_what_its_totals_are(client: FlaskClient, address: str, words: str) -> None:
    make_need("debt")
    sign_in_as(client, Role.COMMISSIONER)
    page = client.get(address).text
    assert words in page
    assert page.count("taken as 2") == 1


def test_the_first_quarter_of_a_year_decides_whether_a_need_is_cut_up_by_quarter_or_by_year(
    app: Flask,
) -> None:
    lay_need(20, 12, at=datetime(2025, 5, 4, tzinfo=UTC))
    lay_need(20, 13, at=datetime(2025, 8, 4, tzinfo=UTC))
    assert list_shown("need-district", "2025-q2") == ["not shown"] * 3
    assert list_shown("need-district", "2025-q4") == ["fewer than 5"] * 2 + ["not shown"]
    assert list_shown("need-district", "2025-26") == ["40", "25", "65"]
    lay_need(70, at=datetime(2025, 11, 4, tzinfo=UTC))
    assert list_shown("need-district", "2025-q4") == ["not shown"] * 3
    assert list_shown("need-district", "2025-26") == ["110", "25", "135"]
    lay_need(110, at=datetime(2026, 5, 4, tzinfo=UTC))
    assert list_shown("need-district", "2026-q2") == ["110", "fewer than 5", "110"]


def test_a_year_whose_quarters_are_cut_up_adds_them_up(app: Flask) -> None:
    for month in (5, 8, 11, 2):
        year = 2026 if month == 2 else 2025
        lay_need(100, 2, at=datetime(year, month, 4, tzinfo=UTC))
    assert list_shown("need-district", "2025-26") == ["400", "not shown", "400"]


def test_areas_by_month_are_for_exact_eyes(client: FlaskClient) -> None:
    sign_in_as(client, Role.COMMISSIONER)
    page = client.get("/unmet-needs/figures/district-month", follow_redirects=True)
    assert "Needs by month" in page.text
    assert "district-month" not in page.text
    assert client.get("/unmet-needs/figures/district-month/file.csv").status_code == 302
    with pytest.raises(KeyError):
        make_table("district-month", list_quarters(ON, with_current=False)[0], ON, is_exact=False)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert "Districts, by month" in client.get("/unmet-needs/figures/district-month").text


def test_a_picture_of_small_counts_alone_has_short_bars(app: Flask) -> None:
    need, on = make_need("debt"), date(2026, 7, 20)
    period = find_period("2026-q2", on, with_current=False)
    make_unmet_need(need, make_area(), logged_at=datetime(2026, 5, 4, tzinfo=UTC))
    table = make_table("need-district", period, on, is_exact=False)
    assert table.rows[0].total
    assert table.rows[0].total.bar * 4 < table.longest_bar


def test_a_silent_team_is_listed(app: Flask) -> None:
    make_team(make_area(), name="Silent team")
    on = date(2026, 7, 20)
    period = find_period("", on, with_current=False)
    table = make_table("team-quarter", period, on, is_exact=True)
    row = next(row for row in table.rows if row.label == "Silent team")
    assert {str(figure) for figure in row.figures} == {"0"}


def test_a_quarter_that_still_runs_is_the_officers_alone() -> None:
    on = date(2026, 11, 22)
    assert find_period("2026-q4", on, with_current=False).key == "2026-q3"
    assert find_period("2026-q4", on, with_current=True).key == "2026-q4"
    assert find_period("2026-27", on, with_current=False).key == "2026-q3"
    assert find_period("<b>", on, with_current=False).label == "July to September 2026"


def test_where_nothing_is_left_a_longer_period_and_a_larger_area_are_offered(client: FlaskClient) -> None:
    make_unmet_need(make_need("debt"), make_area())
    sign_in_as(client, Role.COMMISSIONER)
    page = client.get("/unmet-needs/figures/need-district").text
    assert "No count here is shown" in page
    assert "a whole year" in page
    assert "/unmet-needs/figures/need-quarter" in page
    report = client.get("/unmet-needs/report").text
    assert "Nothing is told apart here" in report

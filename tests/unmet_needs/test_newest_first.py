"""Tables over time: a page begins with the newest, its file with the oldest, and both say the same."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.periods import list_quarters
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_enquiry,
    make_need,
    make_support_record,
    make_team,
    make_unmet_need,
)

_PAGES = {
    "/unmet-needs/figures/need-quarter": "/unmet-needs/figures/need-quarter/file.csv",
    "/unmet-needs/figures/need-month": "/unmet-needs/figures/need-month/file.csv",
    "/unmet-needs/figures/team-quarter": "/unmet-needs/figures/team-quarter/file.csv",
    "/support/figures/team-quarter": "/support/figures/team-quarter/file.csv",
    "/helpline/figures?table=outcomes-quarter": "/helpline/figures/file.csv?table=outcomes-quarter",
    "/helpline/figures?table=answers-quarter": "/helpline/figures/file.csv?table=answers-quarter",
}


def lay_quarters() -> None:
    """Another count, large enough to be shown, in each of the last five quarters."""
    area, need = make_area("district-a"), make_need("debt")
    team = make_team(area)
    for place, quarter in enumerate(list_quarters(day_of(utc_now()), with_current=False)[:5], 1):
        at = quarter.starts_at + timedelta(days=40)
        make_unmet_need(need, area, logged_at=at, times_asked=10 * place, team=team)
        for _ in range(5 * place):
            make_support_record(team, created_at=at, needs=((need, ""),))
            enquiry = make_enquiry(need, outcome=EnquiryOutcomeKind.UNMET_NEED, asked_at=at, answered_at=at)
            enquiry.state, enquiry.outcomes[0].recorded_at = EnquiryState.ANSWERED, at
    db.session.commit()


def read_page(html: str) -> list[list[str]]:
    """Heading and rows of the table, without marks."""
    rows = re.findall(r"<tr.*?</tr>", html.partition("<table")[2].partition("</table>")[0], re.DOTALL)
    return [[_read_cell(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.S)] for row in rows]


def _read_cell(html: str) -> str:
    plain = re.sub(r"<span class=\"nhsuk-u-visually-hidden\">.*?</span>|<[^>]*>", "", html)
    return unescape(plain).strip().replace(",", "")


@pytest.mark.parametrize("address", _PAGES)
def test_a_page_turns_the_order_of_times_and_no_figure(client: FlaskClient, address: str) -> None:
    sign_in_as(client, Role.COMMISSIONER)
    lay_quarters()
    page = read_page(client.get(address).text)
    lines = list(csv.reader(StringIO(client.get(_PAGES[address]).text.lstrip("\ufeff"))))
    file = lines[next(place for place, line in enumerate(lines) if len(line) > 2) :]
    if "answers" in address:
        assert [row[0] for row in page] == [file[0][0], *(row[0] for row in file[:0:-1])]
    else:
        times = [label for label in file[0][1:] if label != "All"]
        assert [label for label in page[0][1:] if label != "All"] == times[::-1]
    told = {(row[0], label): cell for row in file[1:] for label, cell in zip(file[0], row, strict=True)}
    shown = {(row[0], label): cell for row in page[1:] for label, cell in zip(page[0], row, strict=True)}
    assert {key: told[key] for key in shown} == shown
    assert len({cell for key, cell in shown.items() if key[1] != page[0][0]}) > 2

"""Support given, in figures: deleted records still count, and small numbers are hidden from all but the
officer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.framework.figures import FIGURES, make_figure
from directory.framework.records.deleting import delete_old_records
from directory.models import FollowUp, SupportAction
from directory.models.codes import ActionKind, FollowUpOutcome, Role
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_framework, make_need, make_support_record, make_team

ON = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUARTER = datetime(2026, 2, 3, tzinfo=UTC)


def read(slug: str, *, is_exact: bool = True, on: date = ON) -> dict[tuple[str, str], str]:
    table = make_figure(slug, on, is_exact=is_exact)
    return {
        (row.label, column): str(figure)
        for row in table.rows
        for column, figure in zip(table.columns, row.figures, strict=True)
    }


@pytest.mark.both_engines
def test_deleted_records_and_those_that_are_there_count_together(app: Flask) -> None:
    make_framework()
    money = make_need("money")
    debt = make_need("debt", parent=money)
    team, decoy = make_team(name="North"), make_team(name="South")
    done = {
        "needs": ((debt, "needing-help"),),
        "actions": [SupportAction(kind=ActionKind.ASSIST_CONTACT, done_on=ON, role="Worker")],
        "follow_ups": [FollowUp(due_on=ON, who="W", what="Ring", outcome=FollowUpOutcome.ATTENDED)],
    }
    over = {"closed_at": NOW - timedelta(days=181), "care_plan_recorded_at": NOW}
    make_support_record(team, created_at=QUARTER, **done, **over)
    make_support_record(team, created_at=QUARTER, needs=((debt, None),))
    make_support_record(decoy, created_at=NOW)
    before = {slug: read(slug) for slug in FIGURES}
    assert delete_old_records(NOW) == 1
    assert {slug: read(slug) for slug in FIGURES} == before
    winter = "January to March 2026"
    assert before["team-quarter"][("North", winter)] == "2"
    assert before["team-quarter"][("South", winter)] == "0"
    assert before["need-quarter"][("Money", winter)] == "2"
    assert before["level-quarter"][("Needing help", winter)] == "1"
    assert before["level-quarter"][("Level not agreed", winter)] == "1"
    assert before["action-quarter"][("Helped to make contact", winter)] == "1"
    assert before["outcome-quarter"][("Attended", winter)] == "1"


def test_a_quarter_that_still_runs_is_for_exact_eyes_alone(app: Flask) -> None:
    make_framework()
    columns = {
        is_exact: make_figure("team-quarter", ON, is_exact=is_exact).columns for is_exact in (True, False)
    }
    assert columns[True][-1] == "October to December 2026"
    assert columns[False][-1] == "July to September 2026"


@pytest.mark.parametrize("slug", FIGURES)
def test_nobody_but_the_officer_is_given_a_count_of_1_to_4(client: FlaskClient, slug: str) -> None:
    make_framework()
    begun = utc_now() - timedelta(days=150)
    action = {"kind": ActionKind.ASSIST_CONTACT, "done_on": ON, "role": "Worker", "recorded_at": begun}
    outcome = {"outcome": FollowUpOutcome.ATTENDED, "outcome_on": begun.date()}
    team = make_team(name="North")
    for _ in range(3):
        follow_up = FollowUp(due_on=ON, who="W", what="Ring", **outcome)
        parts = {"actions": [SupportAction(**action)], "follow_ups": [follow_up]}
        make_support_record(team, created_at=begun, **parts)
    db.session.commit()
    sign_in_as(client, Role.COMMISSIONER)
    page, file = (client.get(f"/support/figures/{slug}{end}").text for end in ("", "/file.csv"))
    for text in (page, file):
        assert "fewer than 5" in text
        assert ">3<" not in text
        assert ",3," not in text
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert ">3<" in client.get(f"/support/figures/{slug}").text
    assert ",3," not in client.get(f"/support/figures/{slug}/file.csv").text


def test_staff_do_not_read_the_figures_and_an_unknown_table_is_told(client: FlaskClient) -> None:
    sign_in_as(client, Role.STAFF)
    assert client.get("/support/figures/team-quarter").status_code == 403
    sign_in_as(client, Role.COMMISSIONER)
    assert client.get("/support/figures/nothing").status_code == 404
    assert client.get("/support/figures").location == "/support/figures/team-quarter"


@pytest.mark.parametrize("slug", ["action-quarter", "outcome-quarter"])
def test_what_was_done_after_the_last_quarter_counts_for_exact_eyes_alone(app: Flask, slug: str) -> None:
    make_framework()
    for at in (QUARTER, NOW):
        done = {"kind": ActionKind.ASSIST_CONTACT, "done_on": at.date(), "role": "Worker", "recorded_at": at}
        outcome = {"outcome": FollowUpOutcome.ATTENDED, "outcome_on": at.date()}
        for _ in range(8):
            follow_up = FollowUp(due_on=ON, who="W", what="Ring", **outcome)
            make_support_record(created_at=QUARTER, actions=[SupportAction(**done)], follow_ups=[follow_up])
    label = "Attended" if slug == "outcome-quarter" else "Helped to make contact"
    assert read(slug)[(label, "January to March 2026")] == "16"
    assert read(slug, is_exact=False)[(label, "January to March 2026")] == "10"

"""A gap that is too small for figures is told in words that somebody checked."""

import itertools
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import UnmetNeedAnswer, UnmetNeedGroup
from directory.models.codes import AnswerKind, GroupState, Role
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.periods import list_quarters
from directory.unmet_needs.small_words import find_small_count
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_need, make_unmet_group, make_unmet_need
from tests.looked import read_looked


@pytest.mark.parametrize(
    "words",
    [
        "two men",
        "In Oadby 3 young deaf women",
        "One person",
        "a couple of families",
        "FOUR carers",
        "1 user",
        "2-3 tenants",
        "1 \u2013 4 people",
        "a single mother",
        "both boys",
    ],
)
def test_a_small_count_in_words_is_noticed(words: str) -> None:
    assert find_small_count(f"It was asked for by {words}, again.")


@pytest.mark.parametrize(
    "words",
    [
        "12 people",
        "1,234 people",
        "fewer than 5 people",
        "some people",
        "one bus a day",
        "3.4 carers",
        "twenty-two men",
        "a single bus",
        "5-9 people",
    ],
)
def test_other_numbers_pass(words: str) -> None:
    assert find_small_count(f"It was asked for by {words}, again.") is None


_numbers = itertools.count(1)


def make_old_group(**values: object) -> UnmetNeedGroup:
    """Known in the last quarter."""
    last = list_quarters(day_of(utc_now()), with_current=False)[0].starts_at + timedelta(days=5)
    values = {"created_at": last, "narrative_checked_at": last, "name": "Signing at appointments"} | values
    return make_unmet_group(make_need("debt"), make_area(f"area-{next(_numbers)}"), **values)


def test_the_officer_checks_what_is_told_and_the_report_tells_it(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    group = make_old_group(narrative_checked_at=None)
    db.session.commit()
    address = f"/unmet-needs/groups/{group.id}/narrative"
    typed = {"version": str(group.version), "narrative": "Nobody can sign in an emergency."}
    unchecked = client.post(address, data=typed)
    assert unchecked.status_code == 422
    assert "Nobody can sign in an emergency." in unchecked.text
    small = client.post(address, data=typed | {"narrative": "Two men went home.", "checked": "yes"})
    assert small.status_code == 422
    assert "“Two men” looks like a count under 5" in small.text
    assert client.post(address, data=typed | {"checked": "yes"}).status_code == 302
    assert client.post(address, data=typed | {"checked": "yes"}).status_code == 409
    sign_in_as(client, Role.COMMISSIONER)
    report = client.get("/unmet-needs/report").text
    assert "Small but serious" in report
    assert "Nobody can sign in an emergency." in report


def test_a_report_tells_nothing_unchecked_merged_or_settled_before(client: FlaskClient) -> None:
    make_old_group(narrative="Not checked yet", narrative_checked_at=None)
    make_old_group(narrative="Merged", state=GroupState.MERGED, position=1)
    settled = make_old_group(narrative="Settled", state=GroupState.ANSWERED, position=1, summary="x")
    settled.created_at = utc_now() - timedelta(days=400)
    settled.answers = [UnmetNeedAnswer(kind=AnswerKind.PLANNED, answered_at=utc_now() - timedelta(days=300))]
    sign_in_as(client, Role.COMMISSIONER)
    assert "Small but serious" not in client.get("/unmet-needs/report").text


def test_summaries_for_commissioners_hold_no_small_counts_either(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    group = make_old_group()
    db.session.commit()
    typed = {"version": str(group.version), "name": "Signing", "summary": "For three women.", "position": "1"}
    assert client.post(f"/unmet-needs/groups/{group.id}/edit", data=typed).status_code == 422
    report = client.post("/unmet-needs/report", data={"version": "0", "summary": "For three women."})
    assert report.status_code == 422
    assert "For three women." in report.text


def test_the_name_of_a_group_which_e_mail_carries_holds_no_small_count(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    unmet = make_unmet_need(make_need("refuge"), make_area("oadby"))
    group = make_unmet_group(make_need("debt"), make_area("rutland"), name="A refuge", summary="None near.")
    db.session.commit()
    made = client.post("/unmet-needs/group", data={"chosen": str(unmet.id), "name": "Two women turned away"})
    assert made.status_code == 422
    assert "Two women" in made.text
    typed = {"name": "One man alone", "summary": "None near.", "position": "1", "version": str(group.version)}
    assert client.post(f"/unmet-needs/groups/{group.id}/edit", data=typed).status_code == 422
    assert [one.name for one in db.session.query(UnmetNeedGroup)] == ["A refuge"]


def test_what_others_read_is_asked_about_once_where_it_may_say_who_a_person_is(client: FlaskClient) -> None:
    group = make_unmet_group(make_need("debt"), make_area(), summary="Nothing after five.")
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address = f"/unmet-needs/groups/{group.id}"
    typed = {
        "name": group.name,
        "position": "1",
        "summary": "Mrs Jones asked.",
        "version": str(group.version),
    }
    told = {"narrative": "Mrs Jones waits.", "checked": "yes", "version": str(group.version)}
    period = {"summary": "Mrs Jones chaired.", "version": "0"}
    for where, data in (
        (f"{address}/edit", typed),
        (f"{address}/narrative", told),
        ("/unmet-needs/report", period),
    ):
        asked = client.post(where, data=data)
        assert "looks like a person&#39;s name" in asked.text, where
        assert "Mrs Jones" in asked.text, where
        data |= read_looked(asked.text)
    db.session.refresh(group)
    assert (group.summary, group.narrative) == ("Nothing after five.", None)
    assert client.post(f"{address}/edit", data=typed).status_code == 302
    assert group.summary == "Mrs Jones asked."

"""Each form of unmet needs asks by the text about what may say who a person is, and nothing is lost."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory.extensions import db
from directory.models import CommissioningBody, UnmetNeed, UnmetNeedGroup, UnmetNeedReport
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_body, make_need, make_unmet_group, make_unmet_need
from tests.looked import ASKED, read_looked

FIRST, OTHER = "Help for Mrs Patel", "Help for Mr Jones"
# The form, its field, and what makes it wrong meanwhile.
FORMS = [
    ("log", "missing", {"barrier": ""}),
    ("log", "evidence", {"barrier": ""}),
    ("group", "name", {"chosen": ""}),
    ("split", "split_name", {"chosen": ""}),
    ("edit", "summary", {"name": ""}),
    ("narrative", "narrative", {"checked": ""}),
    ("report", "summary", {"version": "7"}),
    ("new body", "name", {"answer_days": "0"}),
    ("body", "name", {"answer_days": "0"}),
]


def open_form(form: str) -> tuple[str, dict[str, Any]]:
    """Its address, and what is in it besides."""
    need, area = make_need("debt"), make_area("charnwood")
    if form == "log":
        db.session.commit()
        return "/unmet-needs/log", {
            "needs": ["debt"],
            "area": "charnwood",
            "missing": "A",
            "barrier": "times",
        }
    group = make_unmet_group(need, area)
    body = make_body()
    filled = {"contact_post": "Mr Patel, Head", "contact_email": "head@example.org", "answer_days": "42"}
    inside, waiting = make_unmet_need(need, area, group=group), make_unmet_need(need, area)
    db.session.commit()
    address = f"/unmet-needs/groups/{group.id}"
    return {
        "group": ("/unmet-needs/group", {"chosen": str(waiting.id)}),
        "split": (f"{address}/split", {"chosen": str(inside.id)}),
        "edit": (f"{address}/edit", {"name": group.name, "position": "1", "version": str(group.version)}),
        "narrative": (f"{address}/narrative", {"checked": "yes", "version": str(group.version)}),
        "report": ("/unmet-needs/report", {"version": "0"}),
        "new body": ("/unmet-needs/routing/new", filled),
        "body": (f"/unmet-needs/routing/{body.id}", filled | {"version": str(body.version)}),
    }[form]


def count_kept(text: str) -> int:
    columns = (
        UnmetNeed.missing,
        UnmetNeed.evidence,
        UnmetNeedGroup.name,
        UnmetNeedGroup.summary,
        UnmetNeedGroup.narrative,
        UnmetNeedReport.summary,
        CommissioningBody.name,
    )
    counts = (select(func.count()).where(column == text) for column in columns)
    return sum(db.session.scalar(count) or 0 for count in counts)


@pytest.mark.parametrize(("form", "field", "_"), FORMS)
def test_a_text_changed_to_another_name_is_asked_about_in_its_turn(
    client: FlaskClient, form: str, field: str, _: Any
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address, data = open_form(form)
    asked = client.post(address, data=data | {field: FIRST})
    assert (asked.status_code, ASKED in asked.text, FIRST in asked.text) == (200, True, True)
    data |= read_looked(asked.text) | {field: OTHER}
    again = client.post(address, data=data)
    assert (again.status_code, ASKED in again.text, OTHER in again.text) == (200, True, True)
    assert (count_kept(FIRST), count_kept(OTHER)) == (0, 0)
    assert client.post(address, data=data | read_looked(again.text)).status_code == 302
    assert count_kept(OTHER) == 1


@pytest.mark.parametrize(("form", "field", "wrong"), FORMS)
def test_a_text_that_was_looked_at_is_not_asked_about_twice(
    client: FlaskClient, form: str, field: str, wrong: dict[str, str]
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address, data = open_form(form)
    data |= {field: FIRST}
    data |= read_looked(client.post(address, data=data).text)
    refused = client.post(address, data=data | wrong)
    assert (refused.status_code in (409, 422), ASKED in refused.text) == (True, False)
    assert read_looked(refused.text) == {"looked": data["looked"]}
    assert client.post(address, data=data | read_looked(refused.text)).status_code == 302
    assert count_kept(FIRST) == 1


def test_who_asked_for_the_same_is_asked_together_with_the_words(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area("charnwood")
    make_unmet_group(need, area, name="Evening debt advice")
    sign_in_as(client, Role.STAFF)
    data = {"needs": ["debt"], "area": "charnwood", "missing": FIRST, "barrier": "times"}
    asked = client.post("/unmet-needs/log", data=data)
    assert (ASKED in asked.text, "Choose below" in asked.text) == (True, True)
    data |= read_looked(asked.text)
    unanswered = client.post("/unmet-needs/log", data=data)
    assert (unanswered.status_code, ASKED in unanswered.text) == (200, False)
    assert "Choose below" in unanswered.text
    assert client.post("/unmet-needs/log", data=data | {"group": "none"}).status_code == 302

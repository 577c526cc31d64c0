"""Who is asked: bodies, rules and who answers are kept in pages, with their history."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.accounts.bodies import list_bodies_of, list_members, set_bodies
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import CommissioningBody, RoutingRule, UnmetNeedGroup
from directory.models.codes import AreaKind, GroupState, Role
from directory.models.mixins import utc_now
from directory.unmet_needs.commissioning import rules
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_body, make_need, make_unmet_group, make_user

TABLE = "/unmet-needs/routing"


def make_sent(body: CommissioningBody, **values: object) -> UnmetNeedGroup:
    values = {"state": GroupState.SENT, "body": body, "sent_at": utc_now()} | values
    return make_unmet_group(make_need("debt"), make_area(f"area-{body.slug}"), **values)


def test_an_officer_adds_a_body_and_a_rule_and_the_history_tells(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area("leicestershire", AreaKind.PLACE)
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    typed = {"name": "The new board", "contact_email": "board@example.org", "answer_days": "21"}
    assert client.post(f"{TABLE}/new", data=typed).status_code == 302
    body = db.session.scalar(select(CommissioningBody).where(CommissioningBody.slug == "the-new-board"))
    assert body
    rule = {"need": need.slug, "area": area.slug, "body": str(body.id)}
    assert client.post(f"{TABLE}/rules", data=rule).status_code == 302
    page = client.get(f"{TABLE}?try_need=debt&try_area=leicestershire").text
    assert "This goes to <strong>The new board</strong>" in page
    told = f"{officer.name}: Rule added: need Debt, area Leicestershire, goes to The new board."
    assert told in page


def test_a_rule_is_changed_and_removed_and_both_stand_in_the_history(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    old, new = make_body(name="The old board"), make_body(name="The new board")
    rule = db.session.scalar(select(RoutingRule).where(RoutingRule.body_id == old.id))
    assert rule
    address = f"{TABLE}/rules/{rule.id}"
    db.session.commit()
    data = {"body": str(new.id), "was": str(old.id)}
    assert client.post(address, data=data).status_code == 302
    assert client.post(address, data=data).status_code == 409
    assert "goes to The new board, before: The old board" in client.get(address).text
    assert client.post(f"{address}/remove").status_code == 302
    page = client.get(TABLE).text
    assert "Rule removed: need any, area any, goes to The new board" in page
    assert client.get(address).status_code == 404


@pytest.mark.both_engines
def test_no_two_rules_speak_of_the_same_need_and_area(app: Flask) -> None:
    body, other = make_body(), make_body(need=make_need("company"))
    typed = {"need": "", "area": "", "body": str(other.id)}
    with pytest.raises(InvalidData) as refused:
        rules.add_rule(actor=make_user(), typed=typed)
    assert list(refused.value.fields) == ["need"]
    rule = db.session.scalar(select(RoutingRule).where(RoutingRule.body_id == body.id))
    assert rule
    with pytest.raises(EditConflict):
        rules.change_rule(actor=make_user(), rule=rule, body_id=str(other.id), expected_body_id=str(other.id))


@pytest.mark.parametrize(
    ("field", "value"),
    [("need", "no-such-need"), ("area", "soar-street"), ("body", ""), ("body", "not an id")],
)
def test_a_rule_that_cannot_be_right_is_refused_and_nothing_is_lost(
    client: FlaskClient, field: str, value: str
) -> None:
    make_need("debt")
    body = make_body(need=make_need("company"))
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    typed = {"need": "debt", "area": "", "body": str(body.id)} | {field: value}
    answer = client.post(f"{TABLE}/rules", data=typed)
    assert answer.status_code == 422
    if field != "need":
        assert '<option value="debt" selected>' in answer.text


def test_nothing_is_sent_to_a_closed_body(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    body, need, area = make_body(name="The old board"), make_need("debt"), make_area()
    db.session.commit()
    data = {"version": str(body.version)}
    assert client.post(f"{TABLE}/{body.id}/close", data=data).status_code == 302
    assert client.post(f"{TABLE}/{body.id}/close", data=data).status_code == 409
    page = client.get(f"{TABLE}?try_need={need.slug}&try_area={area.slug}").text
    assert "No rule fits" in page
    assert "The old board closed" in page


def test_a_body_keeps_what_was_typed_when_it_is_refused(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    typed = {"name": "The board", "contact_email": "not an address", "answer_days": "0"}
    answer = client.post(f"{TABLE}/new", data=typed)
    assert answer.status_code == 422
    assert "not an address" in answer.text
    assert "Enter how many days" in answer.text


def test_a_commissioner_answers_for_their_own_body_only(client: FlaskClient) -> None:
    own, other = make_body(name="Own council"), make_body(name="Other council")
    mine, theirs = make_sent(own, name="Mine to answer"), make_sent(other, name="For the others")
    commissioner = sign_in_as(client, Role.COMMISSIONER)
    set_bodies(actor=None, account=commissioner, slugs=[own.slug])
    db.session.commit()
    listed = client.get("/unmet-needs/sent").text
    assert "Mine to answer" in listed
    assert "For the others" not in listed
    assert "For the others" in client.get("/unmet-needs/sent?body=").text
    page = client.get(f"/unmet-needs/sent/{theirs.id}").text
    assert "Only they answer it" in page
    data = {"kind": "planned", "words": "In spring.", "version": "1", "do": "send"}
    assert client.post(f"/unmet-needs/sent/{theirs.id}/answer", data=data).status_code == 403
    assert client.post(f"/unmet-needs/sent/{mine.id}/answer", data=data).status_code == 302
    assert (mine.state, theirs.state) == (GroupState.ANSWERED, GroupState.SENT)


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.ADMINISTRATOR])
def test_who_answers_for_nobody_reads_and_does_not_answer(client: FlaskClient, role: Role) -> None:
    group = make_sent(make_body())
    sign_in_as(client, role)
    assert "Check the answer" not in client.get(f"/unmet-needs/sent/{group.id}").text
    data = {"kind": "planned", "words": "In spring.", "version": "1"}
    assert client.post(f"/unmet-needs/sent/{group.id}/answer", data=data).status_code == 403


def test_the_officer_says_who_answers_for_a_body(client: FlaskClient) -> None:
    body, decoy = make_body(), make_body()
    chosen, other = make_user(Role.COMMISSIONER), make_user(Role.COMMISSIONER)
    staff = make_user(Role.STAFF)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address = f"{TABLE}/{body.id}/members"
    assert client.post(address, data={"members": [str(chosen.id)]}).status_code == 302
    assert [list_bodies_of(one) for one in (chosen, other)] == [[body], []]
    assert client.post(address, data={"members": [str(staff.id)]}).status_code == 422
    assert decoy not in list_bodies_of(chosen)


def test_an_administrator_says_who_an_account_answers_for(client: FlaskClient) -> None:
    body, commissioner, staff = make_body(), make_user(Role.COMMISSIONER), make_user(Role.STAFF)
    sign_in_as(client, Role.ADMINISTRATOR)
    data = {"bodies": [body.slug]}
    assert client.post(f"/admin/accounts/{commissioner.id}/bodies", data=data).status_code == 302
    assert list_bodies_of(commissioner) == [body]
    assert "checked" in client.get(f"/admin/accounts/{commissioner.id}").text
    assert client.post(f"/admin/accounts/{staff.id}/bodies", data=data).status_code == 422
    wrong = client.post(f"/admin/accounts/{commissioner.id}/bodies", data={"bodies": ["no-such"]})
    assert wrong.status_code == 422


def test_a_command_ties_an_account_to_a_body(app: Flask) -> None:
    body = make_body()
    db.session.commit()
    new = [
        "commissioner@example.org",
        "--name",
        "Robin Hollis",
        "--role",
        "commissioner",
        "--body",
        body.slug,
        "--generate",
    ]
    made = app.test_cli_runner().invoke(args=["accounts", "create", *new])
    assert made.exit_code == 0, made.output
    answer = app.test_cli_runner().invoke(args=["accounts", "set-bodies", "commissioner@example.org"])
    assert "answers for: nobody" in answer.output
    wrong = app.test_cli_runner().invoke(
        args=["accounts", "set-bodies", "commissioner@example.org", "--body", "x"]
    )
    assert wrong.exit_code == 1


def test_of_two_who_change_who_answers_neither_undoes_what_the_other_did(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    body = make_body(name="The board")
    first, second, third = (str(make_user(Role.COMMISSIONER).id) for _ in range(3))
    db.session.commit()
    address = f"{TABLE}/{body.id}/members"
    client.post(address, data={"members": [first], "members_shown": "1"})
    client.post(address, data={"members": [first, second], "seen": [first], "members_shown": "1"})
    client.post(address, data={"members": [third], "seen": [first], "members_shown": "1"})
    assert {str(one.id) for one in list_members(body)} == {second, third}
    assert f'<input type="hidden" name="seen" value="{second}">' in client.get(f"{TABLE}/{body.id}").text

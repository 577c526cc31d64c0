"""Forms of casework outside support records: what may say who a person is, is shown once more by the server
before it is kept, with nothing lost. Work contacts pass."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.framework.levels.actions import lay_parts
from directory.free_text import mark_text
from directory.models import HelplineClosure, HelplineDestination, Proposal, SupportRole
from directory.models.codes import Role, Status
from directory.models.improving.codes import ProposalState
from directory.network.mailing import make_link
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_need, make_proposal, make_service, make_support_role
from tests.helpline.test_lists import DESTINATION
from tests.looked import ASKED, read_looked
from tests.network.test_mailing import read_key
from tests.network.test_pages import make_place, role_fields

SAYS_WHO = "Ring Mr. J. O'Neill on 07700 900123"
OTHER = "Ring Mrs Patel on 07700 900456"


FORMS = [
    ("/helpline/lists/destinations/new", DESTINATION, "what_to_say", HelplineDestination),
    ("/helpline/closures", {"closed_on": "2031-05-01"}, "reason", HelplineClosure),
    ("/network/roles/new", "role", "notes", SupportRole),
    ("/network/roles/new", "role", "hours", SupportRole),
]


def open_form(client: FlaskClient, form: Any) -> dict[str, str]:
    """What is in it besides."""
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    if form == "role":
        make_place()
        form = role_fields()
    db.session.commit()
    return dict(form)


def list_kept(model: Any, field: str, *texts: str) -> list[Any]:
    return list(db.session.scalars(select(model).where(getattr(model, field).in_(texts))))


@pytest.mark.parametrize(("address", "form", "field", "model"), FORMS)
def test_what_may_say_who_a_person_is_is_shown_once_more_and_then_kept(
    client: FlaskClient, address: str, form: Any, field: str, model: Any
) -> None:
    data = open_form(client, form) | {field: SAYS_WHO}
    page = client.post(address, data=data)
    assert (page.status_code, ASKED in page.text, "O&#39;Neill" in page.text) == (200, True, True)
    assert list_kept(model, field, SAYS_WHO) == []
    assert page.text.count('name="looked"') == 1
    assert client.post(address, data=data | read_looked(page.text)).status_code == 302
    assert len(list_kept(model, field, SAYS_WHO)) == 1


@pytest.mark.parametrize(("address", "form", "field", "model"), FORMS)
def test_a_text_changed_to_another_name_is_asked_about_in_its_turn(
    client: FlaskClient, address: str, form: Any, field: str, model: Any
) -> None:
    data = open_form(client, form) | {field: SAYS_WHO}
    data |= read_looked(client.post(address, data=data).text) | {field: OTHER}
    again = client.post(address, data=data)
    assert (again.status_code, ASKED in again.text, OTHER in again.text) == (200, True, True)
    assert list_kept(model, field, SAYS_WHO, OTHER) == []
    assert client.post(address, data=data | read_looked(again.text)).status_code == 302
    assert len(list_kept(model, field, OTHER)) == 1


@pytest.mark.parametrize(("address", "form", "field", "model"), FORMS)
def test_a_text_that_was_looked_at_is_not_asked_about_twice(
    client: FlaskClient, address: str, form: Any, field: str, model: Any
) -> None:
    """Neither where something else is wrong meanwhile, nor in the next form."""
    data = open_form(client, form) | {field: SAYS_WHO}
    looked = read_looked(client.post(address, data=data).text)
    wrong = {"closed_on": ""} if "closed_on" in data else {"name": ""}
    refused = client.post(address, data=data | wrong | looked)
    assert (refused.status_code, ASKED in refused.text, read_looked(refused.text)) == (422, False, looked)
    assert client.post(address, data=data | looked).status_code == 302
    other_day = {"closed_on": "2031-05-02"} if "closed_on" in data else {}
    assert client.post(address, data=data | other_day).status_code == 302
    assert len(list_kept(model, field, SAYS_WHO)) == 2


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/helpline/lists/destinations/new", DESTINATION | {"name": "Dr Khan's desk"}),
        ("/network/roles/new", "role"),
    ],
)
def test_the_name_of_who_does_the_work_is_not_asked_about(
    client: FlaskClient, address: str, form: Any
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    if form == "role":
        make_place()
        form = role_fields(name="Ms A Khan", work_phone="07700 900123")
    db.session.commit()
    assert client.post(address, data=form).status_code == 302


def test_what_the_holder_of_a_role_says_is_shown_once_more(client: FlaskClient) -> None:
    county = make_place()
    role = make_support_role(county.north_pcn, work_email="holder@example.org")
    typed = {"key": read_key(make_link(role)), "answer": "changed", "holder_note": SAYS_WHO}
    db.session.commit()
    page = client.post("/network/still-true", data=typed)
    assert (page.status_code, ASKED in page.text, role.holder_note) == (200, True, None)
    typed |= read_looked(page.text)
    other = client.post("/network/still-true", data=typed | {"holder_note": OTHER})
    assert (other.status_code, ASKED in other.text, role.holder_note) == (200, True, None)
    thanks = client.post("/network/still-true", data=typed)
    assert (thanks.status_code, ASKED in thanks.text) == (200, False)
    assert role.holder_note == SAYS_WHO


@pytest.mark.parametrize(("deed", "field"), [("accept", "text"), ("decline", "reason")])
def test_a_proposal_is_decided_once_its_words_were_looked_at(
    client: FlaskClient, deed: str, field: str
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address = f"/admin/proposals/{make_proposal(text='gas', need=make_need('debt')).id}/{deed}"
    db.session.commit()
    typed = {field: "mr oneill", "need": "debt"}
    page = client.post(address, data=typed)
    assert (page.status_code, ASKED in page.text, "mr oneill" in page.text) == (200, True, True)
    assert db.session.scalars(select(Proposal.state)).one() == ProposalState.OPEN
    typed |= read_looked(page.text)
    other = client.post(address, data=typed | {field: "mrs patel"})
    assert (other.status_code, ASKED in other.text, "mrs patel" in other.text) == (200, True, True)
    assert db.session.scalars(select(Proposal.state)).one() == ProposalState.OPEN
    assert client.post(address, data=typed).status_code == 302
    assert db.session.scalars(select(Proposal.state)).one() != ProposalState.OPEN


@pytest.mark.parametrize("deed", ["suspend", "withdraw"])
def test_an_entry_goes_once_each_reason_was_looked_at(client: FlaskClient, deed: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    entry = make_service()
    db.session.commit()
    address, typed = f"/admin/entries/{entry.id}/{deed}", {"reason": SAYS_WHO}
    typed |= read_looked(client.post(address, data=typed).text)
    other = client.post(address, data=typed | {"reason": OTHER})
    assert (other.status_code, ASKED in other.text, f'value="{OTHER}"' in other.text) == (200, True, True)
    db.session.refresh(entry)
    assert entry.status == Status.ACTIVE
    assert client.post(address, data=typed).status_code == 302


def test_a_session_remembers_the_last_texts_alone(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address, texts = "/helpline/closures", [f"Mr Jones of desk {number}" for number in range(32)]
    for number, text in enumerate(texts):
        data = {"closed_on": f"2031-{number // 28 + 1:02}-{number % 28 + 1:02}", "reason": text}
        data |= read_looked(client.post(address, data=data).text)
        assert client.post(address, data=data).status_code == 302
    with client.session_transaction() as session:
        marks = session["looked_at"]
    assert (len(marks), marks[-1], marks[0]) == (30, mark_text(texts[-1]), mark_text(texts[2]))


def test_an_nhs_number_in_the_framework_lists_is_refused(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    row = {"step": "goals", "name": "Hope", "words": "What do you hope for?"}
    lay_parts({"prompts": [row]})
    db.session.commit()
    form = {"0.step": "goals", "0.name": "Hope", "0.words": "943 476 5919", "expected_version": "1"}
    page = client.post("/support/levels/prompts", data=form)
    assert (page.status_code, "looks like an NHS number" in page.text) == (422, True)

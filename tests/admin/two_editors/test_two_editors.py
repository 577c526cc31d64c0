"""Two people edit the same entry: the second is told, sees both, loses nothing."""

import re

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings import actions
from directory.listings.dumping import dump_entry
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import make_full_service, open_part, read_form, send_part
from tests.factories import make_location_data, make_service


def test_the_second_to_save_sees_both_and_nothing_is_overwritten(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service(name="Old name", summary="Old summary.")
    db.session.commit()
    mine = open_part(client, service, "basics") | {"summary": "My <b>summary.", "description": "Mine"}
    theirs = {"summary": "Their summary.", "name": "Their name"}
    actions.edit_service(actor=None, service=service, data=theirs, expected_version=1)
    db.session.commit()
    answer = send_part(client, service, "basics", mine)
    assert answer.status_code == 409
    assert "Their summary." in answer.text
    assert "My &lt;b&gt;summary." in answer.text
    db.session.expire_all()
    assert (service.name, service.summary, service.version) == ("Their name", "Their summary.", 2)
    # Only they changed the name, only I the description, both of us the summary.
    chosen = dict(re.findall(r'name="keep\.(\w+)" type="radio" value="(\w+)" required checked', answer.text))
    assert chosen == {"name": "theirs", "description": "mine"}


@pytest.mark.parametrize(("keep", "summary"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_each_point_is_kept_as_the_second_person_chooses(
    client: FlaskClient, keep: str, summary: str
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service(name="Old name", summary="Old.")
    db.session.commit()
    mine = open_part(client, service, "basics") | {"summary": "Mine.", "description": "Only mine"}
    theirs = {"summary": "Theirs.", "name": "Only theirs"}
    actions.edit_service(actor=None, service=service, data=theirs, expected_version=1)
    db.session.commit()
    form = read_form(send_part(client, service, "basics", mine).text) | {"keep.summary": keep}
    assert send_part(client, service, "basics", form).status_code == 302
    db.session.expire_all()
    assert (service.name, service.description, service.summary) == ("Only theirs", "Only mine", summary)


def test_rows_typed_are_carried_through_the_choice(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    form = open_part(client, service, "contact")
    form = read_form(send_part(client, service, "contact", form | {"do": "add:phones"}).text)
    form["phones.1.number"] = ["0116 496 0888"]
    actions.edit_service(actor=None, service=service, data={"email": "new@example.org"}, expected_version=1)
    db.session.commit()
    answer = send_part(client, service, "contact", form)
    assert "0116 496 0888" in answer.text
    assert send_part(client, service, "contact", read_form(answer.text)).status_code == 302
    db.session.expire_all()
    assert [phone.number for phone in service.phones] == ["0116 496 0123", "0116 496 0888"]
    assert service.email == "new@example.org"


def test_saving_on_another_page_in_between_is_told_too_but_asks_nothing(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    db.session.commit()
    form = open_part(client, service, "notes") | {"internal_note": "Ask for Jo"}
    actions.edit_service(actor=None, service=service, data={"summary": "New."}, expected_version=1)
    db.session.commit()
    answer = send_part(client, service, "notes", form)
    assert answer.status_code == 409
    assert send_part(client, service, "notes", read_form(answer.text)).status_code == 302
    db.session.expire_all()
    assert (service.internal_note, service.summary) == ("Ask for Jo", "New.")


def test_a_third_save_during_the_choice_is_told_again(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    db.session.commit()
    form = open_part(client, service, "basics") | {"summary": "Mine."}
    for number, summary in ((1, "Second."), (2, "Third.")):
        actions.edit_service(actor=None, service=service, data={"summary": summary}, expected_version=number)
        db.session.commit()
        answer = send_part(client, service, "basics", form)
        assert answer.status_code == 409
        form = read_form(answer.text) | {"keep.summary": "mine"}
    assert send_part(client, service, "basics", form).status_code == 302
    db.session.expire_all()
    assert service.summary == "Mine."


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "99999999999999999999", "٣", "1.5"])
def test_a_version_that_is_none_is_a_conflict_and_no_fault(client: FlaskClient, version: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    db.session.commit()
    form = open_part(client, service, "basics") | {"summary": "Mine.", "expected_version": version}
    assert send_part(client, service, "basics", form).status_code == 409


def test_a_point_left_open_is_asked_again_and_nothing_is_saved(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service(summary="Old.")
    db.session.commit()
    mine = open_part(client, service, "basics") | {"summary": "Mine."}
    actions.edit_service(actor=None, service=service, data={"summary": "Theirs."}, expected_version=1)
    db.session.commit()
    form = read_form(send_part(client, service, "basics", mine).text)
    again = send_part(client, service, "basics", form)
    assert again.status_code == 409
    assert "Mine." in again.text
    db.session.expire_all()
    assert service.summary == "Theirs."


def test_lists_that_both_added_to_are_put_together_row_by_row(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    form = open_part(client, service, "contact")
    form = read_form(send_part(client, service, "contact", form | {"do": "add:phones"}).text)
    form["phones.1.number"] = ["0116 496 0888"]
    theirs = dump_entry(service)["phones"] + [{"number": "0116 496 0777"}]
    actions.edit_service(actor=None, service=service, data={"phones": theirs}, expected_version=1)
    db.session.commit()
    answer = send_part(client, service, "contact", form)
    assert "Both together" in answer.text
    assert re.search(r'name="keep\.phones" type="radio" value="both" required checked', answer.text)
    chosen = read_form(answer.text) | {"keep.phones": "both"}
    assert send_part(client, service, "contact", chosen).status_code == 302
    db.session.expire_all()
    assert [phone.number for phone in service.phones] == ["0116 496 0123", "0116 496 0777", "0116 496 0888"]


def test_a_change_in_between_the_choice_is_put_together_with_what_was_there_first(
    client: FlaskClient,
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service(phones=[{"number": "0116 496 0001"}])
    db.session.commit()
    form = open_part(client, service, "contact")
    form = read_form(send_part(client, service, "contact", form | {"do": "add:phones"}).text)
    form["phones.1.number"] = ["0116 496 0004"]
    for number, version in (("0116 496 0002", 1), ("0116 496 0003", 2)):
        phones = dump_entry(service)["phones"] + [{"number": number}]
        actions.edit_service(actor=None, service=service, data={"phones": phones}, expected_version=version)
        db.session.commit()
        answer = send_part(client, service, "contact", form)
        assert answer.status_code == 409
        form = read_form(answer.text) | {"keep.phones": "both"}
    assert send_part(client, service, "contact", form).status_code == 302
    db.session.expire_all()
    assert [phone.number[-1] for phone in service.phones] == ["1", "2", "3", "4"]


def test_a_confidential_place_is_compared_as_it_is_now(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service(service_at_locations=[make_location_data(visibility="confidential")])
    db.session.commit()
    form = open_part(client, service, "where-when") | {"ends_on": "2030-01-02"}
    actions.edit_service(actor=None, service=service, data={"summary": "New."}, expected_version=1)
    db.session.commit()
    answer = send_part(client, service, "where-when", form)
    keys = re.findall(r'name="clash" value="(\w+)"', answer.text)
    assert keys == ["ends_on"]

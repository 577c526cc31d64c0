"""The officer decides what was held back, and nobody else sees the list."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.listings import actions
from directory.listings.dumping import dump_entry
from directory.listings.withholding import marks, review_queue
from directory.models import AuditEvent, Service
from directory.models.codes import Role, Status, Visibility
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import read_form
from tests.factories import make_location_data, make_service

_ADDRESS = {"address_1": "3 Hush Lane", "city": "Shepshed", "postal_code": "LE12 9ZZ"}


def make_house(**values: object) -> Service:
    place = make_location_data(52.71234, -1.27654, name="Hidden House", addresses=[_ADDRESS])
    return make_service(service_at_locations=[place], **values)


def hide(service: Service) -> None:
    data = dump_entry(service)
    data["service_at_locations"][0]["location"]["visibility"] = Visibility.CONFIDENTIAL.value
    actions.edit_service(actor=None, service=service, data=data, expected_version=service.version)


def make_held() -> Service:
    """A second entry at a place that is hidden."""
    hide(make_house())
    held = make_house(name="Coffee morning")
    db.session.commit()
    return held


def find_page() -> str:
    return f"/admin/held-back/{review_queue.list_open()[0].id}"


def test_the_list_is_empty_until_something_is_held_back(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert "Nothing is held back." in client.get("/admin/held-back").text
    make_held()
    page = client.get("/admin/held-back").text
    assert "1 to decide" in page
    assert "Coffee morning" in page
    assert "Hush Lane" not in page
    assert "held back until you decide" in client.get("/admin/").text


@pytest.mark.parametrize("role", [Role.HELPLINE, Role.STAFF, Role.COMMISSIONER])
def test_only_officers_see_it(client: FlaskClient, role: Role) -> None:
    make_held()
    page = find_page()
    sign_in_as(client, role)
    assert client.get("/admin/held-back").status_code == 403
    assert client.get(page).status_code == 403
    assert client.post(page, data={"decision": "make_public", "is_checked": "yes"}).status_code == 403


def test_making_it_public_needs_the_tick_and_is_audited(client: FlaskClient) -> None:
    held = make_held()
    officer, page = sign_in_as(client, Role.KNOWLEDGE_OFFICER), find_page()
    assert "3 Hush Lane" in client.get(page).text
    refused = client.post(page, data={"decision": "make_public"})
    assert (refused.status_code, "Tick that you checked" in refused.text) == (422, True)
    assert client.post(page, data={}).status_code == 422
    done = client.post(page, data={"decision": "make_public", "is_checked": "yes"}, follow_redirects=True)
    assert "The public can see it now." in done.text
    db.session.expire_all()
    assert held.service_at_locations[0].location.visibility == Visibility.PUBLIC
    assert marks.is_place_released(held.service_at_locations[0].location)
    events = {one.event: one.actor_id for one in db.session.scalars(select(AuditEvent))}
    assert events["withheld.make_public"] == events["place.make_public"] == officer.id
    assert client.get(page).status_code == 404
    actions.edit_service(actor=None, service=held, data={"summary": "New."}, expected_version=held.version)
    assert held.service_at_locations[0].location.visibility == Visibility.PUBLIC


def test_what_stays_hidden_is_not_asked_again(client: FlaskClient) -> None:
    held = make_held()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    client.post(find_page(), data={"decision": "keep_hidden"})
    data = {"service_at_locations": [make_location_data(52.71234, -1.27654, addresses=[_ADDRESS])]}
    db.session.expire_all()
    actions.edit_service(actor=None, service=held, data=data, expected_version=held.version)
    db.session.commit()
    assert [one.entry_id for one in review_queue.list_open() if one.entry_id == held.id] == []
    assert held.service_at_locations[0].location.visibility == Visibility.CONFIDENTIAL


def test_an_entry_like_a_suspended_one_is_published_by_a_decision_only(client: FlaskClient) -> None:
    first = make_service(name="Other 1")
    actions.suspend_entry(actor=None, entry=first, reason="")
    held = make_service(name="Other 1.", organization_id=str(first.organization_id))
    db.session.commit()
    assert held.status == Status.DRAFT
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    refused = client.post(f"/admin/entries/{held.id}/publish")
    assert (refused.status_code, "Held back" in refused.text) == (422, True)
    client.post(find_page(), data={"decision": "make_public", "is_checked": "yes"})
    db.session.expire_all()
    assert held.status == Status.ACTIVE


def test_an_officer_may_publish_the_suspended_entry_itself(client: FlaskClient) -> None:
    service = make_service()
    actions.suspend_entry(actor=None, entry=service, reason="")
    db.session.commit()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    client.post(f"/admin/entries/{service.id}/publish")
    db.session.expire_all()
    assert service.status == Status.ACTIVE
    assert not marks.is_entry_withheld(service)


def test_text_that_was_cleaned_is_checked_by_the_officer(client: FlaskClient) -> None:
    hide(make_house())
    other = make_service(alert="Enter by 3 Hush Lane, at the back.")
    db.session.commit()
    assert other.alert == "Enter by [address not shown], at the back."
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get(find_page()).text
    assert "I checked the text" in page
    assert "alert" in page
    assert client.post(find_page(), data={"decision": "make_public", "is_checked": "yes"}).status_code == 422
    client.post(find_page(), data={"decision": "keep_hidden"})
    assert review_queue.count_open() == 0


def test_the_officer_is_told_on_saving_that_part_of_it_is_held_back(client: FlaskClient) -> None:
    held = make_held()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = f"/admin/entries/{held.id}/edit/notes"
    form = read_form(client.get(page).text)
    saved = client.post(page, data=form, follow_redirects=True)
    assert "Part of it is held back:" in saved.text

import re
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import AuditEvent, Service
from directory.models.codes import EntryFault, Role, Status
from directory.models.improving.codes import ProposalKind
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_guidance, make_proposal, make_service


def test_an_officer_publishes_a_draft_and_the_public_sees_it(app: Flask, client: FlaskClient) -> None:
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    draft, decoy = make_service(status="draft"), make_service(status="draft")
    db.session.commit()
    visitor = app.test_client()
    assert visitor.get(f"/entry/{draft.id}").status_code == 404
    assert client.post(f"/admin/entries/{draft.id}/publish").status_code == 302
    assert visitor.get(f"/entry/{draft.id}").status_code == 200
    assert visitor.get(f"/entry/{decoy.id}").status_code == 404
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "entry.publish")).one()
    assert event.actor_id == officer.id


def test_what_a_draft_lacks_is_named_with_the_way_to_it(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    draft = make_service(status="draft", summary="", needs=[], phones=[])
    db.session.commit()
    page = client.get(f"/admin/entries/{draft.id}").text
    answer = client.post(f"/admin/entries/{draft.id}/publish")
    assert answer.status_code == 422
    for text in (page, answer.text):
        assert f"/admin/entries/{draft.id}/edit/basics#summary" in text
        assert f"/admin/entries/{draft.id}/edit/needs#needs" in text
        assert f"/admin/entries/{draft.id}/edit/contact#phones" in text


@pytest.mark.parametrize("role", [Role.HELPLINE, Role.KNOWLEDGE_OFFICER])
def test_suspending_hides_at_once_and_tells_the_public_no_reason(
    app: Flask, client: FlaskClient, role: Role
) -> None:
    sign_in_as(client, role)
    entry, decoy = make_service(), make_service()
    db.session.commit()
    assert "Suspend now" in client.get(f"/admin/entries/{entry.id}").text
    client.post(f"/admin/entries/{entry.id}/suspend", data={"reason": "A worrying call \x00😀"})
    hidden = app.test_client().get(f"/entry/{entry.id}")
    assert hidden.status_code == 404
    assert "worrying" not in hidden.text
    assert app.test_client().get(f"/entry/{decoy.id}").status_code == 200
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "entry.suspend")).one()
    assert event.facts["reason"].startswith("A worrying call")


@pytest.mark.parametrize("deed", ["suspend", "withdraw"])
def test_a_reason_that_may_not_be_kept_is_refused_beside_its_field(client: FlaskClient, deed: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    entry = make_service()
    db.session.commit()
    address = f"/admin/entries/{entry.id}/{deed}"
    for reason, message in (
        ("Asked by 943 476 5919", "looks like an NHS number"),
        ("x" * 501, "Use 500 characters or fewer"),
    ):
        answer = client.post(address, data={"reason": reason})
        assert answer.status_code == 422
        assert f'value="{reason}"' in answer.text
        assert re.search(rf'id="reason-error">.*{message}', answer.text)
        assert entry.status == Status.ACTIVE
    assert client.post(address, data={"reason": " It has ended\x00"}).status_code == 302
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == f"entry.{deed}")).one()
    assert event.facts["reason"] == "It has ended"


def test_why_an_entry_goes_is_looked_through_before_it_leaves_the_browser(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    entry = make_service()
    moved = make_proposal(ProposalKind.CORRECTION, entry=entry, fault=EntryFault.MOVED)
    db.session.commit()
    for address, action in (
        (f"/admin/entries/{entry.id}", "suspend"),
        (f"/admin/entries/{entry.id}/withdraw", "withdraw"),
        (f"/admin/proposals/{moved.id}", "accept"),
    ):
        page = client.get(address).text
        forms = re.findall(rf'<form[^>]*/{action}"[^>]*>', page)
        assert forms
        assert all("data-free-text" in form for form in forms)
        assert "js/free-text.js" in page


def test_the_helpline_reads_the_desk_and_changes_nothing_else(client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    entry = make_service()
    db.session.commit()
    page = client.get(f"/admin/entries/{entry.id}").text
    assert "/edit/" not in page
    assert "Withdraw" not in page
    assert client.get(f"/admin/entries/{entry.id}/edit/basics").status_code == 403
    assert client.post(f"/admin/entries/{entry.id}/publish").status_code == 403


def test_withdrawing_asks_first_and_can_be_taken_back(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    entry = make_guidance()
    db.session.commit()
    assert "Nothing is deleted" in client.get(f"/admin/entries/{entry.id}/withdraw").text
    client.post(f"/admin/entries/{entry.id}/withdraw", data={"reason": "Out of date"})
    db.session.refresh(entry)
    assert entry.status == Status.INACTIVE
    client.post(f"/admin/entries/{entry.id}/publish")
    db.session.refresh(entry)
    assert entry.status == Status.ACTIVE


def test_closed_for_now_stays_visible_and_closed_for_good_does_not(app: Flask, client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    entry = make_service()
    db.session.commit()
    assert client.post(f"/admin/entries/{entry.id}/close", data={"status": "active"}).status_code == 422
    client.post(f"/admin/entries/{entry.id}/close", data={"status": "temporarily closed"})
    assert app.test_client().get(f"/entry/{entry.id}").status_code == 200
    client.post(f"/admin/entries/{entry.id}/close", data={"status": "defunct"})
    assert app.test_client().get(f"/entry/{entry.id}").status_code != 200


def test_checking_an_entry_says_who_and_how_and_edits_nothing(client: FlaskClient) -> None:
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    entry = make_service(summary="As it was.")
    db.session.commit()
    assert client.post(f"/admin/entries/{entry.id}/assure", data={"how": "magic"}).status_code == 422
    client.post(f"/admin/entries/{entry.id}/assure", data={"how": "phone"})
    db.session.refresh(entry)
    assert (entry.assured_by, entry.assured_how, entry.summary) == (officer.name, "phone", "As it was.")
    assert entry.next_review_on is not None
    assert f"by {officer.name}" in client.get(f"/admin/entries/{entry.id}").text


def test_a_preview_shows_a_draft_as_the_public_will_see_it(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    for entry in (make_service(status="draft"), make_guidance(status="draft")):
        db.session.commit()
        page = client.get(f"/admin/entries/{entry.id}/preview")
        assert page.status_code == 200
        assert entry.name in page.text
        assert "will see" in page.text


def test_advice_does_not_close_for_now_as_no_page_would_say_so(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    guidance, service = make_guidance(), make_service()
    db.session.commit()
    asked = [client.get(f"/admin/entries/{entry.id}/close").text for entry in (guidance, service)]
    assert ["temporarily closed" in page for page in asked] == [False, True]
    said = make_proposal(ProposalKind.CORRECTION, entry=guidance, fault=EntryFault.CLOSED)
    db.session.commit()
    assert "temporarily closed" not in client.get(f"/admin/proposals/{said.id}").text
    address = f"/admin/entries/{guidance.id}/close"
    assert client.post(address, data={"status": "temporarily closed"}).status_code == 422
    assert guidance.status == Status.ACTIVE
    assert client.post(address, data={"status": "defunct"}).status_code == 302
    assert guidance.status == Status.DEFUNCT


def test_reading_the_desk_changes_nothing(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    entry = make_service()
    db.session.commit()
    for path in ("", "/publish", "/suspend", "/withdraw", "/close", "/assure", "/preview", "/versions"):
        client.get(f"/admin/entries/{entry.id}{path}")
    db.session.expire_all()
    assert (db.session.get(Service, entry.id) or entry).version == 1


def test_an_entry_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    unknown = uuid.uuid4()
    for path in ("", "/edit/basics", "/versions", "/preview", "/organization"):
        assert client.get(f"/admin/entries/{unknown}{path}").status_code == 404
    assert client.post(f"/admin/entries/{unknown}/publish").status_code == 404


def test_who_works_at_the_desk_gets_there_from_the_public_page(app: Flask, client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    service, guidance = make_service(), make_guidance()
    db.session.commit()
    for public, entry in ((f"/entry/{service.id}", service), (f"/guidance/{guidance.id}", guidance)):
        assert f"/admin/entries/{entry.id}" in client.get(public).text
        assert "/admin/" not in app.test_client().get(public).text

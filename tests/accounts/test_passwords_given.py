"""A password that an administrator knows opens no support record. By e-mail only its owner chooses one."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.accounts import actions, passwords
from directory.accounts.password_links import LINK_HOURS, MOST_REQUESTS, make_link
from directory.accounts.queries import find_account
from directory.extensions import db
from directory.models import AuditEvent, OutgoingMail, SignInThrottle, User
from directory.models.codes import Role
from tests.accounts.signing_in import give_session, sign_in_as
from tests.factories import make_enquiry, make_framework, make_support_record, make_user

OLD, NEW = "three old wooden chairs", "seven quiet river boats"


@pytest.fixture
def mail(app: Flask) -> None:
    app.config["SMTP_HOST"] = "localhost"


def find_link(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/choose-password\?\S+)", text)
    assert found
    return found[1]


def read_letter(address: str) -> OutgoingMail:
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.to_address == address)).one()


def list_record_pages(record_id: object) -> list[str]:
    ends = ("", "/conversation", "/care-plan", "/care-plan.json", "/own-copy", "/people", "/measures")
    return [f"/support/records/{record_id}{one}" for one in ends]


def test_without_mail_a_given_password_opens_no_record_until_a_second_agrees(client: FlaskClient) -> None:
    make_framework()
    worker, second = make_user(name="Lee Worker"), make_user(Role.ADMINISTRATOR)
    record = make_support_record(worker_id=worker.id)
    record_id, reference = record.id, record.reference
    db.session.commit()
    giver = sign_in_as(client, Role.ADMINISTRATOR)
    assert "app-password" in client.post(f"/admin/accounts/{worker.id}/password").text
    give_session(client, db.session.get_one(User, worker.id))
    for page in list_record_pages(record_id):
        assert client.get(page).status_code == 403
    assert client.post("/support/open", data={"reference": reference}).status_code == 403
    assert client.get("/support/new").status_code == 403
    assert "Your account cannot open support records yet" in client.get("/support").text
    assert reference not in client.get("/support").text.replace("-", "")
    agree = f"/admin/accounts/{worker.id}/agree"
    assert client.post(agree).status_code == 403
    give_session(client, db.session.get_one(User, giver.id))
    assert client.post(agree).status_code == 403
    give_session(client, db.session.get_one(User, second.id))
    assert "Lee Worker" in client.get("/admin/").text
    assert client.post(agree).status_code == 302
    give_session(client, db.session.get_one(User, worker.id))
    assert [client.get(page).status_code for page in list_record_pages(record_id)] == [200] * 7


def test_choosing_another_password_oneself_does_not_open_records(client: FlaskClient) -> None:
    giver = make_user(Role.ADMINISTRATOR)
    worker = make_user(password_hash=passwords.hash_password(OLD), password_given_by_id=giver.id)
    db.session.commit()
    give_session(client, worker)
    client.post("/account/password", data={"password": OLD, "new_password": NEW})
    db.session.refresh(worker)
    assert passwords.is_password(worker.password_hash, NEW)
    assert not worker.may_open_support_records


@pytest.mark.parametrize("changed", ["second", "giver", "worker"])
def test_a_second_administrator_is_one_who_stands_apart(client: FlaskClient, changed: str) -> None:
    """Not one who was made or changed lately, nor one who made or changed either of the two."""
    giver = make_user(Role.ADMINISTRATOR)
    people = {
        "giver": giver,
        "worker": make_user(password_given_by_id=giver.id, password_given_at=datetime.now(UTC)),
    }
    second = sign_in_as(client, Role.ADMINISTRATOR)
    actor, subject = (people["giver"], second) if changed == "second" else (second, people[changed])
    db.session.add(
        AuditEvent(
            event="account.set_roles",
            actor_id=actor.id,
            subject_type="user",
            subject_id=str(subject.id),
            facts={},
        )
    )
    db.session.commit()
    answer = client.post(f"/admin/accounts/{people['worker'].id}/agree")
    assert answer.status_code == 403


def test_a_new_account_sees_no_reference_on_the_helpline_until_a_second_agrees(client: FlaskClient) -> None:
    make_framework()
    enquiry = make_enquiry(support_reference="K7PM4XQ2")
    address, handler = f"/helpline/enquiries/{enquiry.id}", make_user(Role.HELPLINE)
    giver, second = make_user(Role.ADMINISTRATOR), make_user(Role.ADMINISTRATOR)
    made = {"actor_id": giver.id, "subject_type": "user", "subject_id": str(handler.id), "facts": {}}
    db.session.add(AuditEvent(event="account.create", **made))
    db.session.commit()
    give_session(client, handler)
    page = client.get(address).text
    assert ("K7PM" in page, "another administrator must agree" in page) == (False, True)
    client.post(address, data={"expected_version": enquiry.version, "question": "Money advice"})
    db.session.refresh(enquiry)
    assert enquiry.support_reference == "K7PM4XQ2"
    for agreeing, status in ((giver, 403), (second, 302)):
        give_session(client, db.session.get_one(User, agreeing.id))
        assert client.post(f"/admin/accounts/{handler.id}/agree").status_code == status
    give_session(client, db.session.get_one(User, handler.id))
    assert "K7PM" in client.get(address).text


def test_the_worker_hears_once_who_opened_a_record_by_its_reference(client: FlaskClient) -> None:
    make_framework()
    worker = make_user(name="Lee Worker")
    record = make_support_record(worker_id=worker.id)
    reference = record.reference
    db.session.commit()
    other = sign_in_as(client, Role.STAFF)
    for _ in range(2):
        assert client.post("/support/open", data={"reference": reference}).status_code == 302
    letter = read_letter(worker.email)
    assert other.name in letter.body
    assert reference not in letter.body.replace("-", "") + letter.key
    give_session(client, db.session.get_one(User, worker.id))
    page = client.get("/support").text
    assert "Opened by others in the last 30 days" in page
    assert other.name in page


@pytest.mark.usefixtures("mail")
def test_with_mail_the_owner_alone_sees_the_password(client: FlaskClient) -> None:
    sign_in_as(client, Role.ADMINISTRATOR)
    typed = {"name": "Sam Reed", "email": "sam@example.org", "roles": ["staff"]}
    page = client.post("/admin/accounts/new", data=typed)
    assert "app-password" not in page.text
    assert "choose-password" not in page.text
    account = find_account("sam@example.org")
    assert account is not None
    assert account.password_hash is None
    link = find_link(read_letter("sam@example.org").body)
    client.post("/sign-out")
    assert "sam@example.org" in client.get(link).text
    key = {"key": link.partition("key=")[2]}
    short = client.post("/choose-password", data=key | {"new_password": "short"})
    assert (short.status_code, "Use at least 12 characters" in short.text) == (422, True)
    assert client.post("/choose-password", data=key | {"new_password": NEW}).status_code == 200
    db.session.refresh(account)
    assert passwords.is_password(account.password_hash, NEW)
    assert account.may_open_support_records
    assert client.get(link).status_code == 410
    assert client.post("/choose-password", data=key | {"new_password": OLD}).status_code == 410


@pytest.mark.usefixtures("mail")
def test_the_old_password_works_until_the_link_is_used(client: FlaskClient) -> None:
    worker = make_user(password_hash=passwords.hash_password(OLD))
    sign_in_as(client, Role.ADMINISTRATOR)
    page = client.post(f"/admin/accounts/{worker.id}/password")
    assert "app-password" not in page.text
    db.session.refresh(worker)
    assert passwords.is_password(worker.password_hash, OLD)
    assert read_letter(worker.email).to_address == worker.email


@pytest.mark.usefixtures("mail")
def test_a_link_ends_with_its_hours_with_the_account_and_when_it_is_changed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = make_user(password_hash=passwords.hash_password(OLD))
    other = make_user()
    db.session.commit()
    link = find_link(make_link(worker))
    assert client.get(link).status_code == 200
    assert client.get(link[:-2] + "xx").status_code == 410
    assert client.get("/choose-password").status_code == 410
    assert client.get("/choose-password?key=%00%F0").status_code == 410
    assert worker.email not in client.get(find_link(make_link(other))).text
    later = datetime.now(UTC) + timedelta(hours=LINK_HOURS, minutes=1)
    monkeypatch.setattr("itsdangerous.timed.time.time", later.timestamp)
    assert client.get(link).status_code == 410
    monkeypatch.undo()
    worker.is_enabled = False
    db.session.commit()
    assert client.get(link).status_code == 410


@pytest.mark.usefixtures("mail")
def test_whoever_forgot_a_password_gets_a_link_and_nobody_learns_who_has_an_account(
    client: FlaskClient,
) -> None:
    worker = make_user(email="lee@example.org")
    closed = make_user(is_enabled=False)
    db.session.commit()
    emails = ("Lee@Example.org ", "lee@example.org", "nobody@example.org", closed.email, "", "\x00")
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False):
        pages = [client.post("/forgotten-password", data={"email": email}).text for email in emails]
    answers = {re.search(r"<main.*</main>", page, re.S)[0] for page in pages}  # type: ignore[index]
    assert len(answers) == 1
    assert read_letter(worker.email).subject == "Choose your password"


def test_where_there_is_no_mail_the_page_says_whom_to_ask(client: FlaskClient) -> None:
    assert "Ask an administrator" in client.get("/forgotten-password").text
    client.post("/forgotten-password", data={"email": make_user().email})
    assert db.session.scalar(select(OutgoingMail.id)) is None


@pytest.mark.usefixtures("mail")
def test_an_address_gets_a_few_letters_a_day_and_every_request_is_counted_alike(client: FlaskClient) -> None:
    worker = make_user()
    db.session.commit()
    with time_machine.travel(datetime(2026, 12, 1, 1, tzinfo=UTC), tick=False) as clock:
        for _ in range(20):
            for email in (worker.email, "nobody@example.org"):
                client.post("/forgotten-password", data={"email": email})
            clock.shift(timedelta(minutes=11))
    letters = db.session.scalars(select(OutgoingMail)).all()
    assert len(letters) == MOST_REQUESTS
    assert [row.failures for row in db.session.scalars(select(SignInThrottle))] == [20, 20]


@pytest.mark.usefixtures("mail")
def test_a_link_ends_when_the_account_was_closed_in_between(client: FlaskClient) -> None:
    worker = make_user()
    make_user(Role.ADMINISTRATOR)
    db.session.commit()
    link = find_link(make_link(worker))
    actions.disable_account(actor=None, account=worker)
    actions.enable_account(actor=None, account=worker)
    db.session.commit()
    assert client.get(link).status_code == 410


def test_a_locked_account_is_told_why_wherever_it_asks(client: FlaskClient) -> None:
    make_framework()
    giver = make_user(Role.ADMINISTRATOR)
    worker = make_user(password_given_by_id=giver.id, password_given_at=datetime.now(UTC))
    address = f"/support/records/{make_support_record(worker_id=worker.id).id}"
    db.session.commit()
    give_session(client, worker)
    for page in (address, "/support/new", "/support/hand-over"):
        assert "Ask another administrator to agree" in client.get(page).text
    assert "another administrator must agree to" in client.get("/start").text
    assert "Start a new record" not in client.get("/support").text

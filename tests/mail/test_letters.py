"""Letters that did not arrive are counted on the officer's desk and listed, sent again or marked as told."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.mail import letters
from directory.mail.actions import empty_old_mail, queue_mail
from directory.mail.sending import send_due_mail
from directory.models import OutgoingMail, UnmetNeedAnswer
from directory.models.codes import AnswerKind, GroupState, MailState, Role
from directory.models.helpline.codes import EnquiryState, ReplyWay
from directory.unmet_needs.groups import loop
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_body, make_enquiry, make_need, make_unmet_group, make_user
from tests.mail.test_sending import Mailbox, mailbox

__all__ = ["mailbox"]
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def queue(key: str, address: str) -> OutgoingMail:
    queue_mail(key=key, to_address=address, subject=f"To {address}", body="Words", now=NOW)
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == key)).one()


def try_until_given_up() -> None:
    db.session.commit()
    for day in range(8):
        send_due_mail(NOW + timedelta(days=day))


def test_the_desk_leads_to_what_was_not_delivered(client: FlaskClient, mailbox: Mailbox) -> None:
    lost, told = queue("a/1", "nobody@example.org"), queue("a/2", "nobody.else@example.org")
    queue("a/3", "worker@example.org")
    try_until_given_up()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert "2 letters</a>" in client.get("/admin/").text
    page = client.get("/admin/undelivered").text
    assert "To nobody@example.org" in page
    assert "SMTPRecipientsRefused" in page
    assert "worker@example.org" not in page
    client.post("/admin/undelivered", data={"chosen": str(told.id), "do": "settle"})
    lost_id, told_id = lost.id, told.id
    assert "1 letter</a>" in client.get("/admin/").text
    client.post("/admin/undelivered", data={"chosen": [str(lost_id), str(told_id)], "do": "again"})
    assert "Not delivered" not in client.get("/admin/").text
    db.session.expire_all()
    again, settled = (db.session.get_one(OutgoingMail, one) for one in (lost_id, told_id))
    assert (again.state, again.attempts) == (MailState.WAITING, 0)
    assert (settled.state, settled.settled_at is not None) == (MailState.FAILED, True)


def test_nothing_ticked_is_said(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    queue("a/1", "worker@example.org")
    db.session.commit()
    answer = client.post("/admin/undelivered", data={"do": "again", "chosen": "no id"})
    assert answer.status_code == 422
    assert "Tick at least one letter." in answer.text


def test_without_a_mail_server_all_that_waits_is_not_delivered_and_may_be_told_otherwise(
    client: FlaskClient,
) -> None:
    mail_id = queue("a/1", "worker@example.org").id
    db.session.commit()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get("/admin/undelivered").text
    assert "No mail server is set up." in page
    client.post("/admin/undelivered", data={"chosen": str(mail_id), "do": "settle"})
    db.session.expire_all()
    assert letters.count_undelivered() == 0
    client.application.config["SMTP_HOST"] = "127.0.0.1"
    assert send_due_mail(NOW + timedelta(days=1)) == 0
    assert letters.count_undelivered() == 0


def test_words_no_longer_kept_cannot_be_sent_again(app: Flask) -> None:
    mail = queue("a/1", "worker@example.org")
    empty_old_mail(NOW + timedelta(days=app.config["MAIL_KEPT_DAYS"] + 1))
    db.session.expire_all()
    assert letters.send_again(actor=make_user(), ids=[mail.id], now=NOW) == 0
    assert letters.settle(actor=make_user(), ids=[mail.id], now=NOW) == 1


def test_what_a_letter_is_about_stands_beside_it(client: FlaskClient) -> None:
    group = make_unmet_group(make_need("debt"), make_area())
    enquiry = make_enquiry(make_need("debt"))
    queue(f"unmet-need-sent/{group.id}/1/0", "one@example.org")
    queue(f"enquiry-reply/{enquiry.id}/1", "two@example.org")
    db.session.commit()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get("/admin/undelivered").text
    assert f'href="/unmet-needs/groups/{group.id}"' in page
    assert f'href="/helpline/enquiries/{enquiry.id}"' in page


def test_each_letter_says_what_to_do_where_its_address_is_wrong(client: FlaskClient) -> None:
    group = make_unmet_group(make_need("debt"), make_area())
    group.answers = [UnmetNeedAnswer(kind=AnswerKind.COMMISSIONED, answered_at=NOW)]
    db.session.flush()
    enquiry, officer = make_enquiry(make_need("debt")), make_user()
    keys = {
        f"unmet-need-answer/{group.answer.id}/x": "Tell them in another way, then tick it and say so.",
        f"unmet-need-sent/{group.id}/1/0": "Put it right under Who is asked, then send the group again.",
        f"enquiry-reply/{enquiry.id}/1/1": "Put it right in the enquiry, and send the answer from there.",
        f"enquiries-left/{officer.id}/1": "Tell them in another way, then tick it and say so.",
    }
    for number, key in enumerate(keys):
        queue(key, f"{number}@example.org").state = MailState.FAILED
    db.session.commit()
    client.application.config["SMTP_HOST"] = "127.0.0.1"
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get("/admin/undelivered").text
    for number, words in enumerate(keys.values()):
        row = page.partition(f"To {number}@example.org. ")[2].partition("</div>")[0]
        assert row.endswith(f"Is the address wrong? {words}")
    assert 'href="/helpline/?due=left"' in page
    assert "send it from there" not in page


def test_a_groups_page_says_how_far_the_letter_got(client: FlaskClient, mailbox: Mailbox) -> None:
    group = make_unmet_group(make_need("debt"), make_area())
    address = f"/unmet-needs/groups/{group.id}"
    body, officer = make_body(contact_email="nobody@example.org"), make_user()
    given = {"actor": officer, "group": group, "body_id": body.id}
    loop.send_group(**given, expected_version=group.version, now=NOW)
    db.session.commit()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert "To nobody@example.org: E-mail is on its way." in client.get(address).text
    try_until_given_up()
    page = client.get(address).text
    assert "Not delivered." in page
    assert "To nobody@example.org: It could not be sent (SMTPRecipientsRefused)." in page
    assert letters.count_undelivered() == 1
    body.contact_email = "board@example.org"
    later = NOW + timedelta(days=9)
    loop.send_group(**given, expected_version=group.version, now=later)
    db.session.commit()
    assert letters.count_undelivered() == 0
    assert send_due_mail(later) == 1
    assert "To board@example.org: E-mail sent" in client.get(address).text


def test_a_groups_page_says_where_nobody_can_be_written_to(client: FlaskClient) -> None:
    body = make_body(contact_email="board@example.org")
    group = make_unmet_group(make_need("debt"), make_area())
    loop.send_group(actor=make_user(), group=group, body_id=body.id, expected_version=group.version, now=NOW)
    other = make_unmet_group(make_need("debt"), make_area("there"), state=GroupState.SENT, sent_at=NOW)
    other.body = make_body(name="Silent council", contact_email=None)
    db.session.commit()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert "no mail server is set up" in client.get(f"/unmet-needs/groups/{group.id}").text
    page = client.get(f"/unmet-needs/groups/{other.id}").text
    assert "Nobody was written to: Silent council has no e-mail address." in page


def test_that_nobody_was_written_to_is_still_said_when_the_officers_are_told_it_is_overdue(
    client: FlaskClient,
) -> None:
    body = make_body(name="Silent council", contact_email=None, answer_days=1)
    group = make_unmet_group(make_need("debt"), make_area())
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    loop.send_group(actor=officer, group=group, body_id=body.id, expected_version=group.version, now=NOW)
    assert loop.escalate_overdue(NOW + timedelta(days=3)) == 1
    db.session.commit()
    [mail] = db.session.scalars(select(OutgoingMail))
    assert mail.to_address == officer.email
    page = client.get(f"/unmet-needs/groups/{group.id}").text
    assert "Nobody was written to: Silent council has no e-mail address." in page
    assert f"To {officer.email}" not in page
    assert f'href="/unmet-needs/groups/{group.id}"' in client.get("/admin/undelivered").text
    assert loop.escalate_overdue(NOW + timedelta(days=10)) == 1
    assert letters.count_undelivered() == 1, "the one before is settled"


def test_an_overdue_answer_is_told_to_a_second_address_too(app: Flask) -> None:
    body = make_body(contact_email="board@example.org", overdue_email="chief@example.org", answer_days=1)
    group = make_unmet_group(make_need("debt"), make_area())
    loop.send_group(actor=make_user(), group=group, body_id=body.id, expected_version=group.version, now=NOW)
    assert loop.escalate_overdue(NOW + timedelta(days=3)) == 1
    told = [
        (mail.to_address, mail.subject.split(":")[0]) for mail in db.session.scalars(select(OutgoingMail))
    ]
    assert ("chief@example.org", "Answer overdue") in told
    assert ("chief@example.org", "Unmet need") not in told
    assert ("board@example.org", "Answer overdue") in told


def test_askers_who_were_not_told_are_counted_and_found_in_the_queue(client: FlaskClient) -> None:
    need = make_need("debt")
    ended = {"state": EnquiryState.ANSWERED, "answered_at": NOW}
    untold = make_enquiry(need, question="Somebody rang", **ended)
    lost = make_enquiry(
        need, question="The letter came back", replied_at=NOW, reply_way=ReplyWay.EMAIL, **ended
    )
    queue(f"enquiry-reply/{lost.id}/1", "nobody@example.org").state = MailState.FAILED
    make_enquiry(need, question="Was told", replied_at=NOW, reply_way=ReplyWay.PHONE, **ended)
    make_enquiry(need, question="Long gone", emptied_at=NOW, **ended)
    make_enquiry(need, question="Still open")
    untold_id = untold.id
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert "2 askers</a>" in client.get("/admin/").text
    page = client.get("/helpline/?state=untold").text
    assert "Not told yet: 2" in page
    assert "The letter came back" in page
    assert "Somebody rang" in page
    assert not any(words in page for words in ("Was told", "Long gone", "Still open"))
    address = f"/helpline/enquiries/{untold_id}"
    assert "Not told yet. No way to reply was given." in client.get(address).text
    sent = {"way": "read_out", "expected_version": "1", "answer": "They called again."}
    client.post(f"{address}/reply", data=sent)
    assert "Told in another way" in client.get(address).text
    assert "1 asker</a>" in client.get("/admin/").text

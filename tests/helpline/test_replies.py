"""The answer goes to the asker by e-mail with the entries, through a real SMTP server, or it is noted how
they were told. The handler sees how far it has got."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.answer_parts import list_answer_parts
from directory.helpline.replies import describe_reply, mark_reply, reply_to_enquiry, tell_asker
from directory.mail.sending import send_due_mail
from directory.models import Enquiry, EnquiryOutcome, EnquiryOutcomeEntry, OutgoingMail, Service, User
from directory.models.codes import EntryType, Role, Status
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState, ReplyWay
from directory.models.mixins import utc_now
from tests.accounts.signing_in import give_session, sign_in_as
from tests.factories import (
    make_area,
    make_destination,
    make_enquiry,
    make_guidance,
    make_need,
    make_service,
    make_support_role,
    make_user,
)
from tests.mail.test_sending import Mailbox, mailbox

__all__ = ["mailbox"]
NHS_NUMBER = "943 476 5919"
SITE = "https://directory.example.org"


def link_to(entry: Any, kind: EntryType = EntryType.SERVICE) -> EnquiryOutcomeEntry:
    return EnquiryOutcomeEntry(entry_type=kind, entry_id=entry.id, name=entry.name)


def make_answered(**values: Any) -> Enquiry:
    values = {"answer": "Both take people now.", "reply_email": "worker@example.org"} | values
    return make_enquiry(make_need("debt"), **values)


def make_ended_in_every_way() -> tuple[Enquiry, Any, Any, Any]:
    """And the entry, the guidance and the draft that its outcomes name."""
    open_one = make_service(name="Tea & talk <b>")
    advice = make_guidance(name="Opening letters")
    draft = make_service(name="Chess by the canal", status=Status.DRAFT.value)
    role = make_support_role(make_area(), name="Link worker post", work_phone="0116 496 0129")
    enquiry = make_answered(asker=make_user())
    enquiry.outcomes = [
        EnquiryOutcome(
            kind=EnquiryOutcomeKind.FOUND_ON_SYSTEM,
            need=make_need("debt"),
            entries=[link_to(open_one), link_to(advice, EntryType.GUIDANCE)],
        ),
        EnquiryOutcome(kind=EnquiryOutcomeKind.FOUND_BY_EXPLORING, entries=[link_to(draft)]),
        EnquiryOutcome(kind=EnquiryOutcomeKind.NETWORK, support_role=role),
        EnquiryOutcome(
            kind=EnquiryOutcomeKind.ROUTED, destination=make_destination(name="Talking therapies")
        ),
        EnquiryOutcome(kind=EnquiryOutcomeKind.SAFEGUARDING, handed_to="Duty desk", note="Bruises"),
        EnquiryOutcome(kind=EnquiryOutcomeKind.UNMET_NEED, note="Looked everywhere"),
    ]
    return enquiry, open_one, advice, draft


def read_mails(mailbox: Mailbox) -> list[str]:
    return [message.get_payload(decode=True).decode().replace("\r\n", "\n") for message in mailbox.received]


def test_the_mail_holds_every_way_it_ended_in_plain_words_with_whole_links(
    app: Flask, mailbox: Mailbox
) -> None:
    app.config["SITE_URL"] = f"{SITE}/"
    enquiry, open_one, advice, draft = make_ended_in_every_way()
    reply_to_enquiry(actor=make_user(), enquiry=enquiry, way=ReplyWay.EMAIL, now=utc_now())
    db.session.commit()
    assert send_due_mail(utc_now()) == 1
    (message,) = mailbox.received
    (body,) = read_mails(mailbox)
    assert message["To"] == "worker@example.org"
    assert message["Subject"] == f"Answer to your question {enquiry.number}"
    for words in (
        "Both take people now.",
        "Debt: This is in the directory:",
        "- Tea & talk <b>\n",
        f"{SITE}/entry/{open_one.id}\n",
        f"{SITE}/guidance/{advice.id}\n",
        "- Chess by the canal\n",
        "- Link worker post, Link worker\n",
        "0116 496 0129",
        "Talking therapies",
        "It is logged as an unmet need.",
        f"{SITE}/helpline/questions/{enquiry.id}",
    ):
        assert words in body, words
    assert str(draft.id) not in body
    for secret in ("Bruises", "Duty desk", "Looked everywhere", enquiry.question or ""):
        assert secret not in body
    assert "\n\n\n" not in body


def test_whoever_asked_is_told_which_need_was_left_and_why(client: FlaskClient, mailbox: Mailbox) -> None:
    asker, needs = make_user(), [make_need(slug) for slug in ("debt", "food", "transport", "company")]
    enquiry = make_enquiry(*needs, asker=asker, reply_email="worker@example.org", reply_way=ReplyWay.EMAIL)
    kind = EnquiryOutcomeKind.ROUTED
    place = make_destination()
    enquiry.outcomes = [EnquiryOutcome(kind=kind, need=one, destination=place) for one in needs[:2]]
    question_id = enquiry.id
    db.session.commit()
    sign_in_as(client, Role.HELPLINE)
    closed = {"how": "later", "expected_version": "1", "left_because": "They go to the council"}
    assert client.post(f"/helpline/enquiries/{question_id}/close", data=closed).status_code == 302
    assert send_due_mail(utc_now()) == 1
    said = "Not found out: Transport, Company. They go to the council"
    assert said in read_mails(mailbox)[0]
    give_session(client, db.session.get_one(User, asker.id))
    assert said in client.get(f"/helpline/questions/{question_id}").text


def test_why_nothing_was_left_is_not_told(app: Flask) -> None:
    need, kind = make_need("debt"), EnquiryOutcomeKind.ROUTED
    ended = make_enquiry(need, left_because="Decoy")
    ended.outcomes = [EnquiryOutcome(kind=kind, destination=make_destination())]
    unnamed = make_enquiry(left_because="Rang off")
    assert [len(list_answer_parts(one)) for one in (ended, make_enquiry(need))] == [1, 0]
    assert [one.said for one in list_answer_parts(unnamed)] == ["Not found out: your question. Rang off"]


def test_the_handler_sees_it_wait_fail_and_go_again(app: Flask, mailbox: Mailbox) -> None:
    actor, now = make_user(), utc_now()
    enquiry = make_answered(reply_email="nobody@example.org")
    assert describe_reply(enquiry) == ("Not told yet.", False)
    reply_to_enquiry(actor=actor, enquiry=enquiry, way=ReplyWay.EMAIL, now=now)
    db.session.commit()
    assert describe_reply(enquiry) == ("E-mail is on its way.", False)
    send_due_mail(now)
    assert describe_reply(enquiry) == ("E-mail is on its way. It was tried once.", True)
    for hours in range(1, 80, 9):
        send_due_mail(now + timedelta(hours=hours))
    assert describe_reply(enquiry)[0].startswith("It could not be sent (SMTPRecipientsRefused).")
    enquiry.reply_email = "worker@example.org"
    later = now + timedelta(hours=80)
    reply_to_enquiry(actor=actor, enquiry=enquiry, way=ReplyWay.EMAIL, now=later)
    db.session.commit()
    assert send_due_mail(later) == 1
    assert describe_reply(enquiry)[0].startswith("E-mail sent, ")
    assert len(mailbox.received) == 1


def test_an_answer_that_still_waits_gives_way_to_the_new_one(app: Flask, mailbox: Mailbox) -> None:
    enquiry, decoy = make_answered(), make_answered(answer="Decoy")
    now = utc_now()
    reply_to_enquiry(actor=make_user(), enquiry=decoy, way=ReplyWay.EMAIL, now=now)
    for words in ("First words", "Better words"):
        enquiry.answer = words
        reply_to_enquiry(actor=make_user(), enquiry=enquiry, way=ReplyWay.EMAIL, now=now)
    db.session.commit()
    assert send_due_mail(now) == 2
    assert sum("First words" in mail for mail in read_mails(mailbox)) == 0


def test_without_a_mail_server_the_handler_is_told_to_use_another_way(app: Flask) -> None:
    enquiry = make_answered()
    reply_to_enquiry(actor=make_user(), enquiry=enquiry, way=ReplyWay.EMAIL, now=utc_now())
    assert describe_reply(enquiry)[0].startswith("E-mail waits: no mail server is set up.")


@pytest.mark.parametrize("reply_email", [None, "Gone@example.org"])
def test_nothing_is_sent_to_who_has_left(app: Flask, reply_email: str | None) -> None:
    gone = make_user(email="gone@example.org", is_enabled=False)
    enquiry = make_answered(asker=gone, reply_email=reply_email, reply_way=ReplyWay.EMAIL)
    with pytest.raises(InvalidData) as refused:
        tell_asker(actor=make_user(), enquiry=enquiry, looked=mark_reply(enquiry), now=utc_now())
    assert "closed" in refused.value.fields["reply_email"]
    enquiry.reply_way = ReplyWay.PHONE
    tell_asker(actor=make_user(), enquiry=enquiry, now=utc_now())
    assert db.session.scalars(select(OutgoingMail)).all() == []


@pytest.mark.parametrize(
    ("wanted", "is_at_once", "told"),
    [
        (None, True, ReplyWay.READ_OUT),
        (ReplyWay.PHONE, True, ReplyWay.READ_OUT),
        (ReplyWay.PHONE, False, ReplyWay.PHONE),
        (ReplyWay.ON_PAGE, False, ReplyWay.ON_PAGE),
        (ReplyWay.EMAIL, True, ReplyWay.EMAIL),
        (None, False, None),
    ],
)
def test_closing_notes_how_the_asker_was_told(
    app: Flask, wanted: ReplyWay | None, is_at_once: bool, told: ReplyWay | None
) -> None:
    enquiry = make_answered(reply_way=wanted, is_answered_at_once=is_at_once)
    tell_asker(actor=make_user(), enquiry=enquiry, now=utc_now())
    assert (enquiry.reply_way if enquiry.replied_at else None) == told
    assert len(db.session.scalars(select(OutgoingMail.id)).all()) == (told == ReplyWay.EMAIL)


def test_closing_on_the_screen_sends_the_mail_once(client: FlaskClient, mailbox: Mailbox) -> None:
    sign_in_as(client, Role.HELPLINE)
    enquiry = make_answered(reply_way=ReplyWay.EMAIL, left_because="Told how to ask")
    db.session.commit()
    for _ in range(2):
        answer = client.post(f"/helpline/enquiries/{enquiry.id}/close", data={"how": "later"})
        assert answer.status_code == 302
    assert send_due_mail(utc_now()) == 1
    page = client.get(f"/helpline/enquiries/{enquiry.id}").text
    assert "E-mail sent, " in page
    assert "Send it again" in page


@pytest.mark.parametrize(("way", "status"), [("phone", 302), ("email", 302), ("", 422), ("pigeon", 422)])
def test_the_handler_tells_the_asker_after_closing(client: FlaskClient, way: str, status: int) -> None:
    sign_in_as(client, Role.HELPLINE)
    enquiry = make_answered(state=EnquiryState.ANSWERED, answered_at=utc_now())
    db.session.commit()
    answer = client.post(f"/helpline/enquiries/{enquiry.id}/reply", data={"way": way})
    assert answer.status_code == status
    db.session.refresh(enquiry)
    assert (enquiry.replied_at is not None) == (status == 302)


def test_only_handlers_reply(client: FlaskClient) -> None:
    enquiry = make_answered(asker=make_user())
    db.session.commit()
    sign_in_as(client, Role.STAFF, Role.COMMISSIONER, Role.ADMINISTRATOR)
    assert client.post(f"/helpline/enquiries/{enquiry.id}/reply", data={"way": "phone"}).status_code == 403


def test_an_entry_that_was_renamed_is_called_what_it_is_called_now(app: Flask) -> None:
    service = make_service(name="New name")
    enquiry = make_answered()
    old = EnquiryOutcomeEntry(entry_type=EntryType.SERVICE, entry_id=service.id, name="Old name")
    enquiry.outcomes = [EnquiryOutcome(kind=EnquiryOutcomeKind.FOUND_ON_SYSTEM, entries=[old])]
    db.session.flush()
    assert list_answer_parts(enquiry)[0].leads[0].name == "New name"
    db.session.get_one(Service, service.id).status = Status.DEFUNCT
    db.session.flush()
    lead = list_answer_parts(enquiry)[0].leads[0]
    assert (lead.name, lead.path) == ("An entry that is no longer in the directory", "")


def test_an_answer_says_of_an_entry_that_it_is_closed_for_now(app: Flask) -> None:
    closed = make_service(name="Tea on Tuesdays", status=Status.TEMPORARILY_CLOSED.value)
    ended = make_service(name="Spring walks", ends_on="2026-01-31")
    decoy = make_service(name="Chess")
    enquiry = make_answered()
    links = [link_to(entry) for entry in (closed, ended, decoy)]
    enquiry.outcomes = [EnquiryOutcome(kind=EnquiryOutcomeKind.FOUND_ON_SYSTEM, entries=links)]
    (part,) = list_answer_parts(enquiry)
    said = {lead.name: " ".join(lead.details) for lead in part.leads}
    assert "This is closed for the time being." in said["Tea on Tuesdays"]
    assert "This ended on 31 January 2026." in said["Spring walks"]
    assert "This" not in said["Chess"]


def test_the_asker_is_not_told_what_is_for_the_handler_to_do(client: FlaskClient) -> None:
    asker = sign_in_as(client, Role.STAFF)
    enquiry = make_answered(asker=asker, state=EnquiryState.ANSWERED, answered_at=utc_now())
    reply_to_enquiry(actor=asker, enquiry=enquiry, way=ReplyWay.EMAIL, now=utc_now())
    db.session.commit()
    page = client.get(f"/helpline/questions/{enquiry.id}").text
    assert "Both take people now." in page
    assert "no mail server" not in page

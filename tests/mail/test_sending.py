import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask
from sqlalchemy import delete, select

from directory.extensions import db
from directory.mail import sending
from directory.mail.actions import empty_old_mail, queue_mail
from directory.mail.sending import send_due_mail
from directory.models import OutgoingMail
from directory.models.codes import MailState

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


class Mailbox(Message):
    """A real SMTP server's handler: keeps what arrives, refuses addresses that begin with "nobody"."""

    def __init__(self) -> None:
        super().__init__(message_class=EmailMessage)
        self.received: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.received.append(message)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=port, SMTP_SECURITY="none")
    yield box
    controller.stop()


def queue(key: str, address: str = "worker@example.org") -> None:
    queue_mail(
        key=key, to_address=address, subject="Your question\r\nBcc: x@example.org", body="Héllo", now=NOW
    )


def test_queued_mail_arrives_once_and_in_its_own_words(mailbox: Mailbox) -> None:
    queue("enquiry-1")
    queue("enquiry-1")
    db.session.commit()
    assert send_due_mail(NOW) == 1
    assert send_due_mail(NOW) == 0
    (message,) = mailbox.received
    assert (message["To"], message["Subject"]) == ("worker@example.org", "Your question Bcc: x@example.org")
    assert message.get_payload(decode=True).decode().strip() == "Héllo"


def test_mail_of_a_transaction_that_failed_is_never_sent(mailbox: Mailbox) -> None:
    queue("enquiry-2")
    db.session.rollback()
    assert send_due_mail(NOW) == 0
    assert mailbox.received == []


def test_a_refused_address_is_tried_again_later_and_does_not_stop_the_others(mailbox: Mailbox) -> None:
    queue("bad", "nobody@example.org")
    queue("good")
    db.session.commit()
    assert send_due_mail(NOW) == 1
    bad = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == "bad")).one()
    assert (bad.state, bad.attempts, bad.next_attempt_at) == (
        MailState.WAITING,
        1,
        NOW + timedelta(minutes=1),
    )
    later = NOW
    for _ in range(8):
        later += timedelta(hours=9)
        send_due_mail(later)
    db.session.refresh(bad)
    assert bad.state == MailState.FAILED


def test_a_mail_server_that_is_away_loses_nothing(app: Flask, mailbox: Mailbox) -> None:
    queue("later")
    db.session.commit()
    port = app.config["SMTP_PORT"]
    app.config["SMTP_PORT"] = 1
    assert send_due_mail(NOW) == 0
    app.config["SMTP_PORT"] = port
    assert send_due_mail(NOW + timedelta(hours=1)) == 1


def test_words_and_address_are_forgotten_after_a_time(mailbox: Mailbox) -> None:
    queue("old")
    queue_mail(key="new", to_address="w@example.org", subject="s", body="b", now=NOW + timedelta(days=31))
    db.session.commit()
    send_due_mail(NOW)
    assert empty_old_mail(NOW + timedelta(days=31)) == 1
    mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.queued_at)).all()
    assert [mail.body for mail in mails] == ["", "b"]


def test_what_could_never_be_sent_is_given_up_and_forgotten_too(app: Flask) -> None:
    queue("no server is set")
    queue_mail(key="new", to_address="w@example.org", subject="s", body="b", now=NOW + timedelta(days=30))
    db.session.commit()
    assert empty_old_mail(NOW + timedelta(days=31)) == 1
    mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.queued_at)).all()
    assert [(mail.to_address, mail.body, mail.state) for mail in mails] == [
        ("", "", MailState.FAILED),
        ("w@example.org", "b", MailState.WAITING),
    ]


@pytest.mark.parametrize("address", ["a:b@c,<", "a:b@c;x@", "a@example.org\nBcc: b@example.org"])
def test_an_address_that_no_message_can_hold_stops_no_other_mail(mailbox: Mailbox, address: str) -> None:
    queue("odd", address)
    queue("good")
    db.session.commit()
    assert send_due_mail(NOW) == 1
    assert [message["To"] for message in mailbox.received] == ["worker@example.org"]
    odd = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == "odd")).one()
    assert (odd.state, odd.attempts) == (MailState.WAITING, 1)


def test_what_is_taken_back_while_others_are_sent_is_not_sent_and_stops_no_others(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []

    class Server:
        """While it takes the first letter, somebody takes that and the next one back."""

        def __enter__(self) -> "Server":
            return self

        def __exit__(self, *_: object) -> None: ...

        def send_message(self, message: EmailMessage) -> None:
            sent.append(message["To"])
            with db.engine.begin() as other:
                other.execute(delete(OutgoingMail).where(OutgoingMail.key.in_(("a/1", "a/2"))))

    app.config["SMTP_HOST"] = "mail.example.org"
    monkeypatch.setattr(sending, "_open_server", Server)
    for number in (1, 2, 3):
        queue(f"a/{number}", f"worker{number}@example.org")
    for number, mail in enumerate(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.key))):
        mail.next_attempt_at = NOW - timedelta(minutes=9 - number)
    db.session.commit()
    assert send_due_mail(NOW) == 2
    assert sent == ["worker1@example.org", "worker3@example.org"]

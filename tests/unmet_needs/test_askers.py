"""Who asked is told what came of it: at the address they gave by then, on their own pages, and also where the
answer was there before them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.helpline.retention import empty_old_enquiries
from directory.models import Area, Enquiry, EnquiryOutcome, OutgoingMail, UnmetNeed, UnmetNeedGroup, User
from directory.models.codes import GroupState, Role, UnmetNeedSource
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState, ReplyWay
from directory.unmet_needs.groups import loop
from directory.unmet_needs.retention import empty_old_words
from tests.accounts.signing_in import give_session, sign_in_as
from tests.factories import (
    make_area,
    make_body,
    make_enquiry,
    make_need,
    make_unmet_group,
    make_unmet_need,
    make_user,
)
from tests.helpline.calls import find_call, open_call, send

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HANDLER = "handler@example.org"


def list_letters() -> dict[str, str]:
    return {mail.to_address: mail.body for mail in db.session.scalars(select(OutgoingMail))}


def find_area() -> Area:
    return db.session.scalar(select(Area)) or make_area("charnwood")


def make_group(**values: Any) -> UnmetNeedGroup:
    """Sent to a body that nobody is told of."""
    body = make_body(name="Rutland council", contact_email=None)
    values = {"body": body, "state": GroupState.SENT, "sent_at": NOW, "name": "Circus skills"} | values
    return make_unmet_group(make_need("hobbies"), find_area(), **values)


def ask(group: UnmetNeedGroup | None = None, **values: Any) -> UnmetNeed:
    """Asked at the helpline, and logged there by a handler."""
    handler = db.session.scalar(select(User).where(User.email == HANDLER))
    handler = handler or make_user(Role.HELPLINE, email=HANDLER)
    need, area = make_need("hobbies"), find_area()
    values = {"state": EnquiryState.ANSWERED, "answered_at": NOW, "handler": handler} | values
    enquiry = make_enquiry(need, **values)
    came_from = {"source": UnmetNeedSource.ENQUIRY, "source_id": enquiry.id, "logged_by_id": handler.id}
    unmet = make_unmet_need(need, area, group=group, missing="Somebody who teaches juggling", **came_from)
    kind = EnquiryOutcomeKind.UNMET_NEED
    enquiry.outcomes = [EnquiryOutcome(kind=kind, need=need, unmet_need_id=unmet.id)]
    db.session.commit()
    return unmet


def answer(group: UnmetNeedGroup, **typed: str) -> None:
    typed = {"kind": "commissioned", "words": "A teacher starts in May."} | typed
    loop.answer_group(actor=make_user(), group=group, typed=typed, expected_version=group.version, now=NOW)
    db.session.commit()


def test_who_asked_online_reads_the_answer_on_their_own_pages(client: FlaskClient) -> None:
    group = make_group(due_on=NOW.date())
    other = make_user(email="decoy@example.org")
    ask(group, asker=other)
    asker = sign_in_as(client, Role.STAFF)
    unmet = ask(group, asker=asker, reply_way=ReplyWay.EMAIL)
    question = f"/helpline/questions/{unmet.source_id}"
    page = client.get(question).text
    assert "You will be told what comes of it. Rutland council is to answer by 4 May 2026." in page
    answer(group, kind="exists", link="https://directory.example.org/entry/1")
    page = client.get(question).text
    assert "You will be told" not in page
    link = '<a href="https://directory.example.org/entry/1" rel="noreferrer">'
    assert f"{link}Already exists (answered 4 May 2026)</a>" in page
    assert "A teacher starts in May." in page
    listed = client.get("/helpline/questions").text
    assert listed.count("What came of the unmet need:</strong> Already exists (4 May 2026)") == 1
    own = client.get("/unmet-needs/mine").text
    assert own.count("Somebody who teaches juggling") == 1
    assert "Asked for by you, logged by the helpline" in own
    assert "A teacher starts in May." in own
    assert "Take it back" not in own
    letters = list_letters()
    assert set(letters) == {asker.email, "decoy@example.org"}
    assert "You asked for something that could not be found." in letters[asker.email]
    assert "/unmet-needs/mine" in letters[asker.email]


def test_an_address_typed_after_the_unmet_need_was_logged_is_told(client: FlaskClient) -> None:
    need, area = make_need("hobbies"), find_area()
    enquiry_id, address = open_call(client, need, area=area)
    unmet = {"um_missing": "Somebody who teaches juggling", "um_barrier": "nothing_exists"}
    client.post(f"{address}/ends/unmet", data=send(um_times="1", **unmet))
    typed = {"reply_email": "nurse@example.org", "reply_way": "email", "question": "Juggling", "how": "later"}
    client.post(f"{address}/close", data=send(find_call(enquiry_id).version, **typed))
    assert find_call(enquiry_id).state == EnquiryState.ANSWERED
    group = make_group()
    db.session.scalars(select(UnmetNeed).where(UnmetNeed.source_id == enquiry_id)).one().group = group
    db.session.commit()
    answer(group)
    assert "You asked for something" in list_letters()["nurse@example.org"]
    nurse = make_user(Role.STAFF, email="nurse@example.org")
    db.session.commit()
    give_session(client, nurse)
    assert "A teacher starts in May." in client.get("/unmet-needs/mine").text
    assert "A teacher starts in May." in client.get(f"/helpline/questions/{enquiry_id}").text


@pytest.mark.parametrize("reply_email", [None, "gone@example.org"])
def test_in_place_of_an_asker_who_left_the_handler_is_told_then_the_officers(
    app: Flask, reply_email: str | None
) -> None:
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    gone = make_user(Role.STAFF, email="gone@example.org", is_enabled=False)
    group, other = make_group(), make_group()
    ask(group, asker=gone, reply_email=reply_email)
    ask(other, asker=gone, reply_email="team@example.org")
    answer(group)
    answer(other)
    assert set(list_letters()) == {HANDLER, "team@example.org"}
    third = make_group()
    ask(third, asker=gone, reply_email=reply_email)
    db.session.scalars(select(User).where(User.email == HANDLER)).one().is_enabled = False
    answer(third)
    assert "officer@example.org" in list_letters()


@pytest.mark.parametrize(
    ("phone", "words"),
    [(None, "Please tell them if they call again."), ("0116 496 0101", "Please ring them")],
)
def test_of_who_left_no_address_the_handler_is_told(app: Flask, phone: str | None, words: str) -> None:
    group = make_group()
    unmet = ask(group, reply_phone=phone)
    answer(group)
    (letter,) = list_letters().values()
    assert list(list_letters()) == [HANDLER]
    assert words in letter
    assert f"/helpline/enquiries/{unmet.source_id}" in letter
    assert "0116" not in letter


def test_where_the_handler_has_left_the_officers_are_told(app: Flask) -> None:
    make_user(Role.KNOWLEDGE_OFFICER, email="officer@example.org")
    group = make_group()
    unmet = ask(group)
    if unmet.logged_by:
        unmet.logged_by.is_enabled = False
    answer(group)
    assert list(list_letters()) == ["officer@example.org"]


def test_who_logged_it_from_a_search_and_has_left_is_not_written_to(app: Flask) -> None:
    group = make_group()
    for is_enabled in (True, False):
        email = "here@example.org" if is_enabled else "gone@example.org"
        logger = make_user(Role.STAFF, email=email, is_enabled=is_enabled)
        make_unmet_need(make_need("hobbies"), find_area(), group=group, logged_by_id=logger.id)
    answer(group)
    assert list(list_letters()) == ["here@example.org"]


def test_two_callers_without_an_address_are_two_letters_to_the_handler(app: Flask) -> None:
    group = make_group()
    for _ in range(2):
        ask(group)
    answer(group)
    assert len(list(db.session.scalars(select(OutgoingMail)))) == 2


def test_an_answer_after_the_enquiry_was_emptied_still_reaches_who_asked(client: FlaskClient) -> None:
    group = make_group()
    asker = sign_in_as(client, Role.STAFF)
    unmet = ask(group, reply_email=asker.email, reply_way=ReplyWay.EMAIL)
    days = client.application.config["ENQUIRY_DAYS"]
    assert empty_old_enquiries(NOW + timedelta(days=days + 1)) == 1
    db.session.commit()
    assert db.session.get_one(Enquiry, unmet.source_id).reply_email is None
    answer(group)
    assert asker.email in list_letters()
    assert "A teacher starts in May." in client.get("/unmet-needs/mine").text


def test_the_address_goes_with_the_words(app: Flask) -> None:
    unmet = ask(reply_email="nurse@example.org", state=EnquiryState.ANSWERED)
    unmet.logged_at, unmet.missing = NOW, ""
    empty_old_enquiries(NOW + timedelta(days=app.config["ENQUIRY_DAYS"] + 1))
    db.session.refresh(unmet)
    assert unmet.tell_address == "nurse@example.org"
    assert empty_old_words(NOW + timedelta(days=app.config["UNMET_NEED_DAYS"] + 1)) == 1
    db.session.refresh(unmet)
    assert unmet.tell_address is None


def make_answered_and_late(client: FlaskClient) -> tuple[UnmetNeedGroup, UnmetNeed]:
    """A group that was answered, with somebody who was told; and one who asks for the same afterwards."""
    group = make_group()
    ask(group, reply_email="early@example.org")
    answer(group, kind="not_planned", words="There is no money.")
    late = ask(reply_email="late@example.org")
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert set(list_letters()) == {"early@example.org"}
    return group, late


def test_joining_an_answered_group_is_asked_about_and_told_once(client: FlaskClient) -> None:
    group, late = make_answered_and_late(client)
    form = {"chosen": str(late.id), "into": str(group.id)}
    page = client.post("/unmet-needs/group", data=form)
    assert page.status_code == 200
    assert "Not planned" in page.text
    assert "There is no money." in page.text
    db.session.refresh(late)
    assert late.group_id is None
    assert "late@example.org" not in list_letters()
    told = form | {"told": str(group.answer.id if group.answer else "")}
    for _ in range(2):
        client.post("/unmet-needs/group", data=told)
    db.session.refresh(late)
    assert late.group_id == group.id
    assert "There is no money." in list_letters()["late@example.org"]
    assert len(list(db.session.scalars(select(OutgoingMail)))) == 2


def test_instead_a_new_group_can_be_made_where_it_is_asked(client: FlaskClient) -> None:
    _, late = make_answered_and_late(client)
    client.post("/unmet-needs/group", data={"chosen": str(late.id), "name": "Juggling again"})
    db.session.refresh(late)
    assert late.group
    assert late.group.name == "Juggling again"
    assert "late@example.org" not in list_letters()


def test_a_groups_page_says_that_askers_were_not_told(client: FlaskClient) -> None:
    group, _ = make_answered_and_late(client)
    page = client.get(f"/unmet-needs/groups/{group.id}").text
    assert "<strong>Not delivered.</strong> 1 letter with the answer to who asked." in page
    client.application.config["SMTP_HOST"] = "127.0.0.1"
    assert "Not delivered" not in client.get(f"/unmet-needs/groups/{group.id}").text


def test_moving_to_an_answered_group_is_asked_about_and_told(client: FlaskClient) -> None:
    group, late = make_answered_and_late(client)
    other = make_unmet_group(make_need("hobbies"), find_area())
    late.group = other
    db.session.commit()
    address, form = f"/unmet-needs/groups/{other.id}/split", {"chosen": str(late.id), "to": str(group.id)}
    page = client.post(address, data=form).text
    assert f'action="{address}"' in page
    assert "late@example.org" not in list_letters()
    client.post(address, data=form | {"told": str(group.answer.id if group.answer else "")})
    assert "late@example.org" in list_letters()


def test_merging_into_an_answered_group_says_so_and_tells(client: FlaskClient) -> None:
    group, late = make_answered_and_late(client)
    other = make_unmet_group(make_need("hobbies"), find_area())
    late.group = other
    db.session.commit()
    address = f"/unmet-needs/groups/{other.id}/merge"
    page = client.get(f"{address}?into={group.id}").text
    assert "The second has an answer: not planned" in page
    form = {"into": str(group.id), "version": str(other.version)}
    assert client.post(address, data=form).location.endswith(f"{address}?into={group.id}")
    assert "late@example.org" not in list_letters()
    client.post(address, data=form | {"told": str(group.answer.id if group.answer else "")})
    assert "There is no money." in list_letters()["late@example.org"]


def test_how_often_is_true_and_in_words_for_the_officer_and_for_who_logged_it(client: FlaskClient) -> None:
    group = make_group(times_asked=1)
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    make_unmet_need(make_need("hobbies"), find_area(), logged_by_id=officer.id, times_asked=3)
    db.session.commit()
    assert "Asked for once." in client.get(f"/unmet-needs/sent/{group.id}").text
    assert "Asked for 3 times, logged" in client.get("/unmet-needs/mine").text
    sign_in_as(client, Role.COMMISSIONER)
    assert "Asked for fewer than 5 times" in client.get(f"/unmet-needs/sent/{group.id}").text

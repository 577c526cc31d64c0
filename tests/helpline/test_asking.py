"""Staff ask online with the search filled in, and see what they asked and the answers: only their own."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.asking.actions import ask_online, say_not_helped
from directory.helpline.earlier.queries import Likeness, find_similar
from directory.models import Enquiry, EnquiryOutcomeEntry, HelplineHours
from directory.models.codes import AreaKind, EntryType, Role
from directory.models.helpline.codes import EnquiryChannel, EnquiryOutcomeKind, EnquiryState, ReplyWay
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_enquiry,
    make_index,
    make_need,
    make_postcode,
    make_service,
    make_town,
    make_user,
)

NHS_NUMBER = "943 476 5919"
SUNDAY = datetime(2026, 6, 7, 11, tzinfo=UTC)


def typed_words(**values: Any) -> dict[str, Any]:
    return {
        "question": "A gardening group in the evening",
        "reply_way": "on_page",
        "urgency": "routine",
        "need": "debt",
    } | values


def find_asked() -> Enquiry:
    return db.session.scalars(select(Enquiry)).one()


@pytest.mark.both_engines
def test_a_question_waits_for_a_handler_and_is_due_in_opening_hours(app: Flask) -> None:
    actor = make_user()
    db.session.add(HelplineHours(weekday=0, opens_at=time(9), closes_at=time(18)))
    asked = ask_online(actor=actor, typed=typed_words(needs=[]), now=SUNDAY)
    make_enquiry(question="A decoy")
    db.session.commit()
    assert (asked.state, asked.channel) == (EnquiryState.NEW, EnquiryChannel.ONLINE)
    assert (asked.asker_id, asked.asker_name, asked.handler_id) == (actor.id, actor.name, None)
    assert asked.due_at == datetime(2026, 6, 8, 16, tzinfo=UTC)
    assert find_similar(Likeness(text="gardening"), SUNDAY) == [asked]


def test_any_search_leads_staff_to_the_form_filled_in(client: FlaskClient) -> None:
    make_need("debt")
    make_area("charnwood", code="E07000130")
    make_postcode("LE11 1AA", district_code="E07000130")
    service = make_service(name="Tea <and> talk", needs=["debt"])
    make_index()
    address = "/search?q=unicycling+Mrs+Jones&need=debt&place=LE11+1AA"
    assert "/helpline/ask" not in client.get(address).text
    account = sign_in_as(client, Role.STAFF)
    for search in (address, "/search?q=tea"):
        assert 'href="/helpline/ask?' in client.get(search).text
    form = client.get(address.replace("/search?", "/helpline/ask?found=0&")).text
    assert "words: unicycling; needs: Debt; place: in Charnwood): nothing found." in form
    assert 'name="place" type="text" value="Charnwood"' in form
    assert '<option value="debt" selected>' in form
    assert f'value="{account.email}"' in form
    assert 'rows="4" aria-describedby="question-hint">\nunicycling</textarea>' in form
    assert "Jones" not in form
    assert "LE11 1AA" not in form
    entry = client.get(f"/entry/{service.id}").text
    assert "/helpline/ask?entry=Tea" in entry
    assert "Looked at: Tea &lt;and&gt; talk." in client.get("/helpline/ask?entry=Tea+<and>+talk").text


def test_staff_ask_from_above_the_results_once_and_from_the_menu(client: FlaskClient) -> None:
    make_service(name="Tea and talk")
    make_index()
    assert "Ask the helpline" not in client.get("/search?q=tea").text
    sign_in_as(client, Role.STAFF)
    page = client.get("/search?q=tea").text
    above = page[: page.index('<ol class="app-hits"')]
    assert above.count('href="/helpline/ask?found=1&amp;q=tea"') == 1
    assert '<a href="/helpline/ask">Ask the helpline</a>' in above
    form = client.get("/helpline/ask").text
    assert 'href="/helpline/questions"' in form


def test_outside_hours_the_form_says_when_an_answer_comes_and_what_to_do_if_it_cannot_wait(
    client: FlaskClient, app: Flask
) -> None:
    app.config["TRUST_CRISIS_LINE"] = "0808 800 3302"
    sign_in_as(client, Role.STAFF)
    soon = (utc_now().weekday() + 3) % 7
    db.session.add(HelplineHours(weekday=soon, opens_at=time(9), closes_at=time(18)))
    db.session.commit()
    form = client.get("/helpline/ask").text
    assert "Closed now. Opens on " in form
    assert "an answer comes by on " not in form
    assert "at 5pm" in form
    for number in ("999", "0808 800 3302", "NHS 111", "116 123"):
        assert number in form[form.index("If it cannot wait") :]
    assert "choose the mental health option" in form
    make_need("debt")
    db.session.commit()
    asked = client.post("/helpline/ask", data=typed_words(), follow_redirects=True).text
    assert ("An answer is due by" in asked, "Ask now, and an answer" in asked) == (True, False)


def test_it_is_asked_answered_asked_again_and_answered(client: FlaskClient) -> None:
    make_need("debt")
    sign_in_as(client, Role.STAFF)
    answer = client.post("/helpline/ask", data=typed_words(), follow_redirects=True)
    assert "A gardening group in the evening" in answer.text
    enquiry = find_asked()
    service = make_service(name="Evening gardeners", phones=[{"number": "0116 496 0133"}])
    answer_it(enquiry, service.id)
    page = client.get(f"/helpline/questions/{enquiry.id}").text
    assert "They meet on Tuesdays" in page
    assert f'<a href="/entry/{service.id}">Evening gardeners</a>' in page
    assert '<a href="tel:01164960133">0116 496 0133</a>' in page
    own = client.get("/helpline/questions").text
    assert f"Question {enquiry.number}: Debt" in own
    assert "They meet on Tuesdays" in own
    again = f"/helpline/questions/{enquiry.id}/not-helped"
    empty = client.post(again, data={"why": " "})
    assert (empty.status_code, "Say why it did not help." in empty.text) == (422, True)
    assert client.post(again, data={"why": "They are full"}).status_code == 302
    db.session.refresh(enquiry)
    assert (enquiry.state, enquiry.handler_id, enquiry.answered_at) == (EnquiryState.NEW, None, None)
    assert "did not help: They are full" in (enquiry.tried or "")
    assert "They meet on Tuesdays" not in client.get(f"/helpline/questions/{enquiry.id}").text
    assert client.post(again, data={"why": "Twice"}).status_code == 422


def answer_it(enquiry: Enquiry, entry_id: Any) -> None:
    from directory.models import EnquiryOutcome

    link = EnquiryOutcomeEntry(entry_type=EntryType.SERVICE, entry_id=entry_id, name="As it was called")
    enquiry.outcomes = [EnquiryOutcome(kind=EnquiryOutcomeKind.FOUND_ON_SYSTEM, entries=[link])]
    enquiry.state, enquiry.answer = EnquiryState.ANSWERED, "They meet on Tuesdays"
    enquiry.answered_at = enquiry.replied_at = utc_now()
    db.session.commit()


def test_what_was_asked_on_the_phone_is_seen_by_whom_the_answer_goes_to(client: FlaskClient) -> None:
    account = sign_in_as(client, Role.STAFF)
    told = {"state": EnquiryState.ANSWERED, "answered_at": utc_now(), "reply_way": ReplyWay.EMAIL}
    own = make_enquiry(reply_email=account.email, question="Rung about chess", **told)
    others = make_enquiry(reply_email=account.email, asker=make_user(), question="Asked by another", **told)
    make_enquiry(reply_email="other@example.org", question="A decoy", **told)
    open_still = make_enquiry(reply_email=account.email, reply_way=ReplyWay.EMAIL)
    on_phone = make_enquiry(reply_email=account.email, **told | {"reply_way": ReplyWay.PHONE})
    db.session.commit()
    page = client.get("/helpline/questions").text
    words = ("Rung about chess", "Asked by another", "A decoy")
    assert [one in page for one in words] == [True, False, False]
    assert client.get(f"/helpline/questions/{own.id}").status_code == 200
    for hidden in (others, open_still, on_phone):
        assert client.get(f"/helpline/questions/{hidden.id}").status_code == 404


def test_nobody_sees_or_changes_what_others_asked(client: FlaskClient) -> None:
    enquiry = make_enquiry(asker=make_user(), state=EnquiryState.ANSWERED, question="About something else")
    db.session.commit()
    sign_in_as(client, *Role)
    address = f"/helpline/questions/{enquiry.id}"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/withdraw").status_code == 404
    assert client.post(f"{address}/not-helped", data={"why": "x"}).status_code == 404
    assert "About something else" not in client.get("/helpline/questions").text


def test_a_question_is_taken_back(client: FlaskClient) -> None:
    account = sign_in_as(client, Role.STAFF)
    enquiry = make_enquiry(asker=account, state=EnquiryState.NEW)
    db.session.commit()
    assert client.post(f"/helpline/questions/{enquiry.id}/withdraw").status_code == 302
    db.session.refresh(enquiry)
    assert enquiry.state == EnquiryState.WITHDRAWN


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", " \x00"),
        ("question", f"For {NHS_NUMBER}"),
        ("question", "x" * 2001),
        ("circumstances", f"For {NHS_NUMBER}"),
        ("tried", f"For {NHS_NUMBER}"),
        ("need", "no-such-need"),
        ("place", "Nowhere at all"),
        ("practice", "No such practice"),
        ("urgency", "<b>"),
        ("reply_way", ""),
        ("reply_way", "read_out"),
        ("reply_email", "no address"),
        ("reply_phone", "ring me"),
        ("team", "x"),
        ("specialty", "x"),
        ("level", "x"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field_and_nothing_is_lost(
    client: FlaskClient, field: str, value: str
) -> None:
    make_need("debt")
    make_town()
    make_area("pcn", AreaKind.PCN)
    sign_in_as(client, Role.STAFF)
    data = typed_words(circumstances="By bus & on foot") | {field: value}
    answer = client.post("/helpline/ask", data=data)
    assert answer.status_code == 422
    shown = "needs" if field == "need" else field
    assert f'<a href="#{shown}">' in answer.text
    assert "By bus &amp; on foot" in answer.text or field == "circumstances"
    assert db.session.scalars(select(Enquiry)).all() == []


@pytest.mark.parametrize(("way", "field"), [("email", "reply_email"), ("phone", "reply_phone")])
def test_an_answer_needs_somewhere_to_go_to(client: FlaskClient, way: str, field: str) -> None:
    make_need("debt")
    sign_in_as(client, Role.STAFF)
    answer = client.post("/helpline/ask", data=typed_words(reply_way=way))
    assert (answer.status_code, f'<a href="#{field}">' in answer.text) == (422, True)


def test_a_reason_with_an_nhs_number_is_refused_and_kept(client: FlaskClient) -> None:
    account = sign_in_as(client, Role.STAFF)
    enquiry = make_enquiry(asker=account, state=EnquiryState.ANSWERED, answered_at=utc_now())
    db.session.commit()
    answer = client.post(f"/helpline/questions/{enquiry.id}/not-helped", data={"why": f"For {NHS_NUMBER}"})
    assert answer.status_code == 422
    assert f"For {NHS_NUMBER}" in answer.text
    assert find_asked().state == EnquiryState.ANSWERED


def test_what_was_emptied_stays_closed(app: Flask) -> None:
    enquiry = make_enquiry(state=EnquiryState.ANSWERED, emptied_at=SUNDAY)
    with pytest.raises(InvalidData):
        say_not_helped(actor=make_user(), enquiry=enquiry, typed={"why": "Full"}, now=SUNDAY)


def test_the_list_takes_as_many_queries_for_one_question_as_for_many(client: FlaskClient) -> None:
    account = sign_in_as(client, Role.STAFF)
    counts = []
    for more in (1, 8):
        for number in range(more):
            make_enquiry(make_need(f"need-{number}"), asker=account, question="Food")
        db.session.commit()
        seen: list[str] = []
        listener = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        client.get("/helpline/questions")
        event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_those_who_only_commission_do_not_ask(client: FlaskClient) -> None:
    sign_in_as(client, Role.COMMISSIONER)
    assert client.get("/helpline/ask").status_code == 403
    assert client.get("/helpline/questions").status_code == 403

"""What must hold on every page and in every form, whatever is added."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.exceptions import TooManyRequests

from directory.accounts.password_links import make_link as make_password_link
from directory.accounts.password_links import send_password_link
from directory.accounts.passwords import hash_password
from directory.extensions import db, expect_writes
from directory.helpline.left import tell_of_left
from directory.helpline.replies import mark_reply, reply_to_enquiry, tell_published
from directory.listings.actions import mark_closed
from directory.models import EnquiryOutcome, EnquiryOutcomeEntry, UnmetNeedAnswer
from directory.models.codes import AnswerKind, EntryType, GroupState, Role, Status
from directory.models.helpline.codes import EnquiryOutcomeKind, ReplyWay
from directory.models.mixins import utc_now
from directory.network.mailing import ask_roles, make_link
from directory.search.follower import Follower, SearchNotReady
from directory.search.pages import views as search_views
from directory.unmet_needs.groups.loop import answer_group, escalate_overdue, send_group
from tests import walk
from tests.accounts.signing_in import give_session
from tests.factories import (
    make_area,
    make_body,
    make_enquiry,
    make_need,
    make_service,
    make_support_record,
    make_support_role,
    make_unmet_group,
    make_unmet_need,
    make_user,
)
from tests.framework.handing_over import ask, make_workers
from tests.ground import Ground, lay_ground
from tests.walk import HOSTILE, RAW_MARKUP

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

# DESIGN, how things travel: a GET changes nothing but these.
NAMED_EXCEPTIONS = {
    "/support/records/": ("INSERT INTO audit_event",),
    "/search": ("INSERT INTO logged_search", "INSERT INTO logged_opening", "UPDATE logged_search"),
}

PASSWORD = "blue kettle seven lamps"

EVERYBODY = pytest.mark.parametrize("roles", [(), tuple(Role)], ids=["visitor", "staff"])


@pytest.fixture
def ground(app: Flask) -> Ground:
    app.config["SHOW_FAULT_PAGES"] = True
    return lay_ground()


@pytest.fixture
def rendered(app: Flask) -> Iterator[set[str]]:
    """Names of the templates that were rendered."""
    names: set[str] = set()

    def note(_app: Flask, template: Any, context: Any, **_: Any) -> None:
        names.add(template.name)

    with template_rendered.connected_to(note, app):
        yield names


@EVERYBODY
def test_markup_in_any_field_of_any_record_is_shown_as_text(
    app: Flask, ground: Ground, roles: tuple[Role, ...]
) -> None:
    walk.put_markup_everywhere()
    shown, unsafe, faults = 0, [], []
    for _rule, address in walk.list_addresses(app, ground):
        answer = walk.make_client(app, *roles).get(address)
        page = walk.read_page(answer)
        shown += "&lt;img src=x" in page
        if answer.mimetype == "text/html" and RAW_MARKUP in page:
            unsafe.append(address)
        if answer.status_code >= 500 and answer.status_code != 503:
            faults.append(address)
    assert (unsafe, faults) == ([], [])
    assert shown >= 3


@EVERYBODY
@pytest.mark.parametrize("hidden_too", [False, True], ids=["words", "everything"])
def test_markup_in_any_field_of_any_form_is_shown_as_text_and_breaks_nothing(
    app: Flask, ground: Ground, roles: tuple[Role, ...], hidden_too: bool
) -> None:
    unsafe, faults, count = [], [], 0
    for _rule, address in list(walk.list_addresses(app, ground)):
        client = walk.make_client(app, *roles)
        for form in walk.find_forms(walk.read_page(client.get(address))):
            fields = form.fill(HOSTILE, hidden_too=hidden_too)
            target = form.action or address
            if form.method == "post":
                answer = client.post(target, data=_as_data(fields))
            else:
                answer = client.get(target, query_string=fields)
            count += 1
            if RAW_MARKUP in walk.read_page(answer):
                unsafe.append((address, target))
            if answer.status_code >= 500 and answer.status_code != 503:
                faults.append((address, target))
    assert (unsafe, faults) == ([], [])
    assert count >= 5


def _as_data(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return data


@EVERYBODY
def test_looking_changes_nothing(app: Flask, ground: Ground, roles: tuple[Role, ...]) -> None:
    """But that somebody looked at a support record is noted before it is shown, and what was searched and
    opened, without who searched (search/log/writing.py)."""
    writes: list[str] = []
    address = ""

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if any(at in address and statement.startswith(deeds) for at, deeds in NAMED_EXCEPTIONS.items()):
            return
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "REPLACE")):
            writes.append(f"{address}: {statement[:60]}")

    for _rule, address in walk.list_addresses(app, ground):
        client = walk.make_client(app, *roles)
        event.listen(db.engine, "before_cursor_execute", note)
        client.get(address)
        event.remove(db.engine, "before_cursor_execute", note)
    assert writes == []


def test_no_template_is_left_unseen(app: Flask, ground: Ground, rendered: set[str]) -> None:
    """A page that these walks never reach is a page whose escaping nobody has looked at."""
    for roles in ((), tuple(Role)):
        for _rule, address in walk.list_addresses(app, ground):
            client = walk.make_client(app, *roles)
            page = walk.read_page(client.get(address))
            for form in walk.find_forms(page):
                if form.method == "post":
                    client.post(form.action or address, data=_as_data(form.fill(HOSTILE)))
    client.get("/no/such/page")
    see_pages_between(app, client)
    unseen = sorted(list_pages() - rendered)
    assert not unseen, "\n".join(unseen)


def see_pages_between(app: Flask, staff: FlaskClient) -> None:
    """Pages that only come up on the way from one to another: a new password, an entry that has closed,
    search that is down or asked too often, words of danger in an address, a clash of two edits, going on
    after a session ran out, arriving without a desk."""
    commissioner = walk.make_client(app, Role.COMMISSIONER)
    assert commissioner.get("/start").status_code == 200
    assert staff.post("/packs").status_code == 422
    new = {"name": HOSTILE, "email": "new@example.org", "roles": ["staff"]}
    assert "&lt;img" in staff.post("/admin/accounts/new", data=new).text
    closed = make_service()
    mark_closed(actor=None, entry=closed, status=Status.DEFUNCT)
    address = f"/admin/entries/{make_service().id}/edit/basics"
    db.session.commit()
    assert app.test_client().get(f"/entry/{closed.id}").status_code == 410
    [form] = [form for form in walk.find_forms(staff.get(address).text) if form.method == "post"][-1:]
    for words in ("First to save", HOSTILE):
        answer = staff.post(address, data=_as_data(form.fill(words)))
    assert answer.status_code == 409
    with mock.patch.object(Follower, "current", side_effect=SearchNotReady("Please wait.")):
        assert app.test_client().get("/search?q=tea").status_code == 503
    with mock.patch.object(search_views, "_show_results", side_effect=TooManyRequests):
        assert app.test_client().get("/search?q=tea").status_code == 429
    assert "app-crisis" in app.test_client().get("/search?q=suicidal", follow_redirects=True).text
    see_own_conversation(app)
    see_network_pages_between(app, staff)
    see_unmet_need_mail()
    see_what_is_asked_before_it_is_sent(staff)
    see_answer_mail()
    see_own_question(staff)
    see_password_pages(app)
    see_handover(app)
    person = make_user(password_hash=hash_password(PASSWORD))
    db.session.commit()
    typed = {"email": person.email, "password": PASSWORD, "carried_to": "/admin/", "carried.name": HOSTILE}
    assert "&lt;img" in app.test_client().post("/sign-in", data=typed).text


def see_password_pages(app: Flask) -> None:
    """The link by e-mail with which a password is chosen, and where that leads."""
    person = make_user(name=HOSTILE)
    send_password_link(actor=person, account=person, now=utc_now())
    db.session.commit()
    visitor, key = app.test_client(), make_password_link(person).partition("key=")[2]
    assert person.email in visitor.get(f"/choose-password?key={key}").text
    typed = {"key": key, "new_password": PASSWORD}
    assert visitor.post("/choose-password", data=typed).status_code == 200


def see_handover(app: Flask) -> None:
    people = make_workers()
    make_support_record(people.team, worker_id=people.worker.id)
    db.session.commit()
    ask(app.test_client(), people)
    colleague = app.test_client()
    give_session(colleague, people.colleague)
    assert "has not answered yet" in colleague.get("/support").text


def see_own_conversation(app: Flask) -> None:
    """A person alone goes on from what is so to the questions, and to the list."""
    for button in ("questions", "list"):
        typed = {"need": "debt", "do": button}
        assert app.test_client().post("/what-could-help", data=typed).status_code == 200


def see_own_question(staff: FlaskClient) -> None:
    """Nobody sees what others asked the helpline, so that somebody has to ask."""
    typed = {"question": HOSTILE, "reply_way": "on_page", "urgency": "routine"}
    assert "&lt;img" in staff.post("/helpline/ask", data=typed, follow_redirects=True).text


def see_answer_mail() -> None:
    """What an asker gets from the helpline by e-mail, also of a draft that is published; and what a handler
    gets of an enquiry that is left."""
    expect_writes()
    officer = make_user(Role.KNOWLEDGE_OFFICER)
    enquiry = make_enquiry(answer="Both take people now.", reply_email="asker@example.org")
    entry = make_service()
    link = EnquiryOutcomeEntry(entry_type=EntryType.SERVICE, entry_id=entry.id, name=entry.name)
    enquiry.outcomes = [EnquiryOutcome(kind=EnquiryOutcomeKind.FOUND_BY_EXPLORING, entries=[link])]
    looked = mark_reply(enquiry)
    reply_to_enquiry(actor=officer, enquiry=enquiry, way=ReplyWay.EMAIL, looked=looked, now=utc_now())
    assert tell_published(entry, utc_now()) == 1
    assert tell_of_left(utc_now() + timedelta(days=50))
    db.session.commit()


def see_unmet_need_mail() -> None:
    """What those who are asked, the officers and the askers get by e-mail."""
    expect_writes()
    officer, now = make_user(Role.KNOWLEDGE_OFFICER), utc_now()
    group = make_unmet_group(make_need("debt"), make_area("another-district"))
    send_group(actor=officer, group=group, body_id=make_body().id, expected_version=group.version, now=now)
    escalate_overdue(now + timedelta(days=90))
    typed = {"kind": "commissioned", "words": "From May."}
    make_unmet_need(group.need, group.area, group=group, logged_by_id=officer.id)
    answer_group(actor=officer, group=group, typed=typed, expected_version=group.version, now=now)
    db.session.commit()


def see_what_is_asked_before_it_is_sent(staff: FlaskClient) -> None:
    """A group before it becomes part of another, and an answer before the askers get it."""
    expect_writes()
    sent = {"state": GroupState.SENT, "sent_at": utc_now(), "name": HOSTILE}
    need, area = make_need("debt"), make_area("a-third-district")
    one, other, part = (make_unmet_group(need, area, **sent) for _ in range(3))
    db.session.commit()
    merging = {"into": str(one.id), "version": str(part.version)}
    assert staff.post(f"/unmet-needs/groups/{part.id}/merge", data=merging).status_code == 302
    assert "&lt;img" in staff.get(f"/unmet-needs/groups/{part.id}/take-back").text
    assert "&lt;img" in staff.get(f"/unmet-needs/groups/{one.id}/merge?into={other.id}").text
    other.answers = [UnmetNeedAnswer(kind=AnswerKind.NOT_PLANNED, words=HOSTILE)]
    late = make_unmet_need(need, area)
    db.session.commit()
    joining = {"chosen": str(late.id), "into": str(other.id)}
    assert "&lt;img" in staff.post("/unmet-needs/group", data=joining).text
    typed = {"kind": "planned", "words": HOSTILE, "version": str(one.version)}
    assert "&lt;img" in staff.post(f"/unmet-needs/sent/{one.id}/answer", data=typed).text


def see_network_pages_between(app: Flask, staff: FlaskClient) -> None:
    """A clash of two edits of a role, and what its holder sees by the link in an e-mail."""
    role = make_support_role(make_area("another-pcn"), name=HOSTILE, confirm_by=None)
    db.session.commit()
    address = f"/network/roles/{role.id}/edit"
    [form] = [form for form in walk.find_forms(staff.get(address).text) if form.action == address]
    assert staff.post(address, data=_as_data(form.fill(HOSTILE)) | {"version": "99"}).status_code == 409
    expect_writes()
    ask_roles(utc_now())
    visitor = app.test_client()
    link = urlsplit(make_link(role))
    answer = visitor.get(f"{link.path}?{link.query}")
    assert "&lt;img" in answer.text
    [form] = [form for form in walk.find_forms(answer.text) if form.action == link.path]
    typed = _as_data(form.fill("It moved"))
    assert visitor.post(link.path, data=typed | {"answer": "changed"}).status_code == 200


def list_pages() -> set[str]:
    """Templates that are shown by themselves and not as a part of others."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.*")}
    parts = {
        part
        for words in texts.values()
        for part in re.findall(r"(?:include|extends|import|from)\s+[\"']([^\"']+)[\"']", words)
    }
    folders = tuple(part for part in parts if part.endswith("/"))
    return {name for name in texts if name not in parts and not name.startswith(("components/", *folders))}

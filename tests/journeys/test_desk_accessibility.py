"""Every page of the desk and of accounts, at two widths, looked at by axe; and with large text."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page

from directory.extensions import db
from directory.listings.actions import edit_service
from directory.mail.actions import queue_mail
from directory.models import Service
from directory.models.codes import Role
from tests.admin.forms import make_full_service
from tests.factories import make_guidance, make_service, make_user
from tests.journeys.conftest import DESKTOP, PHONE, OpenPage
from tests.journeys.test_accessibility import find_axe_faults

pytestmark = pytest.mark.browser

PARTS = ("basics", "needs", "where-when", "contact", "cost", "joining", "areas", "checks", "notes")


@dataclass(frozen=True)
class Desk:
    """What the pages are about, by id. A test here holds no row: reading one would begin a transaction, and
    SQLite has one writer. `session_key` is that of somebody with every role."""

    session_key: str
    service: UUID
    organization: UUID
    draft: UUID
    guidance: UUID
    other: UUID


@pytest.fixture
def desk(app: Flask) -> Desk:
    service = make_full_service()
    made = Desk(
        session_key=make_user(*Role, name="Kit Okafor").get_id(),
        service=service.id,
        organization=service.organization_id,
        draft=make_service(status="draft", summary="", phones=[], needs=[]).id,
        guidance=make_guidance().id,
        other=make_user(Role.STAFF).id,
    )
    queue_mail(key="a", to_address="worker@example.org", subject="A letter that waits", body="Words")
    db.session.commit()
    return made


def open_signed_in(app: Flask, page: Page, site: str, desk: Desk) -> None:
    """With the cookie that signing in gives."""
    now = int(datetime.now(UTC).timestamp())
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    value = signer.dumps({"_user_id": desk.session_key, "signed_in_at": now, "seen_at": now})
    page.context.add_cookies([{"name": "session", "value": str(value), "url": site}])


def list_paths(desk: Desk) -> list[str]:
    entry, guidance = f"/admin/entries/{desk.service}", f"/admin/entries/{desk.guidance}"
    return [
        "/admin/",
        "/admin/entries",
        "/admin/entries?text=nothing-like-this",
        entry,
        f"/admin/entries/{desk.draft}",
        *(f"{entry}/edit/{part}" for part in PARTS),
        *(f"{entry}/{page}" for page in ("preview", "versions", "versions/1", "assure", "close", "withdraw")),
        f"{entry}/organization",
        "/admin/organizations",
        f"/admin/organizations/{desk.organization}",
        "/admin/services/new",
        "/admin/guidance/new",
        f"{guidance}/edit/basics",
        f"{guidance}/preview",
        "/admin/undelivered",
        "/admin/held-back",
        "/admin/accounts",
        "/admin/accounts/new",
        f"/admin/accounts/{desk.other}",
        f"/admin/accounts/{desk.other}/disable",
        "/account/password",
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_page_of_the_desk(
    app: Flask, open_page: OpenPage, site: str, desk: Desk, size: dict[str, int]
) -> None:
    page = open_page(size)
    page.goto("/sign-in")
    faults = find_axe_faults(page)
    open_signed_in(app, page, site, desk)
    for path in list_paths(desk):
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        faults += find_axe_faults(page)
    assert faults == []


def test_axe_finds_nothing_on_pages_that_tell_what_is_wrong(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page()
    open_signed_in(app, page, site, desk)
    faults = []
    page.goto(f"/admin/entries/{desk.service}/edit/basics")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("alert").is_visible()
    faults += find_axe_faults(page)
    page.goto(f"/admin/entries/{desk.service}/edit/basics")
    service = db.session.get_one(Service, desk.service)
    edit_service(actor=None, service=service, data={"summary": "Theirs."}, expected_version=1)
    db.session.commit()
    page.get_by_label("Summary").fill("Mine.")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Somebody else changed this too").is_visible()
    faults += find_axe_faults(page)
    for path, button in (("/admin/services/new", "Make the draft"), ("/admin/accounts/new", "Add account")):
        page.goto(path)
        page.get_by_role("button", name=button).click()
        faults += find_axe_faults(page)
    assert faults == []


def test_nothing_at_the_desk_runs_over_the_edge_of_a_small_phone(
    app: Flask, open_page: OpenPage, site: str, desk: Desk
) -> None:
    page = open_page(PHONE)
    open_signed_in(app, page, site, desk)
    wide = []
    for path in list_paths(desk):
        page.goto(path)
        for text_size in ("100%", "200%"):
            page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", text_size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"] + 1:
                wide.append((path, text_size, width))
    assert wide == []

"""A helpline with something to find, two handlers, and how one of them starts a call in a browser."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect

from directory.extensions import db
from directory.models import PlacePoint
from directory.models.codes import AreaKind, PointKind, Role
from directory.models.helpline.codes import SafeguardingAge
from tests.factories import (
    make_area,
    make_destination,
    make_framework,
    make_location_data,
    make_need,
    make_safeguarding_contact,
    make_service,
    make_support_role,
    make_team,
    make_user,
)

PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Desk:
    """By id and session key: a test here holds no row."""

    handler: str
    other: str


def make_desk(build_index: Callable[[], None]) -> Desk:
    make_framework()
    county = make_area("example-county", AreaKind.PLACE)
    charnwood = make_area("charnwood", code="E07000130", parent=county)
    town = PlacePoint(kind=PointKind.TOWN, key="loughborough", name="Loughborough")
    town.latitude, town.longitude, town.district_code = 52.77, -1.2, "E07000130"
    db.session.add(town)
    make_need("debt", words=("owe money", "bailiffs"))
    make_need("loneliness", words=("lonely",))
    make_service(name="Rent and Debt Desk", summary="Help when you owe money.", needs=["debt"])
    for number in range(12):
        make_service(
            name=f"Friendly group {number:02}",
            needs=["loneliness"],
            service_at_locations=[make_location_data(52.77, -1.2)],
        )
    make_support_role(charnwood, name="Charnwood link worker", team=make_team(charnwood))
    make_destination(what_to_say="Ring 999 now.", is_emergency=True, phone="999")
    make_destination("gp-practice", name="Their GP practice")
    make_safeguarding_contact(county, SafeguardingAge.ADULT, name="County adult desk")
    handler, other = make_user(*Role, name="Hal"), make_user(Role.HELPLINE, name="Olu")
    made = Desk(handler.get_id(), other.get_id())
    build_index()
    return made


def sign_in(app: Flask, page: Page, site: str, key: str) -> None:
    now = int(datetime.now(UTC).timestamp())
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    value = signer.dumps({"_user_id": key, "signed_in_at": now, "seen_at": now})
    page.context.add_cookies([{"name": "session", "value": str(value), "url": site}])


def start_call(app: Flask, page: Page, site: str, key: str) -> None:
    sign_in(app, page, site, key)
    page.goto("/helpline/")
    page.get_by_role("button", name="Start a call").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Enquiry")
    # The cursor goes to the question once the page is there.
    page.wait_for_load_state()


def wait_until_kept(page: Page) -> None:
    expect(page.locator("[data-status]")).to_contain_text("Saved", timeout=10_000)


def count_outcomes(page: Page, number: int) -> None:
    expect(page.locator(".app-call-outcome")).to_have_count(number, timeout=10_000)

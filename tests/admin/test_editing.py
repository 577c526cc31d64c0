import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.dumping import dump_entry
from directory.models import Service
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_guidance, make_location_data, make_need, make_service, make_term

ALL_PARTS = ("basics", "needs", "where-when", "contact", "cost", "joining", "areas", "checks", "notes")


class _Form(HTMLParser):
    """The fields of the form that has a version, as a browser without JavaScript would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self._area: str | None = None
        self._text = ""
        self._select: str | None = None
        self._first_option: str | None = None
        self._selected: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type")
        if tag == "input" and name and (kind not in ("checkbox", "radio") or "checked" in given):
            self.pairs.append((name, given.get("value") or ""))
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select, self._first_option, self._selected = name, None, None
        elif tag == "option" and self._select:
            value = given.get("value") or ""
            self._first_option = value if self._first_option is None else self._first_option
            if "selected" in given:
                self._selected = value

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.pairs.append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select:
            chosen = self._selected if self._selected is not None else self._first_option
            self.pairs.append((self._select, chosen or ""))
            self._select = None


def read_form(html: str) -> dict[str, list[str]]:
    form = _Form()
    form.feed(html)
    fields: dict[str, list[str]] = {}
    for name, value in form.pairs:
        fields.setdefault(name, []).append(value)
    return fields


def make_full_service(**values: object) -> Service:
    make_need("debt")
    make_term("carers")
    make_area("charnwood")
    hub = make_service(name="Example Hub")
    weekly = {"freq": "WEEKLY", "byday": "TU,TH", "opens_at": "10:00", "closes_at": "12:00"}
    third = {"freq": "MONTHLY", "byday": "3WE", "opens_at": "18:30", "valid_to": "2026-12-31"}
    place = make_location_data() | {"schedules": [weekly, third]}
    place["location"]["accessibility"] = [{"description": "Ramp"}]
    service = make_service(
        needs=["debt", "company"],
        eligibility=[{"people": "carers", "description": "Who live nearby"}],
        minimum_age=18,
        maximum_age=65,
        service_at_locations=[place],
        schedules=[{"freq": "WEEKLY", "byday": "MO", "bymonthday": "1", "description": "By hand"}],
        contacts=[{"name": "Kit", "phones": [{"number": "0116 496 0009"}]}],
        cost_options=[{"option": "Tea", "amount": "1.50"}, {"option": "Room", "amount": 0}],
        referral_routes=["self", "gp"],
        referred_through=[str(hub.id)],
        availability={"status": "waiting_list", "note": "3 weeks", "said_on": "2026-01-02"},
        languages=[{"name": "Gujarati", "code": "gu"}],
        service_areas=[{"area": "charnwood"}, {"name": "The Vale", "extent": {"type": "Point"}}],
        checks=[{"kind": "dbs", "checked_on": "2026-02-01"}],
        urls=[{"label": "Leaflet", "url": "https://www.example.org/leaflet"}],
        internal_note="Ask for Jo.\n\nSecond line.",
        **values,
    )
    db.session.commit()
    return service


@pytest.mark.parametrize("slug", ALL_PARTS)
def test_a_page_opened_and_saved_unchanged_changes_nothing(client: FlaskClient, slug: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    before = dump_entry(service)
    page = client.get(f"/admin/entries/{service.id}/edit/{slug}")
    answer = client.post(
        f"/admin/entries/{service.id}/edit/{slug}", data=read_form(page.text) | {"do": "save"}
    )
    assert answer.status_code == 302, re.findall(r"error-message.*", answer.text)
    db.session.expire_all()
    assert dump_entry(service) == before


@pytest.mark.parametrize("slug", ["basics", "needs", "links", "notes"])
def test_a_page_of_guidance_saved_unchanged_changes_nothing(client: FlaskClient, slug: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    guidance = make_guidance(links=[{"label": "More", "url": "https://www.example.org/"}], body="\n# A\n\nb")
    db.session.commit()
    before = dump_entry(guidance)
    page = client.get(f"/admin/entries/{guidance.id}/edit/{slug}")
    answer = client.post(f"/admin/entries/{guidance.id}/edit/{slug}", data=read_form(page.text))
    assert answer.status_code == 302
    db.session.expire_all()
    assert dump_entry(guidance) == before

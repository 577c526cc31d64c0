"""Entries to edit, and the desk's forms as a browser without JavaScript would send them."""

from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.extensions import db
from directory.models import Area, Service
from tests.factories import make_area, make_location_data, make_need, make_service, make_term


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self._in_main = False
        self._area: str | None = None
        self._text = ""
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name"), given.get("value") or ""
        self._in_main = self._in_main or tag == "main"
        if tag == "input" and name and self._in_main:
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.pairs.append((name, value))
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((value, "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.pairs.append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            self.pairs.append((self._select, (chosen or [self._options[0][0]])[0]))
            self._select = None


def read_form(html: str) -> dict[str, list[str]]:
    """Name to values, of everything in <main>."""
    form = _Form()
    form.feed(html)
    fields: dict[str, list[str]] = {}
    for name, value in form.pairs:
        fields.setdefault(name, []).append(value)
    return fields


def open_part(client: FlaskClient, service: Service, slug: str) -> dict[str, list[str]]:
    return read_form(client.get(f"/admin/entries/{service.id}/edit/{slug}").text)


def send_part(client: FlaskClient, service: Service, slug: str, form: dict[str, object]) -> TestResponse:
    return client.post(f"/admin/entries/{service.id}/edit/{slug}", data=form)


def make_full_service(**values: object) -> Service:
    make_need("debt")
    make_term("carers")
    if db.session.query(Area).filter_by(slug="charnwood").first() is None:
        make_area("charnwood")
    hub = make_service(name="Example Hub")
    weekly = {"freq": "WEEKLY", "byday": "TU,TH", "opens_at": "10:00", "closes_at": "12:00"}
    third = {"freq": "MONTHLY", "byday": "3WE", "opens_at": "18:30", "valid_to": "2026-12-31"}
    place = make_location_data() | {"schedules": [weekly, third]}
    place["location"]["accessibility"] = [{"description": "Ramp"}]
    data: dict[str, object] = dict(
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
    )
    service = make_service(**(data | values))
    db.session.commit()
    return service

"""Whatever comes in after a place was hidden, in whatever order, a visitor never finds its street, its full
postcode or its point."""

import csv
import os
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from directory.extensions import db
from directory.framework.packs.actions import make_pack
from directory.listings import actions
from directory.listings.dumping import dump_entry
from directory.listings.organization_actions import edit_organization
from directory.listings.published import list_entries
from directory.listings.withholding.reading.plain_text import join_letters
from directory.models import EntryVersion, Guidance, Organization, Service, User
from directory.models.codes import Role, Visibility
from directory.models.mixins import utc_now
from tests.exchange.imports import ORGANIZATION_ID, feed_service, run_import, write_json, write_mapping
from tests.exchange.test_withheld import TABLES
from tests.factories import make_guidance, make_index, make_need, make_service, make_user

LETTERS = ("hushl", "le129zz")  # among the letters and digits of a page, whatever is between them
SECRETS = ("hush l", "hush+l", "le12 9zz", "le129zz", "le12-9zz", "52.712", "1.2765")
POINT = {"latitude": 52.71234, "longitude": -1.27654}
IDS = [f"3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f02{number:02d}" for number in range(40)]
ADDRESSES = (
    {"address_1": "3 Hush Lane", "city": "Shepshed", "postal_code": "LE12 9ZZ"},
    {"address_1": "3, HUSH LN.", "city": "", "postal_code": "le129zz"},
    {"address_1": "Flat 1", "address_2": "3 Hush Lane", "city": "Shepshed", "postal_code": "LE12 9ZZ"},
    {"address_1": "Hidden House, Hush Lane", "city": "Shepshed", "postal_code": "LE12 9ZZ"},
    {"address_1": "3 Hush Lane", "city": "Shepshed", "postal_code": ""},
    {"address_1": "Hush Lane", "city": "Shepshed", "postal_code": ""},
    {"address_1": "Shepshed", "city": "Shepshed", "postal_code": "LE12 9ZZ"},
    {"address_1": "Shepshed", "city": "Shepshed", "postal_code": ""},
    {"address_1": "3 Hush Lane, Shepshed, LE12 9ZZ", "city": "", "postal_code": ""},
    {"address_1": "3 Hu\u00adsh Lane", "city": "Loughborough", "postal_code": "LE12"},
    {"address_1": "1-5 Hush\u200b Lane", "city": "Shepshed, Leics", "postal_code": "LEl2 9ZZ"},
    {"address_1": "Reception", "city": "3 Hush Lane, Shepshed", "postal_code": ""},
    {"address_1": "3HushLane", "city": "Loughborough", "postal_code": "L E12 9ZZ"},
)
TEXTS = (
    "Tea and talk.",
    "Ring the bell at 3 Hush Lane.",
    "We are on Hush Ln, near the chapel, LE129ZZ.",
    "Post to: Tea, 3 HUSH LANE, Shepshed, LE12 9ZZ. Thank you.",
    "See https://maps.example.org/?q=3+Hush+Lane",
    "The point is 52.71234, -1.27654.",
    "In <b>Hush</b> Lane's shop, #HushLane, LE12/9ZZ.",
    "Mail tea@hushlane.example.org, or find us at 52.712 N 1.2765 W.",
    "By **Hush** Lane, L.E.1.2.9.Z.Z, Hu\u00adsh&nbsp;Lane.",
)
NAMES = ("Womens Refuge", "Women's Refuge", "Tea on Tuesdays", "Coffee at 3 Hush Lane")

EXAMPLES = int(os.environ.get("NEVER_SHOWN_EXAMPLES", "25"))

Step = tuple[str, int, int, int]
STEPS = st.tuples(
    st.sampled_from(
        ["feed", "overwrite", "csv", "type", "edit", "organization", "guidance", "restore", "hide"]
    ),
    st.integers(0, len(ADDRESSES) - 1),
    st.integers(0, len(TEXTS) - 1),
    st.integers(0, 8),
)


@dataclass
class World:
    """`is_hidden` once somebody has hidden the place."""

    folder: Path
    client: FlaskClient
    officer_id: uuid.UUID
    is_hidden: bool = False
    sent: int = 0
    done: list[str] = field(default_factory=list)

    @property
    def officer(self) -> User:
        return db.session.get_one(User, self.officer_id)

    def take(self, step: Step) -> None:
        kind, address, text, number = step
        self.sent += 1
        self.done.append(f"{kind} {address} {text} {number}")
        getattr(self, f"do_{kind}")(address, text, number)
        db.session.commit()

    def do_feed(self, address: int, text: int, number: int, *options: str) -> None:
        place = {**make_feed_place(ADDRESSES[address], IDS[10 + number]), **POINT}
        service = feed_service(
            id=IDS[number % 3],
            name=NAMES[number % len(NAMES)],
            description=f"{TEXTS[text]} {self.sent}",
            alert=TEXTS[(text + number) % len(TEXTS)],
            needs=["company"],
            phones=[{"id": IDS[9], "number": "0116 496 0123"}],
            service_at_locations=[{"id": IDS[20 + number], "description": TEXTS[text], "location": place}],
        )
        service["organization"] |= {"id": ORGANIZATION_ID, "description": TEXTS[(text + 1) % len(TEXTS)]}
        path = write_json(self.folder / "feed.json", [service])
        done = run_import(path, "--status", "active", *options)
        assert done.exit_code == 0, done.output

    def do_overwrite(self, address: int, text: int, number: int) -> None:
        self.do_feed(address, text, number, "--overwrite")

    def do_csv(self, address: int, text: int, number: int) -> None:
        where = ADDRESSES[address]
        row = [NAMES[number % 4], "Example Aid", TEXTS[text], where["address_1"], where["city"]]
        with (self.folder / "groups.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["name", "who", "about", "street", "town", "postcode", "phone"])
            writer.writerow([*row, where["postal_code"], "0116 496 0123"])
        named = "        name: {column: name}\n      addresses"
        point = (
            f"        latitude: {POINT['latitude']}\n        longitude: {POINT['longitude']}\n      addresses"
        )
        tables = TABLES.replace(named, named.replace("      addresses", point))
        mapping = write_mapping(self.folder, tables)
        mapping.write_text(mapping.read_text().replace("    id: id\n", "    id: [name, street, about]\n"))
        done = run_import(self.folder / "groups.csv", "--mapping", str(mapping), "--status", "active")
        assert done.exit_code in (0, 1), done.output

    def do_type(self, address: int, text: int, number: int) -> None:
        location = {"name": "Hall", "transportation": TEXTS[text], "addresses": [ADDRESSES[address]], **POINT}
        site = {"location": location, "schedules": [{"description": TEXTS[text], "dtstart": "2030-01-01"}]}
        make_service(name=NAMES[number % 4], summary=TEXTS[text], service_at_locations=[site])

    def do_edit(self, address: int, text: int, number: int) -> None:
        if service := pick(Service, number):
            data = {"summary": TEXTS[text], "application_process": TEXTS[address % len(TEXTS)]}
            self._edit(service, data)

    def do_organization(self, address: int, text: int, number: int) -> None:
        if organization := pick(Organization, number):
            edit_organization(
                actor=self.officer,
                organization=organization,
                data={"description": TEXTS[text], "website": "https://example.org/?q=LE12+9ZZ"},
                expected_version=organization.version,
            )

    def do_guidance(self, address: int, text: int, number: int) -> None:
        make_guidance(body=TEXTS[text], summary=TEXTS[number % len(TEXTS)])

    def do_restore(self, address: int, text: int, number: int) -> None:
        service = pick(Service, number)
        query = select(EntryVersion).where(EntryVersion.entry_id == service.id) if service else None
        versions = db.session.scalars(query.order_by(EntryVersion.version)).all() if query is not None else []
        if service and versions:
            version = versions[text % len(versions)]
            actions.restore_version(
                actor=self.officer, entry=service, version=version, expected_version=service.version
            )

    def do_hide(self, address: int, text: int, number: int) -> None:
        """Through any entry at the place, else by typing the place as one that is confidential."""
        shown = [one for one in db.session.scalars(select(Service)) if has_secret_place(one)]
        if shown:
            data = dump_entry(shown[number % len(shown)])
            for site in data["service_at_locations"]:
                site["location"]["visibility"] = Visibility.CONFIDENTIAL.value
            self._edit(shown[number % len(shown)], {"service_at_locations": data["service_at_locations"]})
        elif not self.is_hidden:
            place = {"name": "House", "visibility": "confidential", "addresses": [ADDRESSES[0]], **POINT}
            make_service(name="House", service_at_locations=[{"location": place}])
        self.is_hidden = True

    def _edit(self, service: Service, data: dict[str, Any]) -> None:
        actions.edit_service(actor=self.officer, service=service, data=data, expected_version=service.version)

    def look(self, *, everywhere: bool) -> list[str]:
        """What a visitor finds of the place: the page and the secret."""
        ids = list(db.session.scalars(select(Service.id)))
        guidance = list(db.session.scalars(select(Guidance.id)))
        pages = [f"/entry/{one}" for one in ids] + [f"/entry/{one}/calendar.ics" for one in ids]
        pages += [f"/guidance/{one}" for one in guidance]
        pages += ["/my-list?ids=" + ",".join(map(str, [*ids, *guidance][:60]))]
        if everywhere:
            make_index()
            pages += ["/search", "/search?view=map", "/search?need=company", "/guidance"]
            pages += ["/search?q=tea", "/search?q=refuge&place=Shepshed", "/needs/company"]
            shown = list_entries(ids)[:20]
            if shown:
                chosen = [one.id for one in shown]
                pages.append(f"/pack/{make_pack(actor=self.officer, entry_ids=chosen, now=utc_now()).token}")
            db.session.commit()
        texts = {page: self.client.get(page).text.lower() for page in pages}
        found = [(page, word) for page, text in texts.items() for word in SECRETS if word in text]
        letters = {page: join_letters(text) for page, text in texts.items()}
        found += [(page, word) for page, text in letters.items() for word in LETTERS if word in text]
        return [f"{page} says {word}" for page, word in found]


def make_feed_place(address: dict[str, str], place_id: str) -> dict[str, Any]:
    parts = {"id": place_id, "state_province": "", "country": "GB", "address_type": "physical"}
    return {"id": place_id, "location_type": "physical", "addresses": [parts | address]}


def pick(model: Any, number: int) -> Any:
    rows = db.session.scalars(select(model).order_by(model.name, model.id)).all()
    return rows[number % len(rows)] if rows else None


def has_secret_place(service: Service) -> bool:
    lines = [
        f"{a.address_1} {a.postal_code}".lower()
        for site in service.service_at_locations
        for a in site.location.addresses
        if site.location.visibility != Visibility.CONFIDENTIAL
    ]
    return any("3" in line and "hush" in line and "zz" in line for line in lines)


def empty_tables() -> None:
    db.session.rollback()
    db.session.expunge_all()
    for table in reversed(db.metadata.sorted_tables):
        if table.name != "database_identity":
            db.session.execute(delete(table))
    db.session.commit()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=st.lists(STEPS, max_size=3), after=st.lists(STEPS, min_size=1, max_size=4))
def test_a_visitor_never_finds_a_place_that_was_hidden(
    app: Flask, client: FlaskClient, tmp_path: Path, before: list[Step], after: list[Step]
) -> None:
    empty_tables()
    make_need("company")
    world = World(tmp_path, client, make_user(Role.KNOWLEDGE_OFFICER).id)
    db.session.commit()
    for step in [*before, ("hide", 0, 0, 0)]:
        world.take(step)
    assert world.look(everywhere=False) == [], world.done
    for step in after:
        world.take(step)
        assert world.look(everywhere=False) == [], world.done
    assert world.look(everywhere=True) == [], world.done

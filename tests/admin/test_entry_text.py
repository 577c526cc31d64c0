"""What the desk's forms do with details of a patient: refused beside the field, or confirmed once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.admin.editing import list_parts
from directory.admin.forms.organization_part import ORGANIZATION_PART
from directory.admin.forms.spec import Field, Group, Item
from directory.extensions import db
from directory.models import Guidance, Organization, Service
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import make_full_service, open_part, read_form, send_part
from tests.factories import make_guidance, make_service
from tests.privacy.stored import list_rows_with_number

NUMBER = "943 476 5919"
ABOUT = "The patient lives at 12 High Street with his mum."


@pytest.fixture
def officer(app: Flask, client: FlaskClient) -> FlaskClient:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    return client


def list_words(items: tuple[Item, ...], prefix: str = "") -> list[str]:
    """Every field of words of a form, with the first row of each list."""
    names = []
    for item in items:
        if isinstance(item, Field):
            is_words = item.widget in ("text", "prose") and item.name not in NOT_WORDS
            names += [prefix + item.name] if is_words else []
        else:
            at = f"{prefix}{item.name}." if isinstance(item, Group) else f"{prefix}{item.name}.0."
            names += list_words(item.items, at)
    return names


NOT_WORDS = {"number", "url", "website", "email", "identifier", "latitude", "longitude", "amount"}


def test_every_field_of_a_service_refuses_it_beside_the_field(officer: FlaskClient) -> None:
    service = make_full_service()
    tried = 0
    for part in list_parts(service):
        for name in list_words(part.items):
            form: dict[str, object] = dict(open_part(officer, service, part.slug))
            form[name] = f"{(form.get(name) or [''])[0]} {NUMBER}"  # type: ignore[index]
            page = send_part(officer, service, part.slug, form)
            assert page.status_code == 422, name
            assert "This looks like an NHS number" in page.text, name
            assert NUMBER in page.text, name
            assert list_rows_with_number() == [], name
            tried += 1
    assert tried > 30


def test_every_field_of_guidance_and_of_an_organization_refuses_it(officer: FlaskClient) -> None:
    guidance, organization = make_guidance(), make_service().organization
    db.session.commit()
    pages = [
        (f"/admin/entries/{guidance.id}/edit/{part.slug}", list_words(part.items))
        for part in list_parts(guidance)
    ]
    pages.append((f"/admin/organizations/{organization.id}", list_words(ORGANIZATION_PART.items)))
    for address, names in pages:
        for name in names:
            form = read_form(officer.get(address).text) | {name: [f"Words {NUMBER}"]}
            page = officer.post(address, data=form)
            assert (page.status_code, NUMBER in page.text) == (422, True), name
            assert "This looks like an NHS number" in page.text, name
    assert list_rows_with_number() == []


@pytest.mark.parametrize("path", ["services/new", "guidance/new"])
@pytest.mark.parametrize("name", ["name", "summary", "organization_name"])
def test_a_new_entry_refuses_it(officer: FlaskClient, path: str, name: str) -> None:
    if (path, name) == ("guidance/new", "organization_name"):
        return
    form = {"kind": "group", "name": "Tea", "summary": "Tea.", "organization_name": "Friends", "do": "save"}
    page = officer.post(f"/admin/{path}", data=form | {name: f"Words {NUMBER}"})
    assert (page.status_code, NUMBER in page.text) == (422, True)
    assert f'href="#{name}"' in page.text
    assert db.session.scalars(select(Service)).all() == db.session.scalars(select(Guidance)).all() == []


def test_a_new_entry_names_it_beside_what_else_is_wrong(officer: FlaskClient) -> None:
    page = officer.post("/admin/services/new", data={"kind": "group", "name": f"Tea {NUMBER}", "do": "save"})
    assert (page.status_code, 'href="#name"' in page.text, 'href="#organization_name"' in page.text) == (
        422,
        True,
        True,
    )


def test_words_about_a_patient_are_saved_once_they_are_confirmed(officer: FlaskClient) -> None:
    service = make_full_service()
    form: dict[str, object] = dict(open_part(officer, service, "basics")) | {"description": ABOUT}
    page = send_part(officer, service, "basics", form)
    assert (page.status_code, "Not saved yet" in page.text, ABOUT in page.text) == (200, True, True)
    assert 'href="#description"' in page.text
    db.session.expire_all()
    assert db.session.get_one(Service, service.id).description != ABOUT
    again = send_part(officer, service, "basics", dict(read_form(page.text)))
    assert again.status_code == 302
    assert db.session.get_one(Service, service.id).description == ABOUT


def test_words_that_the_entry_has_already_are_not_asked_about(officer: FlaskClient) -> None:
    service = make_full_service(description=ABOUT)
    form: dict[str, object] = dict(open_part(officer, service, "basics")) | {"name": "Other name"}
    assert send_part(officer, service, "basics", form).status_code == 302


def test_an_organization_and_a_new_entry_are_asked_about_too(officer: FlaskClient) -> None:
    organization: Organization = make_service().organization
    db.session.commit()
    address = f"/admin/organizations/{organization.id}"
    page = officer.post(address, data=read_form(officer.get(address).text) | {"description": [ABOUT]})
    assert (page.status_code, "Not saved yet" in page.text) == (200, True)
    assert officer.post(address, data=read_form(page.text)).status_code == 302
    typed = {"name": "Advice", "summary": "He lives alone. Born 3 May 1961."}
    page = officer.post("/admin/guidance/new", data=typed)
    assert "This looks like a date of birth" in page.text
    assert officer.post("/admin/guidance/new", data=read_form(page.text)).status_code == 302


def test_a_street_a_date_and_a_telephone_are_saved_at_once(officer: FlaskClient) -> None:
    service = make_full_service()
    words = "12 High Street, LE1 1AA. Fair on 05/06/2026. Ask Mrs Jenkins, 07700 900123."
    form: dict[str, object] = dict(open_part(officer, service, "basics")) | {"description": words}
    assert send_part(officer, service, "basics", form).status_code == 302

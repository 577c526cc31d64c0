import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory.extensions import db
from directory.listings.organization_actions import edit_organization
from directory.models import Change, Guidance, Organization, Service
from directory.models.codes import Role, Status
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import read_form
from tests.factories import make_service

NEW = {"kind": "group", "name": "Knit and natter", "summary": "Wool and tea."}


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_officer_makes_a_draft_with_a_new_organization(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    answer = client.post("/admin/services/new", data=NEW | {"organization_name": "Example  Knitters"})
    service = db.session.scalars(select(Service)).one()
    assert answer.location == f"/admin/entries/{service.id}"
    assert (service.status, service.organization.name) == (Status.DRAFT, "Example Knitters")


def test_finding_an_organization_saves_nothing_and_keeps_what_was_typed(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    known = make_service(organization={"name": "Example Knitters of Oadby"}).organization
    make_service(organization={"name": "Example Rovers"})
    db.session.commit()
    form = NEW | {"organization_name": "knitters", "do": "find"}
    found = client.post("/admin/services/new", data=form)
    assert found.status_code == 200
    assert "Example Knitters of Oadby" in found.text
    assert "Example Rovers" not in found.text
    assert count(Service) == 2
    again = read_form(found.text)
    assert (again["name"], again["kind"]) == (["Knit and natter"], ["group"])
    client.post("/admin/services/new", data=again | {"organization": str(known.id)})
    made = db.session.scalars(select(Service).where(Service.name == "Knit and natter")).one()
    assert made.organization_id == known.id
    assert count(Organization) == 2


def test_a_name_like_one_that_is_there_asks_which_is_meant(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    make_service(organization={"name": "Example Knitters of Oadby"})
    db.session.commit()
    form = NEW | {"organization_name": "Example Knitters"}
    asked = client.post("/admin/services/new", data=form)
    assert asked.status_code == 422
    assert "say that it is a new one" in asked.text
    assert client.post("/admin/services/new", data=form | {"organization": "new"}).status_code == 302
    assert count(Organization) == 2


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "Enter something here."),
        ({"kind": ""}, "Fill this in."),
        ({"kind": "emperor"}, "Choose from the list."),
        ({"summary": "x" * 501}, "500 characters or fewer"),
        ({"organization_name": " "}, "Enter the name of the organization"),
        ({"organization_name": "y" * 201}, "200 characters or fewer"),
    ],
)
def test_a_bad_draft_is_refused_and_what_was_typed_stays(
    client: FlaskClient, typed: dict[str, str], message: str
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    form = NEW | {"organization_name": "Example Knitters"} | typed
    answer = client.post("/admin/services/new", data=form)
    assert answer.status_code == 422
    assert message in answer.text
    assert count(Service) == count(Organization) == 0
    kept = read_form(answer.text)
    assert kept["name"] == [form["name"]]
    assert kept["summary"] == [form["summary"]]


def test_guidance_starts_as_a_draft_too(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert client.post("/admin/guidance/new", data={"name": "", "summary": "S"}).status_code == 422
    answer = client.post("/admin/guidance/new", data={"name": "Sleep well", "summary": "S"})
    guidance = db.session.scalars(select(Guidance)).one()
    assert answer.location == f"/admin/entries/{guidance.id}/edit/basics"
    assert guidance.status == Status.DRAFT


def test_who_runs_an_entry_is_changed_by_choosing(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service, other = make_service(), make_service(organization={"name": "Example Rovers"})
    db.session.commit()
    form = read_form(client.get(f"/admin/entries/{service.id}/organization").text)
    form |= {"organization_name": "rovers", "organization": str(other.organization_id)}
    assert client.post(f"/admin/entries/{service.id}/organization", data=form).status_code == 302
    db.session.expire_all()
    assert service.organization_id == other.organization_id
    assert client.post(f"/admin/entries/{service.id}/organization", data=form).status_code == 409


def test_an_organization_is_edited_once_for_all_its_entries(app: Flask, client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    one, two = (make_service(organization={"name": "Example Rovers"}) for _ in range(2))
    decoy = make_service()
    db.session.commit()
    address = f"/admin/organizations/{one.organization_id}"
    page = client.get(address)
    assert "all 2 entries" in page.text
    last = db.session.scalar(select(func.max(Change.seq))) or 0
    form = read_form(page.text) | {"website": "www.example.org"}
    form = read_form(client.post(address, data=form | {"do": "add:phones"}).text)
    assert client.post(address, data=form | {"phones.0.number": "0116 496 0111"}).status_code == 302
    db.session.expire_all()
    assert one.organization.website == "https://www.example.org"
    assert one.organization.phones[0].number == "0116 496 0111"
    told = set(db.session.scalars(select(Change.entry_id).where(Change.seq > last)))
    assert told == {one.id, two.id}
    assert decoy.id not in told


def test_two_editors_of_an_organization_lose_nothing(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    organization = make_service(organization={"name": "Example Rovers"}).organization
    db.session.commit()
    address = f"/admin/organizations/{organization.id}"
    mine = read_form(client.get(address).text) | {"description": "Mine"}
    theirs = {"description": "Theirs"}
    edit_organization(
        actor=None, organization=organization, data=theirs, expected_version=organization.version
    )
    db.session.commit()
    answer = client.post(address, data=mine)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert read_form(answer.text)["description"] == ["Mine"]
    assert client.post(address, data=read_form(answer.text)).status_code == 302
    db.session.expire_all()
    assert organization.description == "Mine"

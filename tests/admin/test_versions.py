from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings import actions
from directory.listings.dumping import dump_entry
from directory.models.codes import AssuranceMethod, Role
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import make_full_service
from tests.factories import make_location_data, make_service, make_user


def test_versions_tell_who_did_what(client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    kit = make_user(name="Kit Okafor")
    service = make_service()
    actions.edit_service(actor=kit, service=service, data={"summary": "New."}, expected_version=1)
    actions.assure_entry(actor=kit, entry=service, how=AssuranceMethod.PHONE)
    db.session.commit()
    page = client.get(f"/admin/entries/{service.id}/versions").text
    assert page.count("Kit Okafor") == 2
    assert "by the system" in page
    for words in ("made,", "changed,", "checked,"):
        assert words in page


def test_a_version_shows_what_changed_in_words(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    data = {"cost_options": [{"option": "Supper", "amount": "4"}], "needs": ["debt"]}
    actions.edit_service(actor=None, service=service, data=data, expected_version=1)
    db.session.commit()
    page = client.get(f"/admin/entries/{service.id}/versions/2").text
    assert "Tea, £1.50" in page
    assert "Supper, £4.00" in page
    assert "Summary" not in page
    assert client.get(f"/admin/entries/{service.id}/versions/1").status_code == 200


def test_putting_back_a_version_restores_all_of_it_and_leaves_the_organization_alone(
    client: FlaskClient,
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    before = dump_entry(service)
    data = {"name": "New", "cost_options": [], "service_at_locations": []}
    actions.edit_service(actor=None, service=service, data=data, expected_version=1)
    service.organization.name = "Renamed since"
    db.session.commit()
    address = f"/admin/entries/{service.id}/versions/1/restore"
    assert client.post(address, data={"expected_version": "2"}).status_code == 302
    db.session.expire_all()
    after = dump_entry(service)
    assert (after["name"], after["cost_options"][0]["option"]) == (before["name"], "Tea")
    assert after["service_at_locations"][0]["location"] == before["service_at_locations"][0]["location"]
    assert service.organization.name == "Renamed since"


def test_putting_back_over_somebody_elses_save_is_refused(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    actions.edit_service(actor=None, service=service, data={"summary": "2"}, expected_version=1)
    db.session.commit()
    answer = client.post(f"/admin/entries/{service.id}/versions/1/restore", data={"expected_version": "1"})
    assert answer.status_code == 409
    db.session.expire_all()
    assert service.summary == "2"


def test_a_version_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_service()
    db.session.commit()
    for number in ("0", "7", "999999999", "9" * 30, "x"):
        assert client.get(f"/admin/entries/{service.id}/versions/{number}").status_code == 404


def test_the_helpline_is_not_told_where_a_confidential_place_is_now_or_in_an_earlier_version(
    client: FlaskClient,
) -> None:
    service = make_service(service_at_locations=[make_location_data(name="Quiet House")])
    place = dump_entry(service)["service_at_locations"][0]["location"] | {"visibility": "confidential"}
    data = {"service_at_locations": [{"location": place}]}
    actions.edit_service(actor=None, service=service, data=data, expected_version=1)
    decoy = make_service(
        service_at_locations=[make_location_data(52.7, -1.2, name="Open House", addresses=[])]
    )
    db.session.commit()
    pages = [f"/admin/entries/{service.id}{end}" for end in ("", "/versions/1", "/versions/2")]
    sign_in_as(client, Role.HELPLINE)
    for page in pages:
        text = client.get(page).text
        assert not any(said in text for said in ("Quiet House", "1 Example Street", "LE1 1AA"))
    assert "Confidential" in client.get(pages[0]).text
    assert "Open House" in client.get(f"/admin/entries/{decoy.id}").text
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert ["Quiet House" in client.get(page).text for page in pages] == [True, False, False]

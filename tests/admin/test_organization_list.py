from flask.testing import FlaskClient

from directory.admin.organization_list import list_organizations
from directory.extensions import db
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_service


def test_every_organization_is_listed_with_its_entries_and_a_way_to_change_it(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    first = make_service(organization={"name": "Example Tea"})
    make_service(organization_id=str(first.organization_id), status="draft")
    make_service(organization={"name": "Example Choir"})
    db.session.commit()
    page = client.get("/admin/organizations")
    assert "2 organizations" in page.text
    assert page.text.index("Example Choir") < page.text.index("Example Tea")
    assert f"/admin/organizations/{first.organization_id}" in page.text
    rows = list_organizations("tea", 1).rows
    assert [(row.name, row.entries, row.published) for row in rows] == [("Example Tea", 2, 1)]


def test_the_list_is_narrowed_by_name_and_pages_end(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    for number in range(53):
        make_service(organization={"name": f"Example {number:02}"})
    db.session.commit()
    second = client.get("/admin/organizations?page=2")
    assert "page 2 of 2" in second.text
    assert "Example 52" in second.text
    assert "No organization fits" in client.get("/admin/organizations?text=%25").text
    for odd in ("page=99999999", "page=-1", "page=x", "text=%00", "text=" + "x" * 5000):
        assert client.get(f"/admin/organizations?{odd}").status_code == 200


def test_helpline_staff_do_not_change_organizations(client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE)
    assert client.get("/admin/organizations").status_code == 403

"""A proposal that comes from an enquiry leads those to it who may open it."""

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models.codes import Role
from directory.models.improving.codes import ProposalSource
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_enquiry, make_need, make_proposal


@pytest.mark.parametrize(("role", "is_led"), [(Role.KNOWLEDGE_OFFICER, True), (Role.ADMINISTRATOR, False)])
def test_the_enquiry_of_a_proposal_is_a_link_for_those_who_may_open_it(
    client: FlaskClient, role: Role, is_led: bool
) -> None:
    enquiry = make_enquiry(number=41)
    proposal = make_proposal(need=make_need("debt"), source=ProposalSource.ENQUIRY, source_reference="41")
    enquiry_id, address = enquiry.id, f"/admin/proposals/{proposal.id}"
    sign_in_as(client, role)
    for page in (client.get("/admin/proposals").text, client.get(address).text):
        assert "Enquiry 41" in page
        assert ('<a href="/helpline/enquiries/41">Enquiry 41</a>' in page) == is_led
    answer = client.get("/helpline/enquiries/41")
    assert answer.status_code == (302 if is_led else 403)
    if is_led:
        assert answer.location == f"/helpline/enquiries/{enquiry_id}"
        assert client.get("/helpline/enquiries/42").status_code == 404
    db.session.rollback()

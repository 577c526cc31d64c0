"""A call that is open to the handler who is signed in, and how its page sends what is typed."""

import uuid
from typing import Any

from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import Enquiry, TaxonomyTerm
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_enquiry


def open_call(client: FlaskClient, *needs: TaxonomyTerm, **values: Any) -> tuple[uuid.UUID, str]:
    """Its id and address."""
    handler = sign_in_as(client, Role.HELPLINE)
    enquiry_id = make_enquiry(*needs, handler_id=handler.id, **values).id
    db.session.commit()
    return enquiry_id, f"/helpline/enquiries/{enquiry_id}"


def find_call(enquiry_id: uuid.UUID) -> Enquiry:
    """As it is in the database now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Enquiry, enquiry_id)


def send(version: int = 1, **values: Any) -> dict[str, Any]:
    return {"expected_version": str(version)} | values

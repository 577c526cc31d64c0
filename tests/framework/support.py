"""A record that is open to whoever is signed in."""

import uuid
from typing import Any

from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import SupportRecord
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_support_record


def make_open_record(client: FlaskClient, **values: Any) -> tuple[uuid.UUID, str]:
    """The id and address of a record on the list of the worker who is now signed in."""
    worker = sign_in_as(client, Role.STAFF)
    record_id = make_support_record(worker_id=worker.id, **values).id
    db.session.commit()
    return record_id, f"/support/records/{record_id}"


def find_record(record_id: uuid.UUID) -> SupportRecord:
    """As it is in the database now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(SupportRecord, record_id)

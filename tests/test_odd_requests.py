"""What programs send and people do not, to the pages of casework."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from directory.errors import EditConflict
from directory.extensions import db
from directory.framework.records.actions import set_choices
from directory.framework.records.conversation import describe_conversation, save_conversation
from directory.models import SupportRecord
from directory.models.codes import Role
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_framework, make_support_record, make_user

MANY = [f"{number:x}" for number in range(70_000)]


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("address", "name", "role"),
    [
        ("/unmet-needs/log", "needs", Role.STAFF),
        ("/helpline/ask", "needs", Role.STAFF),
        ("/network/roles/new", "needs", Role.KNOWLEDGE_OFFICER),
        ("/network/roles/new", "areas", Role.KNOWLEDGE_OFFICER),
        ("/unmet-needs/group", "chosen", Role.KNOWLEDGE_OFFICER),
        ("/support/new", "entry", Role.STAFF),
        ("/packs", "entry", Role.STAFF),
        ("/what-could-help", "need", Role.STAFF),
    ],
)
def test_thousands_of_one_field_are_refused_and_break_nothing(
    client: FlaskClient, address: str, name: str, role: Role
) -> None:
    sign_in_as(client, role)
    assert client.post(address, data={name: MANY}).status_code == 422


@pytest.mark.parametrize("save", ["conversation", "options"])
@pytest.mark.both_engines
def test_a_save_committed_between_reading_and_writing_a_record_is_not_written_over(
    client: FlaskClient, save: str
) -> None:
    make_framework()
    record, worker = make_support_record(goals="Mine"), make_user(Role.STAFF)
    version = record.version
    theirs = update(SupportRecord).values(version=version + 1).execution_options(synchronize_session=False)
    db.session.execute(theirs)
    saves: dict[str, Callable[[], object]] = {
        "conversation": lambda: save_conversation(
            actor=worker,
            record=record,
            conversation=describe_conversation(record),
            expected_version=version,
            role="",
            now=utc_now(),
        ),
        "options": lambda: set_choices(actor=worker, record=record, typed={}, expected_version=version),
    }
    with pytest.raises(EditConflict):
        saves[save]()

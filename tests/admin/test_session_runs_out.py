from flask.testing import FlaskClient

from directory.accounts.passwords import hash_password
from directory.extensions import db
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import make_full_service, open_part, read_form, send_part

PASSWORD = "blue kettle seven lamps"


def test_a_form_filled_in_while_the_session_ran_out_is_saved_after_signing_in_again(
    client: FlaskClient,
) -> None:
    officer = sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    officer.password_hash = hash_password(PASSWORD)
    service = make_full_service()
    typed = {"description": "\nFirst line\r\n\r\n<b>Second</b> & “third”  ", "needs": ["debt"]}
    form = open_part(client, service, "basics") | typed
    with client.session_transaction() as session:
        session["seen_at"] = session["signed_in_at"] = 1
    asked = send_part(client, service, "basics", form)
    assert asked.status_code == 401
    assert "What you typed is kept" in asked.text
    wrong = client.post("/sign-in", data=read_form(asked.text) | {"email": officer.email, "password": "no"})
    assert wrong.status_code == 422
    right = {"email": officer.email, "password": PASSWORD}
    carried = client.post("/sign-in", data=read_form(wrong.text) | right)
    assert f'action="/admin/entries/{service.id}/edit/basics"' in carried.text
    assert send_part(client, service, "basics", read_form(carried.text)).status_code == 302
    db.session.expire_all()
    assert service.description == "First line\n\n<b>Second</b> & “third”"
    assert service.version == 2

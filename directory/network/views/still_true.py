"""Where the holder of a role says, by the link in an e-mail, whether it is still true."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import open_to_all
from directory.asked_again import AskedAgain, ask_again
from directory.errors import InvalidData
from directory.extensions import db
from directory.models import SupportRole
from directory.network import actions
from directory.network.mailing import PATH, find_role_of_key
from directory.network.views import blueprint


@blueprint.get(PATH)
@open_to_all
def still_true() -> ResponseReturnValue:
    key = request.args.get("key", "")
    role = find_role_of_key(key)
    return _show(role, key) if role else _refuse()


@blueprint.post(PATH)
@open_to_all
def still_true_say() -> ResponseReturnValue:
    key = request.form.get("key", "")
    role = find_role_of_key(key)
    if role is None:
        return _refuse()
    is_true = request.form.get("answer") == "true"
    try:
        if is_true:
            actions.confirm_role(actor=None, role=role, typed=request.form, how="e-mail link")
        elif request.form.get("answer") == "changed":
            actions.note_change(actor=None, role=role, typed=request.form)
            ask_again(request.form, "holder_note")
        else:
            raise InvalidData("Choose an answer.", {"answer": "Say whether it is still true."})
    except InvalidData as error:
        db.session.rollback()
        return _show(role, key, error)
    db.session.commit()
    return render_template("network/still_true_thanks.html", is_true=is_true)


def _show(role: SupportRole, key: str, error: InvalidData | None = None) -> ResponseReturnValue:
    return render_template(
        "network/still_true.html",
        role=role,
        key=key,
        problems=error.fields if error else {},
        asked=error if isinstance(error, AskedAgain) else None,
        typed=request.form,
    ), int(error.status) if error else 200


def _refuse() -> ResponseReturnValue:
    return render_template("network/still_true_over.html"), 410

"""The page of an account on which its support records are handed over."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import ACCOUNT_KEEPERS, allow, find_actor
from directory.accounts.queries import find_account_by_id
from directory.errors import InvalidData, NotFound
from directory.extensions import db
from directory.framework.handing_over import hand_over_records, list_held
from directory.framework.views import blueprint
from directory.models import User


@blueprint.get("/admin/accounts/<uuid:account_id>/support-records")
@allow(*ACCOUNT_KEEPERS)
def handover(account_id: uuid.UUID) -> ResponseReturnValue:
    return _show(_require(account_id), {})


@blueprint.post("/admin/accounts/<uuid:account_id>/support-records")
@allow(*ACCOUNT_KEEPERS)
def handover_save(account_id: uuid.UUID) -> ResponseReturnValue:
    worker = _require(account_id)
    try:
        hand_over_records(actor=find_actor(), worker=worker, typed=request.form)
    except InvalidData as error:
        db.session.rollback()
        return _show(_require(account_id), error.fields), 422
    db.session.commit()
    flash("The support records are handed over.")
    return redirect(url_for("framework.handover", account_id=account_id))


def _require(account_id: uuid.UUID) -> User:
    account = find_account_by_id(account_id)
    if account is None:
        raise NotFound("There is no such account.")
    return account


def _show(worker: User, problems: dict[str, str]) -> str:
    return render_template(
        "framework/handover.html", account=worker, held=list_held(worker), problems=problems
    )

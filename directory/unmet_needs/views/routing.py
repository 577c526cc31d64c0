"""Who is asked: the routing table, and the contact of each body, kept by the knowledge officer."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import CommissioningBody
from directory.unmet_needs import forms, queries
from directory.unmet_needs.commissioning import bodies
from directory.unmet_needs.views import blueprint

_FIELDS = ("name", "contact_post", "contact_email", "answer_days")


@blueprint.get("/routing")
@allow(*COUNT_KEEPERS)
def routing() -> ResponseReturnValue:
    return render_template(
        "unmet_needs/routing.html", bodies=queries.list_bodies(), rules=queries.list_rules()
    )


@blueprint.get("/routing/<uuid:body_id>")
@allow(*COUNT_KEEPERS)
def body(body_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.find_body(body_id)
    return _show(found, {name: getattr(found, name) or "" for name in _FIELDS}, {}, 200)


@blueprint.post("/routing/<uuid:body_id>")
@allow(*COUNT_KEEPERS)
def body_save(body_id: uuid.UUID) -> ResponseReturnValue:
    found, typed = queries.find_body(body_id), forms.read_fields(request.form, _FIELDS)
    version = forms.read_version(request.form)
    try:
        bodies.edit_body(actor=find_actor(), body=found, typed=typed, expected_version=version)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show(found, typed, error.fields, int(error.status))
    db.session.commit()
    flash(f"{found.name} is saved.")
    return redirect(url_for("unmet_needs.routing"))


def _show(
    found: CommissioningBody, typed: dict[str, Any], problems: dict[str, str], status: int
) -> ResponseReturnValue:
    return render_template(
        "unmet_needs/body.html", body=found, typed=typed, problems=problems, is_stale=status == 409
    ), status

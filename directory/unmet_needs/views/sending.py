"""A group is sent to who commissions. It cannot be taken back, so it is asked about first."""

import uuid

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models.mixins import utc_now
from directory.network.checking import read_id
from directory.network.confirmation import day_of
from directory.small_numbers import protect
from directory.unmet_needs import forms, queries
from directory.unmet_needs.figures.group_counts import count_shown
from directory.unmet_needs.groups import loop
from directory.unmet_needs.views import blueprint
from directory.unmet_needs.views.grouping import done, show_group


@blueprint.get("/groups/<uuid:group_id>/send")
@allow(*COUNT_KEEPERS)
def group_send_ask(group_id: uuid.UUID) -> ResponseReturnValue:
    found, on = queries.find_group(group_id), day_of(utc_now())
    try:
        body = loop.find_asked(found, read_id(request.args.get("body")), on)
    except InvalidData as error:
        return show_group(found, forms.describe_group(found), error.fields, 422)
    return render_template(
        "unmet_needs/group_send_ask.html",
        group=found,
        body=body,
        told=loop.list_told(body),
        due_on=loop.find_due_day(body, on),
        figure=protect(count_shown([found], on).get(found.id, 0)),
    )


@blueprint.post("/groups/<uuid:group_id>/send")
@allow(*COUNT_KEEPERS)
def group_send(group_id: uuid.UUID) -> ResponseReturnValue:
    found, version = queries.find_group(group_id), forms.read_version(request.form)
    body_id = read_id(request.form.get("body"))
    try:
        body = loop.send_group(
            actor=find_actor(), group=found, body_id=body_id, expected_version=version, now=utc_now()
        )
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return show_group(found, forms.describe_group(found), error.fields, int(error.status))
    return done(found, f"Sent to {body.name}.")

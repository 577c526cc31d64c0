"""What cannot be taken back is asked about first: a group is sent to who commissions, or becomes part of
another."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import UnmetNeedGroup
from directory.models.mixins import utc_now
from directory.network.checking import read_id
from directory.network.confirmation import day_of
from directory.small_numbers import protect
from directory.unmet_needs import askers, forms, grouping, lists, loop, queries, wording
from directory.unmet_needs.views import blueprint, joining
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
        figure=protect(lists.count_times_asked(found)),
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


@blueprint.get("/groups/<uuid:group_id>/merge")
@allow(*COUNT_KEEPERS)
def group_merge_ask(group_id: uuid.UUID) -> ResponseReturnValue:
    found, into = queries.find_group(group_id), _find_other(request.args.get("into"))
    if into is None or not grouping.may_merge(found, into):
        problems = {"into": "Choose another group."}
        return show_group(found, forms.describe_group(found), problems, 422)
    counts = lists.count_by_group([found.id, into.id])
    return render_template(
        "unmet_needs/group_merge_ask.html", group=found, into=into, counts=counts, words=wording
    )


@blueprint.post("/groups/<uuid:group_id>/merge")
@allow(*COUNT_KEEPERS)
def group_merge(group_id: uuid.UUID) -> ResponseReturnValue:
    found, version = queries.find_group(group_id), forms.read_version(request.form)
    into = _find_other(request.form.get("into")) or found
    if not joining.may_join(into):
        return redirect(url_for("unmet_needs.group_merge_ask", group_id=group_id, into=into.id))
    try:
        joined = lists.list_member_ids(found)
        grouping.merge_groups(actor=find_actor(), group=found, into=into, expected_version=version)
        askers.tell_what_stands(into, joined, utc_now())
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return show_group(found, forms.describe_group(found), error.fields, int(error.status))
    return done(into, "The two groups are one now.")


def _find_other(given: str | None) -> UnmetNeedGroup | None:
    """Raises NotFound where there is no such group."""
    other_id = read_id(given)
    return queries.find_group(other_id) if other_id else None

"""Two groups become one, asked about first; and how that is taken back."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import UnmetNeedGroup
from directory.models.mixins import utc_now
from directory.network.checking import read_id
from directory.unmet_needs import askers, forms, lists, queries, wording
from directory.unmet_needs.figures.group_counts import count_by_group
from directory.unmet_needs.groups import merging
from directory.unmet_needs.views import blueprint, joining
from directory.unmet_needs.views.grouping import done, show_group


@blueprint.get("/groups/<uuid:group_id>/merge")
@allow(*COUNT_KEEPERS)
def group_merge_ask(group_id: uuid.UUID) -> ResponseReturnValue:
    found, into = queries.find_group(group_id), _find_other(request.args.get("into"))
    if into is None or not merging.may_merge(found, into):
        problems = {"into": "Choose another group."}
        return show_group(found, forms.describe_group(found), problems, 422)
    counts = count_by_group([found.id, into.id])
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
        merging.merge_groups(actor=find_actor(), group=found, into=into, expected_version=version)
        askers.tell_what_stands(into, joined, utc_now())
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return show_group(found, forms.describe_group(found), error.fields, int(error.status))
    return done(into, "The two groups are one now.")


@blueprint.get("/groups/<uuid:group_id>/take-back")
@allow(*COUNT_KEEPERS)
def group_take_back_ask(group_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.find_group(group_id)
    into = _find_other(found.merged_into_id)
    if into is None:
        return _lead_to(found)
    one = merging.describe_merged(found, into)
    if one.stays_because:
        return show_group(into, forms.describe_group(into), {"merged": one.stays_because}, 422)
    return render_template("unmet_needs/group_take_back_ask.html", one=one, into=into)


@blueprint.post("/groups/<uuid:group_id>/take-back")
@allow(*COUNT_KEEPERS)
def group_take_back(group_id: uuid.UUID) -> ResponseReturnValue:
    found, version = queries.find_group(group_id), forms.read_version(request.form)
    into = _find_other(found.merged_into_id)
    if into is None:
        return _lead_to(found)
    try:
        one = merging.take_back_merge(actor=find_actor(), group=found, into=into, expected_version=version)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return show_group(into, forms.describe_group(into), error.fields, int(error.status))
    return done(found, wording.tell_taken_back(found.name, one.here, one.brought))


def _lead_to(group: UnmetNeedGroup) -> ResponseReturnValue:
    flash("It is a group of its own.")
    return redirect(url_for("unmet_needs.group", group_id=group.id))


def _find_other(given: object) -> UnmetNeedGroup | None:
    """Raises NotFound where there is no such group."""
    other_id = read_id(given)
    return queries.find_group(other_id) if other_id else None

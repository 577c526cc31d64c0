"""The knowledge officer's queue: what was logged, the groups, and where they stand."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import UnmetNeedGroup
from directory.models.codes import GroupState
from directory.models.mixins import utc_now
from directory.network.checking import read_id
from directory.network.confirmation import day_of
from directory.unmet_needs import choices, forms, grouping, loop, matching, queries, routing, wording
from directory.unmet_needs.views import blueprint


@blueprint.get("/")
@allow(*COUNT_KEEPERS)
def queue() -> ResponseReturnValue:
    return _show_queue({}, {}, 200)


@blueprint.post("/group")
@allow(*COUNT_KEEPERS)
def group_make() -> ResponseReturnValue:
    """Makes a group of what is ticked, or adds it to one that is there."""
    ids, into = forms.read_ids(request.form, "chosen"), read_id(request.form.get("into"))
    try:
        if into:
            group = queries.find_group(into)
            grouping.add_to_group(actor=find_actor(), group=group, unmet_need_ids=ids)
        else:
            group = grouping.create_group(actor=find_actor(), unmet_need_ids=ids, typed=request.form)
    except InvalidData as error:
        db.session.rollback()
        return _show_queue(error.fields, request.form, 422)
    db.session.commit()
    flash(f"Saved in the group {group.name}.")
    return redirect(url_for("unmet_needs.group", group_id=group.id))


@blueprint.get("/groups/<uuid:group_id>")
@allow(*COUNT_KEEPERS)
def group(group_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.find_group(group_id)
    if found.state == GroupState.MERGED:
        return redirect(url_for("unmet_needs.group", group_id=found.merged_into_id))
    return _show_group(found, forms.describe_group(found), {}, 200)


@blueprint.post("/groups/<uuid:group_id>/edit")
@allow(*COUNT_KEEPERS)
def group_save(group_id: uuid.UUID) -> ResponseReturnValue:
    found, version = queries.find_group(group_id), forms.read_version(request.form)
    typed = forms.read_fields(request.form, ("name", "summary", "position"))
    try:
        grouping.edit_group(actor=find_actor(), group=found, typed=typed, expected_version=version)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show_group(found, typed, error.fields, int(error.status))
    return _done(found, "The group is saved.")


@blueprint.post("/groups/<uuid:group_id>/merge")
@allow(*COUNT_KEEPERS)
def group_merge(group_id: uuid.UUID) -> ResponseReturnValue:
    found, version = queries.find_group(group_id), forms.read_version(request.form)
    into_id = read_id(request.form.get("into"))
    into = queries.find_group(into_id) if into_id else found
    try:
        grouping.merge_groups(actor=find_actor(), group=found, into=into, expected_version=version)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show_group(found, forms.describe_group(found), error.fields, int(error.status))
    return _done(into, "The two groups are one now.")


@blueprint.post("/groups/<uuid:group_id>/split")
@allow(*COUNT_KEEPERS)
def group_split(group_id: uuid.UUID) -> ResponseReturnValue:
    found, ids = queries.find_group(group_id), forms.read_ids(request.form, "chosen")
    typed = {"name": request.form.get("split_name", "")}
    try:
        made = grouping.create_group(actor=find_actor(), unmet_need_ids=ids, typed=typed)
    except InvalidData as error:
        db.session.rollback()
        problems = {"split_name" if name == "name" else name: words for name, words in error.fields.items()}
        return _show_group(found, forms.describe_group(found), problems, 422)
    return _done(made, "What was ticked is a group of its own now.")


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
        return _show_group(found, forms.describe_group(found), error.fields, int(error.status))
    return _done(found, f"Sent to {body.name}.")


def _done(group: UnmetNeedGroup, words: str) -> ResponseReturnValue:
    db.session.commit()
    flash(words)
    return redirect(url_for("unmet_needs.group", group_id=group.id))


def _show_queue(problems: dict[str, str], typed: Any, status: int) -> ResponseReturnValue:
    on = day_of(utc_now())
    groups = queries.list_groups(on, GroupState.SENT, GroupState.GROUPED, GroupState.ANSWERED)
    return render_template(
        "unmet_needs/queue.html",
        ungrouped=queries.list_ungrouped(),
        groups=groups,
        into=choices.choose_group(groups, "A new group"),
        problems=problems,
        typed=typed,
        chosen=forms.read_ids(request.form, "chosen"),
        words=wording,
        on=on,
    ), status


def _show_group(
    found: UnmetNeedGroup, typed: dict[str, Any], problems: dict[str, str], status: int
) -> ResponseReturnValue:
    on = day_of(utc_now())
    others = queries.list_groups(on, GroupState.SENT, GroupState.GROUPED, GroupState.ANSWERED)
    return render_template(
        "unmet_needs/group.html",
        group=found,
        typed=typed,
        problems=problems,
        is_stale=status == 409,
        members=queries.list_group_members(found),
        count=queries.count_times_asked(found),
        is_overdue=queries.is_overdue(found, on),
        routed=routing.find_body(found.need, found.area, on),
        bodies=choices.choose_body(queries.list_bodies(), "As the routing table says"),
        others=choices.choose_group([one for one in others if one.group.id != found.id], "Choose"),
        matches=matching.list_matching_entries(found, on),
        words=wording,
    ), status

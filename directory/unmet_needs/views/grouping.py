"""The knowledge officer's queue: what was logged, the groups, and where they stand."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.asked_again import AskedAgain, ask_again
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.listings.needs import list_needs
from directory.models import UnmetNeedGroup
from directory.models.codes import GroupState
from directory.models.mixins import utc_now
from directory.network.checking import clean_line, read_id
from directory.network.confirmation import day_of
from directory.search.log.queries import list_weak_signals
from directory.unmet_needs import askers, choices, forms, lists, queries, wording
from directory.unmet_needs.commissioning import routing
from directory.unmet_needs.figures.group_counts import count_times_asked
from directory.unmet_needs.groups import grouping, loop, matching, merging
from directory.unmet_needs.views import blueprint, joining


@blueprint.get("/")
@allow(*COUNT_KEEPERS)
def queue() -> ResponseReturnValue:
    return _show_queue({})


@blueprint.get("/groups")
@allow(*COUNT_KEEPERS)
def group_list() -> ResponseReturnValue:
    on, wanted = day_of(utc_now()), lists.read_wanted(request.args)
    return render_template(
        "unmet_needs/group_list.html",
        page=lists.list_groups(wanted, on),
        wanted=wanted,
        states=choices.choose_code(wording.LISTED_STATE_NAMES, "All"),
        words=wording,
        **_list_filters(on),
    )


@blueprint.post("/group")
@allow(*COUNT_KEEPERS)
def group_make() -> ResponseReturnValue:
    """Makes a group of what is ticked, or adds it to one that is there."""
    form, actor = request.form, find_actor()
    ids, into = forms.read_pair(form, "put")
    if not ids:
        ids, into = forms.read_ids(form, "chosen"), read_id(form.get("into"))
    asked = joining.ask_first(into, ids)
    if asked:
        return asked
    try:
        if into:
            group = queries.find_group(into)
            grouping.add_to_group(actor=actor, group=group, unmet_need_ids=ids)
            askers.tell_what_stands(group, ids, utc_now())
        else:
            group = grouping.create_group(actor=actor, unmet_need_ids=ids, typed=form)
            ask_again(form, "name")
    except InvalidData as error:
        db.session.rollback()
        return _show_queue(form, error)
    db.session.commit()
    flash(f"Saved in the group {group.name}.")
    if into:
        return redirect(url_for("unmet_needs.queue", **lists.read_wanted(request.args).to_query()))
    return redirect(url_for("unmet_needs.group", group_id=group.id))


@blueprint.get("/groups/<uuid:group_id>")
@allow(*COUNT_KEEPERS)
def group(group_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.find_group(group_id)
    if found.state == GroupState.MERGED:
        return redirect(url_for("unmet_needs.group", group_id=found.merged_into_id))
    return show_group(found, forms.describe_group(found), {}, 200)


@blueprint.post("/groups/<uuid:group_id>/edit")
@allow(*COUNT_KEEPERS)
def group_save(group_id: uuid.UUID) -> ResponseReturnValue:
    found, version = queries.find_group(group_id), forms.read_version(request.form)
    typed = forms.read_fields(request.form, ("name", "summary", "position"))
    try:
        grouping.edit_group(actor=find_actor(), group=found, typed=typed, expected_version=version)
        ask_again(request.form, "name", "summary")
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return show_group(found, typed, error.fields, int(error.status), error)
    return done(found, "The group is saved.")


@blueprint.post("/groups/<uuid:group_id>/narrative")
@allow(*COUNT_KEEPERS)
def group_narrative(group_id: uuid.UUID) -> ResponseReturnValue:
    found, version = queries.find_group(group_id), forms.read_version(request.form)
    typed, now = forms.read_fields(request.form, ("narrative", "checked")), utc_now()
    try:
        grouping.write_narrative(
            actor=find_actor(), group=found, typed=typed, expected_version=version, now=now
        )
        ask_again(request.form, "narrative")
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        shown = forms.describe_group(found) | typed
        return show_group(found, shown, error.fields, int(error.status), error)
    return done(found, "Saved. Reports tell of it." if found.narrative else "Reports do not tell of it.")


@blueprint.post("/groups/<uuid:group_id>/split")
@allow(*COUNT_KEEPERS)
def group_split(group_id: uuid.UUID) -> ResponseReturnValue:
    found, ids = queries.find_group(group_id), forms.read_ids(request.form, "chosen")
    asked = joining.ask_first(read_id(request.form.get("to")), ids, out_of=found)
    if asked:
        return asked
    try:
        made = _move(found, ids, request.form)
    except InvalidData as error:
        db.session.rollback()
        problems = {"split_name" if name == "name" else name: words for name, words in error.fields.items()}
        return show_group(found, forms.describe_group(found), problems, int(error.status), error)
    if made is found:
        return done(found, "What was ticked is in the queue again.")
    return done(made, f"What was ticked is in the group {made.name} now.")


def _move(found: UnmetNeedGroup, ids: list[uuid.UUID], form: Mapping[str, str]) -> UnmetNeedGroup:
    """Where the chosen ones are then; `found` where they are in no group."""
    actor, to = find_actor(), form.get("to", "")
    if to == choices.QUEUE:
        grouping.take_out(actor=actor, group=found, unmet_need_ids=ids)
        return found
    other_id = read_id(to)
    if other_id is None:
        typed = {"name": form.get("split_name", "")}
        made = grouping.create_group(actor=actor, unmet_need_ids=ids, typed=typed, out_of=found)
        ask_again(form, "split_name")
        return made
    other = queries.find_group(other_id)
    grouping.add_to_group(actor=actor, group=other, unmet_need_ids=ids, out_of=found)
    askers.tell_what_stands(other, ids, utc_now())
    return other


def done(group: UnmetNeedGroup, words: str) -> ResponseReturnValue:
    db.session.commit()
    flash(words)
    return redirect(url_for("unmet_needs.group", group_id=group.id))


def _show_queue(typed: Mapping[str, str], error: InvalidData | None = None) -> ResponseReturnValue:
    on = day_of(utc_now())
    wanted = lists.read_wanted(request.args)
    page = lists.list_ungrouped(wanted)
    return render_template(
        "unmet_needs/queue.html",
        waiting=lists.count_waiting(on),
        offer_count=matching.count_offers(),
        signals=list_weak_signals(utc_now()),
        page=page,
        likely=queries.find_likely_groups(page.rows),
        wanted=wanted,
        into=choices.choose_named(lists.list_group_names(wanted, on), "A new group"),
        most_choices=lists.MOST_CHOICES,
        problems=error.fields if error else {},
        asked=error if isinstance(error, AskedAgain) else None,
        typed=typed,
        chosen=forms.read_ids(request.form, "chosen"),
        words=wording,
        **_list_filters(on),
    ), int(error.status) if error else 200


def _list_filters(on: date) -> dict[str, Any]:
    return {
        "needs": choices.choose_top_need(list_needs(), "All"),
        "areas": choices.choose_area(queries.list_areas(on), "All"),
    }


def show_group(
    found: UnmetNeedGroup,
    typed: dict[str, Any],
    problems: dict[str, str],
    status: int,
    error: InvalidData | EditConflict | None = None,
) -> ResponseReturnValue:
    on = day_of(utc_now())
    find = clean_line(request.args.get("find")).strip()[:100]
    near = queries.list_near_terms([found.need.slug])
    others = lists.list_merge_names(found, find, near)
    return render_template(
        "unmet_needs/group.html",
        group=found,
        typed=typed,
        problems=problems,
        is_stale=status == 409,
        asked=error if isinstance(error, AskedAgain) else None,
        members=lists.list_members(found, lists.read_wanted(request.args).page),
        count=count_times_asked(found),
        is_overdue=lists.is_overdue(found, on),
        letters=loop.describe_letters(found),
        routed=routing.find_body(found.need, found.area, on),
        bodies=choices.choose_body(queries.list_bodies(), "As the routing table says"),
        find=find,
        merged=merging.list_merged(found),
        others=choices.choose_named(others, "Choose"),
        homes=choices.choose_home(others),
        chosen=forms.read_ids(request.form, "chosen"),
        moved=forms.read_fields(request.form, ("to", "split_name")),
        offers=matching.list_offers(group_id=found.id),
        signals=list_weak_signals(utc_now(), need_ids=near, area_ids=[found.area_id]),
        words=wording,
    ), status

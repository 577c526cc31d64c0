"""What was sent to those who commission, and their answers: given signed in, or recorded for them."""

import uuid
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.bodies import list_bodies_of
from directory.accounts.permissions import (
    COMMISSIONING,
    allow,
    find_actor,
    may_see_exact_counts,
)
from directory.errors import EditConflict, InvalidData, NotAllowed, NotFound
from directory.extensions import db
from directory.free_text import find_warnings
from directory.listings.needs import list_needs
from directory.models import UnmetNeedAnswer, UnmetNeedGroup
from directory.models.codes import GroupState
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.small_numbers import protect
from directory.unmet_needs import choices, forms, lists, queries, wording
from directory.unmet_needs.figures.group_counts import SENT_STATES, count_shown, count_times_asked
from directory.unmet_needs.groups import loop
from directory.unmet_needs.small_words import find_small_count
from directory.unmet_needs.views import blueprint

_FIELDS = tuple(forms.EMPTY_ANSWER)


@blueprint.get("/sent")
@allow(*COMMISSIONING)
def sent_list() -> ResponseReturnValue:
    on, own = day_of(utc_now()), list_bodies_of(find_actor())
    wanted, is_exact = lists.read_wanted(request.args), may_see_exact_counts()
    if own and "body" not in request.args:
        wanted = replace(wanted, body="own")
    own_ids = tuple(body.id for body in own)
    page = lists.list_groups(wanted, on, SENT_STATES, own_ids, is_exact=is_exact)
    return render_template(
        "unmet_needs/sent_list.html",
        page=page,
        wanted=wanted,
        groups=[(one.group, protect(one.count, exact=is_exact), one.is_overdue) for one in page.rows],
        bodies=choices.choose_asked(queries.list_bodies(), own),
        own=own,
        states=choices.choose_code(wording.SENT_STATE_NAMES, "All"),
        needs=choices.choose_top_need(list_needs(), "All"),
        areas=choices.choose_area(queries.list_areas(on), "All"),
        words=wording,
    )


@blueprint.get("/sent/<uuid:group_id>")
@allow(*COMMISSIONING)
def sent(group_id: uuid.UUID) -> ResponseReturnValue:
    return _show(_require(group_id), forms.EMPTY_ANSWER, {}, 200)


@blueprint.post("/sent/<uuid:group_id>/answer")
@allow(*COMMISSIONING)
def answer(group_id: uuid.UUID) -> ResponseReturnValue:
    found, typed = _require(group_id), forms.read_fields(request.form, _FIELDS)
    if not may_answer(found):
        raise NotAllowed("This was sent to somebody else. Only they answer it.")
    version, deed = forms.read_version(request.form), request.form.get("do")
    if deed == "change":
        return _show(found, typed, {}, 200)
    try:
        made = loop.answer_group(
            actor=find_actor(), group=found, typed=typed, expected_version=version, now=utc_now()
        )
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show(found, typed, error.fields, int(error.status))
    if deed != "send":
        return _ask(found, made, typed, version)
    db.session.commit()
    flash("The answer is saved. Everybody who asked is told.")
    return redirect(url_for("unmet_needs.sent", group_id=found.id))


def _ask(
    found: UnmetNeedGroup, made: UnmetNeedAnswer, typed: dict[str, Any], version: int
) -> ResponseReturnValue:
    """Shows what would be sent, and asks about what may be a small count: it may also say who can come, so
    that it is not refused. Nothing of it stays."""
    kind_name, review_on, made_words = wording.ANSWER_NAMES[made.kind], made.review_on, made.words
    db.session.rollback()
    return render_template(
        "unmet_needs/sent_check.html",
        group=found,
        kind_name=kind_name,
        review_on=review_on,
        typed=typed,
        version=version,
        warnings=find_warnings(typed, ("words", "said_by")),
        small_count=find_small_count(made_words),
    )


def may_answer(group: UnmetNeedGroup) -> bool:
    """The knowledge officer records answers; a commissioner answers what their own bodies were sent."""
    own = [body.id for body in list_bodies_of(find_actor())]
    return may_see_exact_counts() or group.body_id in own


def _require(group_id: uuid.UUID) -> UnmetNeedGroup:
    """Only what was sent: the rest is the knowledge officer's still. One that became part of another leads to
    that one: its address stands in e-mails."""
    found = queries.find_group(group_id)
    while found.state == GroupState.MERGED and found.merged_into_id:
        found = queries.find_group(found.merged_into_id)
    if found.state not in (GroupState.SENT, GroupState.ANSWERED):
        raise NotFound("This has not been sent to anybody.")
    return found


def _show(
    found: UnmetNeedGroup, typed: dict[str, Any], problems: dict[str, str], status: int
) -> ResponseReturnValue:
    on, is_exact = day_of(utc_now()), may_see_exact_counts()
    count = count_times_asked(found) if is_exact else count_shown([found], on).get(found.id, 0)
    return render_template(
        "unmet_needs/sent.html",
        group=found,
        figure=protect(count, exact=is_exact),
        may_answer=may_answer(found),
        has_body=bool(list_bodies_of(find_actor())),
        is_overdue=lists.is_overdue(found, on),
        typed=typed,
        problems=problems,
        is_stale=status == 409,
        words=wording,
    ), status

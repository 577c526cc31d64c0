"""The conversation: short steps that also work as one page, saved as it is typed."""

import uuid

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor, open_to_all
from directory.asked_again import AskedAgain, ask_again, list_unseen
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.framework import wording
from directory.framework.alone.talking import OWN_STEPS
from directory.framework.alone.ticks import list_tick_groups
from directory.framework.levels import queries as levels
from directory.framework.levels.parts import STEPS
from directory.framework.records import access, merging
from directory.framework.records import conversation as talk
from directory.framework.records.nearby import find_help_beside
from directory.framework.records.queries import list_every_need
from directory.framework.views import blueprint
from directory.framework.views.choices import choose_levels, choose_needs
from directory.framework.views.record.work_role import find_work_role
from directory.free_text import find_warnings
from directory.listings.needs import list_needs
from directory.models import SupportRecord
from directory.models.mixins import utc_now

# Before the number of a need, in the button that agrees what its answers suggest.
_AGREE = "agree-"


@blueprint.get("/support/records/<uuid:record_id>/conversation")
@allow(*STAFF)
def conversation(record_id: uuid.UUID) -> ResponseReturnValue:
    found = access.view_record(find_actor(), record_id, utc_now())
    return _show(found, talk.describe_conversation(found), {})


@blueprint.post("/support/records/<uuid:record_id>/conversation")
@allow(*STAFF)
def conversation_save(record_id: uuid.UUID) -> ResponseReturnValue:
    actor, now = find_actor(), utc_now()
    found, typed = access.find_open_record(actor, record_id, now), talk.read_conversation(request.form)
    version, asked = request.form.get("expected_version", 0, type=int), request.form.get("do", "")
    if asked.startswith(_AGREE):
        talk.agree_suggested(typed, asked.removeprefix(_AGREE))
    try:
        talk.save_conversation(
            actor=actor,
            record=found,
            conversation=typed,
            expected_version=version,
            role=find_work_role(),
            now=now,
        )
        ask_again(request.form, *talk.FREE_TEXTS)
    except InvalidData as error:
        found = _find_again(record_id)
        return _show(found, typed, error.fields, error=error), int(error.status)
    except EditConflict as error:
        found = _find_again(record_id)
        return _show_both(found, typed, error.message), 409
    db.session.commit()
    flash("The conversation is saved.")
    return redirect(_say_where_to(record_id, asked))


@blueprint.post("/support/records/<uuid:record_id>/conversation/typed")
@allow(*STAFF)
def conversation_keep(record_id: uuid.UUID) -> ResponseReturnValue:
    """What is typed, every few seconds. Answers a program: the version now, what was left out and why, what
    was kept but may say who a person is, and by the number of each need the parts of the page with its
    questions and what their answers suggest."""
    actor, now = find_actor(), utc_now()
    found, typed = access.find_open_record(actor, record_id, now), talk.read_conversation(request.form)
    try:
        left_out = talk.save_conversation(
            actor=actor,
            record=found,
            conversation=typed,
            expected_version=request.form.get("expected_version", 0, type=int),
            role=find_work_role(),
            now=now,
            as_typed=True,
        )
    except EditConflict as error:
        db.session.rollback()
        return jsonify(message=error.message), 409
    db.session.commit()
    return jsonify(
        version=found.version,
        left_out=left_out,
        warned=list(list_unseen(request.form, find_warnings(request.form, talk.FREE_TEXTS))),
        questions=_render_parts("framework/conversation_questions.html", typed),
        suggestions=_render_parts("framework/conversation_suggestion.html", typed),
        marks=merging.mark_fields(talk.describe_conversation(found)),
    )


@blueprint.get("/before-your-appointment")
@open_to_all
def sheet() -> ResponseReturnValue:
    return render_template(
        "framework/sheet.html",
        prompts=levels.list_prompts(),
        groups=list_tick_groups(list_needs(), levels.list_own_ticks()),
        steps=OWN_STEPS,
        questions=[one for one in levels.list_questions() if one.own_ask],
        needs={need.slug: need.name for need in list_every_need()},
        ways=[level.own_way for level in levels.list_levels() if level.own_way],
    )


def _render_parts(template: str, typed: talk.Conversation) -> dict[str, str]:
    """The part of the page about each need, by its number."""
    talks = enumerate(talk.list_talks(typed), 1)
    return {str(number): render_template(template, talk=one, n=str(number)) for number, one in talks}


def _say_where_to(record_id: uuid.UUID, asked: str) -> str:
    """Questions about a need come up in the step where the need was chosen, as does a level agreed there."""
    if asked == "questions" or asked.startswith(_AGREE):
        return url_for("framework.conversation", record_id=record_id, _anchor="step-5")
    return url_for("framework.conversation" if asked == "stay" else "framework.record", record_id=record_id)


def _find_again(record_id: uuid.UUID) -> SupportRecord:
    """As it is now, its showing noted."""
    db.session.rollback()
    actor = find_actor()
    found = access.note_shown(actor, access.find_open_record(actor, record_id, utc_now()))
    db.session.commit()
    return found


def _show_both(found: SupportRecord, typed: talk.Conversation, message: str) -> str:
    """What only one of the two changed is put together; the rest stands side by side."""
    theirs = talk.describe_conversation(found)
    marks = {key.removeprefix("was-"): mark for key, mark in request.form.items() if key.startswith("was-")}
    merged = merging.merge_conversations(typed, theirs, marks)
    return _show(found, merged, {"": message}, merging.list_differences(merged, theirs))


def _show(
    found: SupportRecord,
    typed: talk.Conversation,
    problems: dict[str, str],
    theirs: list[tuple[str, str]] | None = None,
    error: InvalidData | None = None,
) -> str:
    return render_template(
        "framework/conversation.html",
        record=found,
        typed=typed,
        talks=talk.list_talks(typed),
        problems=problems,
        asked=error if isinstance(error, AskedAgain) else None,
        theirs=theirs or [],
        marks=merging.mark_fields(talk.describe_conversation(found)),
        prompts=levels.list_prompts(),
        need_prompts=levels.list_need_prompts(),
        needs=choose_needs(list_every_need()),
        levels=choose_levels(levels.list_levels()),
        steps=STEPS,
        help_here=find_help_beside(found, utc_now()),
        words=wording,
    )

"""The conversation: short steps that also work as one page, saved as it is typed."""

import uuid

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor, open_to_all
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.framework import wording
from directory.framework.levels import queries as levels
from directory.framework.levels.parts import STEPS
from directory.framework.records import access
from directory.framework.records import conversation as talk
from directory.framework.records.queries import list_every_need
from directory.framework.views import blueprint
from directory.framework.views.choices import choose_levels, choose_needs
from directory.models import SupportRecord
from directory.models.mixins import utc_now


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
    version = request.form.get("expected_version", 0, type=int)
    try:
        talk.save_conversation(actor=actor, record=found, conversation=typed, expected_version=version)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        found = access.find_open_record(actor, record_id, now)
        return _show(found, typed, error.fields or {"": error.message}, int(error.status)), int(error.status)
    db.session.commit()
    flash("The conversation is saved.")
    stays = request.form.get("do") == "stay"
    return redirect(url_for("framework.conversation" if stays else "framework.record", record_id=record_id))


@blueprint.post("/support/records/<uuid:record_id>/conversation/typed")
@allow(*STAFF)
def conversation_keep(record_id: uuid.UUID) -> ResponseReturnValue:
    """What is typed, every few seconds. Answers a program: the version now, what was left out and why, and
    what the answers suggest."""
    actor = find_actor()
    found, typed = access.find_open_record(actor, record_id, utc_now()), talk.read_conversation(request.form)
    version = request.form.get("expected_version", 0, type=int)
    try:
        left_out = talk.save_conversation(
            actor=actor, record=found, conversation=typed, expected_version=version, as_typed=True
        )
    except EditConflict as error:
        db.session.rollback()
        return jsonify(message=error.message), 409
    db.session.commit()
    suggestions = {
        str(number): f"{one.suggestion.level.name}. {one.suggestion.why}" if one.suggestion else ""
        for number, one in enumerate(talk.list_talks(typed), 1)
    }
    return jsonify(version=found.version, left_out=left_out, suggestions=suggestions)


@blueprint.get("/before-your-appointment")
@open_to_all
def sheet() -> ResponseReturnValue:
    return render_template(
        "framework/sheet.html",
        prompts=levels.list_prompts(),
        need_prompts=levels.list_need_prompts(),
        steps=STEPS,
    )


def _show(found: SupportRecord, typed: talk.Conversation, problems: dict[str, str], status: int = 200) -> str:
    theirs = talk.describe_conversation(found)
    return render_template(
        "framework/conversation.html",
        record=found,
        typed=typed,
        talks=talk.list_talks(typed),
        problems=problems,
        theirs=talk.list_differences(typed, theirs) if status == EditConflict.status else [],
        prompts=levels.list_prompts(),
        need_prompts=levels.list_need_prompts(),
        needs=choose_needs(list_every_need()),
        levels=choose_levels(levels.list_levels()),
        steps=STEPS,
        words=wording,
    )

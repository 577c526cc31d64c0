"""One support record: what is agreed, what was done, what is to be done."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor
from directory.asked_again import AskedAgain, ask_again
from directory.errors import DirectoryError, EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.framework import wording
from directory.framework.levels.queries import list_levels
from directory.framework.packs.actions import make_pack
from directory.framework.records import access, actions, ticking
from directory.framework.records.consent import say_doubt
from directory.framework.records.deleting import discard_record
from directory.framework.records.expected import list_expected
from directory.framework.records.queries import list_helpline_questions
from directory.framework.records.typed import read_entry_ids, read_id
from directory.framework.views import blueprint
from directory.framework.views.record.in_doubt import ask_in_doubt
from directory.framework.views.record.work_role import find_work_role, keep_work_role
from directory.listings.schedules import LONDON
from directory.models import SupportRecord
from directory.models.codes import ActionKind, EntryChoice
from directory.models.mixins import utc_now
from directory.sent_once import read_new_id

# That it stands in the care plan is said on the page of the entry.
_NOTED = {kind: name for kind, name in wording.ACTION_NAMES.items() if kind != ActionKind.RECORD_CARE_PLAN}


@blueprint.app_errorhandler(access.RecordNotOpen)
def ask_for_reference(error: access.RecordNotOpen) -> ResponseReturnValue:
    """What was typed is carried through the question, so that it is not lost."""
    typed = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    return render_template(
        "framework/reference_ask.html",
        message=error.message,
        carried_to=request.path if request.method == "POST" else "",
        carried=typed,
    ), 404


@blueprint.get("/support/records/<uuid:record_id>")
@allow(*STAFF)
def record(record_id: uuid.UUID) -> ResponseReturnValue:
    return _show(access.view_record(find_actor(), record_id, utc_now()))


@blueprint.post("/support/records/<uuid:record_id>/actions")
@allow(*STAFF)
def action_add(record_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody of the network is picked on the page Who can help, and nowhere else."""

    def add(found: SupportRecord) -> str:
        typed = {**request.form.to_dict(), "support_role": ""}
        actions.add_action(
            actor=find_actor(), record=found, typed=typed, now=utc_now(), new_id=read_new_id(find_actor().id)
        )
        ask_in_doubt(typed, "result", "role", doubt=say_doubt(found, typed))
        keep_work_role(request.form.get("role", ""))
        return "Noted what was done."

    return _change(record_id, add, "action")


@blueprint.post("/support/records/<uuid:record_id>/expected")
@allow(*STAFF)
def action_tick(record_id: uuid.UUID) -> ResponseReturnValue:
    """`kind` sets a tick, `off` takes the action of this id off, "recorded" that it stands in the plan."""

    def tick(found: SupportRecord) -> str:
        actor, off = find_actor(), request.form.get("off", "")
        if off == "recorded":
            ticking.take_off_recorded(actor=actor, record=found)
        elif off:
            ticking.take_off_action(actor=actor, record=found, action_id=read_id(off) or uuid.UUID(int=0))
        else:
            kind, role = request.form.get("kind", ""), find_work_role()
            ask_in_doubt(request.form, doubt=say_doubt(found, {"kind": kind}))
            ticking.tick_action(actor=actor, record=found, kind=kind, role=role, now=utc_now())
        return "Taken off." if off else "Ticked, with today’s date."

    return _change(record_id, tick, "expected")


@blueprint.post("/support/records/<uuid:record_id>/pack")
@allow(*STAFF)
def record_pack(record_id: uuid.UUID) -> ResponseReturnValue:
    """A pack of what was not declined. It does not know the record; the record notes that one was made."""
    now, actor = utc_now(), find_actor()
    found = access.find_open_record(actor, record_id, now)
    ids = [link.entry_id for link in found.entries if link.choice != EntryChoice.DECLINED]
    try:
        token = make_pack(actor=actor, entry_ids=ids, now=now).token
    except InvalidData as error:
        db.session.rollback()
        return render_template("framework/pack_nothing.html", message=error.message), 422
    kind = ActionKind.PROVIDE_INFORMATION
    ticking.tick_by_itself(record=found, kind=kind, role=find_work_role(), now=now)
    db.session.commit()
    return redirect(url_for("framework.pack_ways", token=token, record=record_id))


@blueprint.post("/support/records/<uuid:record_id>/follow-ups")
@allow(*STAFF)
def follow_up_add(record_id: uuid.UUID) -> ResponseReturnValue:
    def add(found: SupportRecord) -> str:
        actions.add_follow_up(
            actor=find_actor(),
            record=found,
            typed=request.form,
            now=utc_now(),
            new_id=read_new_id(find_actor().id),
        )
        ask_again(request.form, "what", "who")
        return "The follow-up is on the due list."

    return _change(record_id, add, "follow_up")


@blueprint.post("/support/records/<uuid:record_id>/follow-ups/<uuid:follow_up_id>")
@allow(*STAFF)
def outcome_set(record_id: uuid.UUID, follow_up_id: uuid.UUID) -> ResponseReturnValue:
    def set_outcome(found: SupportRecord) -> str:
        one = next((one for one in found.follow_ups if one.id == follow_up_id), None)
        if one is None:
            raise NotFound("There is no such follow-up.")
        actions.set_outcome(
            actor=find_actor(), record=found, follow_up=one, typed=request.form, now=utc_now()
        )
        ask_again(request.form, "note")
        return "Noted what came of it."

    return _change(record_id, set_outcome, str(follow_up_id))


@blueprint.post("/support/records/<uuid:record_id>/options")
@allow(*STAFF)
def options_set(record_id: uuid.UUID) -> ResponseReturnValue:
    def set_options(found: SupportRecord) -> str:
        version = request.form.get("expected_version", 0, type=int)
        whys = [f"why-{link.id}" for link in found.entries]
        actions.set_choices(actor=find_actor(), record=found, typed=request.form, expected_version=version)
        ask_again(request.form, *whys)
        ticking.tick_what_shows(record=found, role=find_work_role(), now=utc_now())
        return "The options are saved."

    return _change(record_id, set_options, "options")


@blueprint.post("/support/records/<uuid:record_id>/entries")
@allow(*STAFF)
def entries_add(record_id: uuid.UUID) -> ResponseReturnValue:
    def add(found: SupportRecord) -> str:
        ids = read_entry_ids(request.form.getlist("entry"))
        count = actions.add_entries(actor=find_actor(), record=found, entry_ids=ids)
        return f"{count} added." if count else "Nothing new was added."

    return _change(record_id, add, "options")


@blueprint.post("/support/records/<uuid:record_id>/state")
@allow(*STAFF)
def state_set(record_id: uuid.UUID) -> ResponseReturnValue:
    def set_state(found: SupportRecord) -> str:
        actor, asked = find_actor(), request.form.get("do")
        if asked == "close":
            actions.close_record(actor=actor, record=found, now=utc_now())
            return "The support record is closed."
        if asked == "reopen":
            actions.reopen_record(actor=actor, record=found)
            return "The support record is open again."
        if asked == "keep":
            actions.keep_open(actor=actor, record=found)
            return "The support record stays open."
        actions.take_over_record(actor=actor, record=found)
        return "The support record is on your due list."

    return _change(record_id, set_state, "state")


@blueprint.post("/support/records/<uuid:record_id>/mistake")
@allow(*STAFF)
def record_discard(record_id: uuid.UUID) -> ResponseReturnValue:
    def discard(found: SupportRecord) -> str:
        version = request.form.get("expected_version", 0, type=int)
        is_sure = request.form.get("sure") == "yes"
        discard_record(actor=find_actor(), record=found, is_sure=is_sure, expected_version=version)
        return "The support record is deleted. Nothing of it is kept."

    return _change(record_id, discard, "mistake", back=url_for("framework.support"))


def _change(
    record_id: uuid.UUID, change: Callable[[SupportRecord], str], form: str, back: str = ""
) -> ResponseReturnValue:
    """Does it and goes back to the record, or to `back`; where it cannot be done, shows the record with what
    was typed in `form` and what is wrong with it."""
    found = access.find_open_record(find_actor(), record_id, utc_now(), is_held=True)
    try:
        message = change(found)
        # It has changed, so it is not asked whether it is still open.
        found.still_open_asked_at = None
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        problems = error.fields if isinstance(error, AskedAgain) else error.fields or {"": error.message}
        found = access.note_shown(find_actor(), access.find_open_record(find_actor(), record_id, utc_now()))
        db.session.commit()
        return _show(found, form, problems, error), int(error.status)
    db.session.commit()
    flash(message)
    return redirect(back or url_for("framework.record", record_id=record_id))


def _show(
    found: SupportRecord,
    form: str = "",
    problems: dict[str, str] | None = None,
    error: DirectoryError | None = None,
) -> str:
    """`form` is the one that came back; the others stand as they would without it."""
    today = utc_now().astimezone(LONDON).date()
    facts: dict[str, Any] = {
        "expected": list_expected(found),
        "helpline_asked": list_helpline_questions(found),
        "compared": [link.entry_id for link in found.entries if link.choice != EntryChoice.DECLINED],
        "levels": {level.slug: level for level in list_levels()},
        "kinds": [(kind.value, name) for kind, name in _NOTED.items()],
    }
    return render_template(
        "framework/record.html",
        record=found,
        form=form,
        typed=request.form if form else {},
        problems=problems or {},
        asked=error if isinstance(error, AskedAgain) else None,
        words=wording,
        today=today,
        work_role=find_work_role(),
        not_yet=actions.NOT_YET,
        days_kept=current_app.config["RECORD_DAYS"],
        first_kind=ActionKind.ASSIST_CONTACT.value,
        **facts,
    )

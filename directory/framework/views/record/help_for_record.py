"""Beside a support record: who in the network has room, more entries, and how things are."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor
from directory.asked_again import AskedAgain
from directory.errors import InvalidData
from directory.extensions import db, only_reads
from directory.framework import wording
from directory.framework.records import access, measuring
from directory.framework.records.actions import add_action
from directory.framework.records.consent import say_doubt
from directory.framework.records.nearby import find_more_entries, list_people
from directory.framework.views import blueprint
from directory.framework.views.record.in_doubt import ask_in_doubt
from directory.framework.views.record.work_role import find_work_role, keep_work_role
from directory.listings.schedules import LONDON
from directory.models import SupportRecord
from directory.models.codes import ActionKind, MeasureMoment
from directory.models.mixins import utc_now
from directory.search.crisis import opens_danger_panel
from directory.search.pages.danger import read_crisis
from directory.sent_once import read_new_id

_NOT_LISTED = "Whoever you chose is not listed for this any more. Choose again."


@blueprint.get("/support/records/<uuid:record_id>/people")
@allow(*STAFF)
def people(record_id: uuid.UUID) -> ResponseReturnValue:
    return _show_people(access.view_record(find_actor(), record_id, utc_now()))


@blueprint.post("/support/records/<uuid:record_id>/people")
@allow(*STAFF)
def person_note(record_id: uuid.UUID) -> ResponseReturnValue:
    """Who was picked today to give the support. A question about them is asked here, with their name."""
    actor, now = find_actor(), utc_now()
    found, typed = access.find_open_record(actor, record_id, now, is_held=True), _read_person(now)
    try:
        if typed["support_role"] not in {"", *(str(one.role.id) for one in list_people(found, now))}:
            raise InvalidData("", {"support_role": _NOT_LISTED})
        add_action(actor=actor, record=found, typed=typed, now=now, new_id=read_new_id(actor.id))
        ask_in_doubt(typed, "result", "role", doubt=say_doubt(found, typed))
    except InvalidData as error:
        db.session.rollback()
        found = access.note_shown(actor, access.find_open_record(actor, record_id, now))
        db.session.commit()
        return _show_people(found, typed, error), int(error.status)
    found.still_open_asked_at = None
    keep_work_role(typed["role"])
    db.session.commit()
    flash("Noted who gives the support.")
    return redirect(url_for("framework.record", record_id=record_id))


@blueprint.get("/support/records/<uuid:record_id>/find")
@allow(*STAFF)
def entries_find(record_id: uuid.UUID) -> ResponseReturnValue:
    asked = _read_words(request.args)
    if opens_danger_panel(read_crisis(asked)):
        return redirect(url_for("framework.entries_find", record_id=record_id))
    return _show_more_entries(record_id, asked)


@blueprint.post("/support/records/<uuid:record_id>/find")
@allow(*STAFF)
@only_reads
def entries_find_posted(record_id: uuid.UUID) -> ResponseReturnValue:
    """What the form sends. Words of danger are answered here, so that no address has them."""
    asked = _read_words(request.form)
    if opens_danger_panel(read_crisis(asked)):
        return _show_more_entries(record_id, asked)
    return redirect(url_for("framework.entries_find", record_id=record_id, q=asked or None), 303)


def _read_words(given: Mapping[str, str]) -> str:
    return given.get("q", "").strip()[:200]


def _show_more_entries(record_id: uuid.UUID, asked: str) -> str:
    now = utc_now()
    found = access.view_record(find_actor(), record_id, now)
    slugs = [need.term.slug for need in found.needs]
    wanted = request.args.get("need", "")
    need = wanted if wanted in slugs else next(iter(slugs), "")
    return render_template(
        "framework/entries_find.html",
        record=found,
        asked=asked,
        cards=find_more_entries(found, asked, need, now),
        need=need,
        is_private=request.method == "POST",
    )


@blueprint.get("/support/records/<uuid:record_id>/measures")
@allow(*STAFF)
def measures(record_id: uuid.UUID) -> ResponseReturnValue:
    found = access.view_record(find_actor(), record_id, utc_now())
    return _show_measures(found, measuring.list_asked(found), {})


@blueprint.post("/support/records/<uuid:record_id>/measures")
@allow(*STAFF)
def measures_save(record_id: uuid.UUID) -> ResponseReturnValue:
    actor, now = find_actor(), utc_now()
    found = access.find_open_record(actor, record_id, now)
    try:
        measuring.save_measures(actor=actor, record=found, typed=request.form)
    except InvalidData as error:
        db.session.rollback()
        found = access.note_shown(actor, access.find_open_record(actor, record_id, now))
        db.session.commit()
        return _show_measures(found, measuring.list_asked(found, request.form), error.fields), 422
    db.session.commit()
    flash("The answers are saved.")
    return redirect(url_for("framework.measures", record_id=record_id))


def _read_person(now: datetime) -> dict[str, str]:
    """As add_action wants it. A tick that was set for one person does not count for another."""
    typed = {name: request.form.get(name, "") for name in ("support_role", "result", "role", "looked")}
    if request.form.get("asked_about") == typed["support_role"]:
        typed["all_the_same"] = request.form.get("all_the_same", "")
    today = now.astimezone(LONDON).date().isoformat()
    return typed | {"kind": ActionKind.ORGANISE_SUPPORT.value, "done_on": today}


def _show_people(
    found: SupportRecord, typed: dict[str, str] | None = None, error: InvalidData | None = None
) -> str:
    return render_template(
        "framework/people.html",
        record=found,
        matches=list_people(found, utc_now()),
        typed=typed or {"role": find_work_role()},
        problems=error.fields if error else {},
        asked=error if isinstance(error, AskedAgain) else None,
        words=wording,
    )


def _show_measures(found: SupportRecord, asked: list[measuring.Asked], problems: dict[str, str]) -> str:
    return render_template(
        "framework/measures.html",
        record=found,
        asked=asked,
        low=measuring.list_low(found),
        moments={MeasureMoment.START: "At the start", MeasureMoment.END: "At the end"},
        answers=[("", "Not asked"), *((str(n), str(n)) for n in range(measuring.HIGHEST + 1))],
        problems=problems,
    )

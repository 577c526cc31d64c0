"""Beside a support record: who in the network has room, more entries, and how things are."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor
from directory.errors import InvalidData
from directory.extensions import db
from directory.framework import wording
from directory.framework.records import access, measuring
from directory.framework.records.nearby import find_more_entries, list_people
from directory.framework.views import blueprint
from directory.framework.views.work_role import find_work_role
from directory.models import SupportRecord
from directory.models.codes import MeasureMoment
from directory.models.mixins import utc_now


@blueprint.get("/support/records/<uuid:record_id>/people")
@allow(*STAFF)
def people(record_id: uuid.UUID) -> ResponseReturnValue:
    now = utc_now()
    found = access.view_record(find_actor(), record_id, now)
    return render_template(
        "framework/people.html",
        record=found,
        matches=list_people(found, now),
        now=now,
        words=wording,
        work_role=find_work_role(),
    )


@blueprint.get("/support/records/<uuid:record_id>/find")
@allow(*STAFF)
def entries_find(record_id: uuid.UUID) -> ResponseReturnValue:
    now, asked = utc_now(), request.args.get("q", "").strip()[:200]
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
        needs=slugs,
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

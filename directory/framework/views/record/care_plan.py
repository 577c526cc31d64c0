"""The entry for the integrated care plan: to copy, to print, to hand over."""

import uuid

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor
from directory.errors import EditConflict
from directory.extensions import db
from directory.framework.care_plan.facts import CarePlan, build_care_plan
from directory.framework.care_plan.fhir import build_bundle
from directory.framework.care_plan.text import (
    OWN_HEADING,
    list_own_copy,
    mark_plan,
    write_own_copy,
    write_text,
)
from directory.framework.records import access
from directory.framework.records.actions import record_in_care_plan
from directory.framework.views import blueprint
from directory.models import SupportRecord
from directory.models.mixins import utc_now


@blueprint.get("/support/records/<uuid:record_id>/care-plan")
@allow(*STAFF)
def care_plan(record_id: uuid.UUID) -> ResponseReturnValue:
    now = utc_now()
    record = access.view_record(find_actor(), record_id, now)
    return _show_plan(record, build_care_plan(record, now))


@blueprint.get("/support/records/<uuid:record_id>/care-plan.json")
@allow(*STAFF)
def care_plan_fhir(record_id: uuid.UUID) -> ResponseReturnValue:
    now = utc_now()
    record = access.view_record(find_actor(), record_id, now)
    answer = jsonify(build_bundle(record, build_care_plan(record, now), now))
    answer.content_type = "application/fhir+json"
    answer.headers["Content-Disposition"] = 'attachment; filename="care-plan.json"'
    return answer


@blueprint.get("/support/records/<uuid:record_id>/own-copy")
@allow(*STAFF)
def own_copy(record_id: uuid.UUID) -> ResponseReturnValue:
    now = utc_now()
    record = access.view_record(find_actor(), record_id, now)
    sections = list_own_copy(record, now)
    return render_template(
        "framework/own_copy.html",
        record=record,
        sections=sections,
        heading=OWN_HEADING,
        now=now,
        text=write_own_copy(sections, now),
    )


@blueprint.post("/support/records/<uuid:record_id>/recorded")
@allow(*STAFF)
def care_plan_recorded(record_id: uuid.UUID) -> ResponseReturnValue:
    """`copied`: the mark of the entry as the page showed it."""
    now, actor = utc_now(), find_actor()
    record = access.find_open_record(actor, record_id, now)
    plan = build_care_plan(record, now)
    mark = mark_plan(plan)
    if request.form.get("copied", mark) != mark:
        return _show_plan(record, plan, is_other=True), EditConflict.status
    record_in_care_plan(actor=actor, record=record, now=now)
    db.session.commit()
    flash("Noted: this is recorded in the integrated care plan.")
    return redirect(url_for("framework.record", record_id=record_id))


def _show_plan(record: SupportRecord, plan: CarePlan, *, is_other: bool = False) -> str:
    """`is_other`: than what was copied from this page a moment ago."""
    known = {"text": write_text(plan), "mark": mark_plan(plan), "is_other": is_other}
    return render_template("framework/care_plan.html", record=record, plan=plan, **known)

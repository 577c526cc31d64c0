"""What is done to an entry as a whole: publish, withdraw, suspend, close, assure."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, DESK, allow, find_actor, may_see_exact_counts
from directory.admin import wording
from directory.admin.blueprint import blueprint
from directory.admin.choices import choose_closing, name_choices
from directory.admin.views.entries import require_entry, show_entry
from directory.asked_again import AskedAgain, ask_again
from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline.replies import tell_published
from directory.listings import actions
from directory.listings.checking import LOOK_AGAIN, read_closing
from directory.models import Entry
from directory.models.codes import AssuranceMethod, Status
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.groups.matching import note_matches


@blueprint.post("/entries/<uuid:entry_id>/publish")
@allow(*CURATORS)
def entry_publish(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry = require_entry(entry_id)
    is_new = entry.status == Status.DRAFT
    try:
        actions.publish_entry(actor=find_actor(), entry=entry)
    except InvalidData as error:
        db.session.rollback()
        return show_entry(entry, error.fields), 422
    found = note_matches(entry, utc_now())
    if is_new:
        tell_published(entry, utc_now())
    done = _finish(entry, "Published. People can find it now.")
    if found and may_see_exact_counts():
        return redirect(url_for("unmet_needs.matches", entry=entry_id))
    return done


@blueprint.post("/entries/<uuid:entry_id>/suspend")
@allow(*DESK)
def entry_suspend(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry, reason = require_entry(entry_id), request.form.get("reason", "")
    try:
        actions.suspend_entry(actor=find_actor(), entry=entry, reason=reason)
        ask_again(request.form, "reason")
    except InvalidData as error:
        db.session.rollback()
        return show_entry(entry, refused=error, reason=reason), int(error.status)
    return _finish(entry, "Suspended. The public does not see it any more.")


@blueprint.get("/entries/<uuid:entry_id>/withdraw")
@allow(*CURATORS)
def entry_withdraw_ask(entry_id: uuid.UUID) -> ResponseReturnValue:
    return _ask_to_withdraw(require_entry(entry_id))


@blueprint.post("/entries/<uuid:entry_id>/withdraw")
@allow(*CURATORS)
def entry_withdraw(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry, reason = require_entry(entry_id), request.form.get("reason", "")
    try:
        actions.withdraw_entry(actor=find_actor(), entry=entry, reason=reason)
        ask_again(request.form, "reason")
    except InvalidData as error:
        db.session.rollback()
        return _ask_to_withdraw(entry, reason, error), int(error.status)
    return _finish(entry, "Withdrawn. The public does not see it any more.")


def _ask_to_withdraw(entry: Entry, reason: str = "", error: InvalidData | None = None) -> str:
    return render_template(
        "admin/entry_withdraw_ask.html",
        entry=entry,
        reason=reason,
        problems=error.fields if error else {},
        asked=error if isinstance(error, AskedAgain) else None,
    )


@blueprint.get("/entries/<uuid:entry_id>/close")
@allow(*CURATORS)
def entry_close_ask(entry_id: uuid.UUID) -> ResponseReturnValue:
    return _show_close(require_entry(entry_id), {}), 200


@blueprint.post("/entries/<uuid:entry_id>/close")
@allow(*CURATORS)
def entry_close(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry = require_entry(entry_id)
    try:
        status, day = read_closing(entry, request.form, day_of(utc_now()))
    except InvalidData as error:
        return _show_close(entry, error.fields), 422
    actions.mark_closed(actor=find_actor(), entry=entry, status=status, look_again_on=day)
    return _finish(entry, f"Marked as: {wording.STATUS_NAMES[status].lower()}.")


@blueprint.get("/entries/<uuid:entry_id>/assure")
@allow(*CURATORS)
def entry_assure_ask(entry_id: uuid.UUID) -> ResponseReturnValue:
    return _show_assure(require_entry(entry_id), {}), 200


@blueprint.post("/entries/<uuid:entry_id>/assure")
@allow(*CURATORS)
def entry_assure(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry = require_entry(entry_id)
    how = next((method for method in AssuranceMethod if method.value == request.form.get("how")), None)
    if how is None:
        return _show_assure(entry, {"how": "Say how you checked it."}), 422
    actions.assure_entry(actor=find_actor(), entry=entry, how=how)
    return _finish(entry, "Thank you. It now says that it was checked today.")


def _finish(entry: Entry, message: str) -> ResponseReturnValue:
    entry_id = entry.id
    db.session.commit()
    flash(message)
    return redirect(url_for("admin.entry", entry_id=entry_id))


def _show_close(entry: Entry, problems: dict[str, str]) -> str:
    return render_template(
        "admin/entry_close_ask.html",
        entry=entry,
        problems=problems,
        typed=request.form,
        statuses=choose_closing(entry.entry_type),
        look_again_on=day_of(utc_now()) + LOOK_AGAIN,
    )


def _show_assure(entry: Entry, problems: dict[str, str]) -> str:
    ways = name_choices(wording.ASSURANCE_NAMES)[0][1]
    return render_template("admin/entry_assure_ask.html", entry=entry, problems=problems, ways=ways)

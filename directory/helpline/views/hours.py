"""When the helpline is open: the officer's page."""

import uuid
from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.asked_again import AskedAgain, ask_again
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.helpline.hours import editing, find_opening
from directory.helpline.hours.opening import list_closures
from directory.helpline.hours.wording import say_opening
from directory.helpline.views import blueprint
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of

_CLOSURE = ("closed_on", "reason")


@blueprint.get("/hours")
@allow(*COUNT_KEEPERS)
def hours() -> ResponseReturnValue:
    return _show()


@blueprint.post("/hours")
@allow(*COUNT_KEEPERS)
def hours_save() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in editing.list_names()}
    expected = request.form.get("expected", "")
    try:
        editing.save_hours(actor=find_actor(), typed=typed, expected=expected)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show(error, typed=typed)
    db.session.commit()
    flash("The opening hours are saved.")
    return redirect(url_for("helpline.hours"))


@blueprint.post("/closures")
@allow(*COUNT_KEEPERS)
def closure_add() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in _CLOSURE}
    try:
        editing.add_closure(actor=find_actor(), typed=typed)
        ask_again(request.form, "reason")
    except InvalidData as error:
        db.session.rollback()
        return _show(error, closure=typed)
    db.session.commit()
    flash("The helpline is closed on that day.")
    return redirect(url_for("helpline.hours"))


@blueprint.post("/closures/bank-holidays")
@allow(*COUNT_KEEPERS)
def bank_holidays_add() -> ResponseReturnValue:
    text = request.form.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    try:
        count = editing.add_bank_holidays(actor=find_actor(), year=year)
    except InvalidData as error:
        db.session.rollback()
        return _show(error, year=text)
    db.session.commit()
    flash(f"{count} bank holidays of {year} were added." if count else f"All of {year} was there already.")
    return redirect(url_for("helpline.hours"))


@blueprint.post("/closures/<uuid:closure_id>/remove")
@allow(*COUNT_KEEPERS)
def closure_remove(closure_id: uuid.UUID) -> ResponseReturnValue:
    editing.remove_closure(actor=find_actor(), closure_id=closure_id)
    db.session.commit()
    flash("That day is open as usual again.")
    return redirect(url_for("helpline.hours"))


def _show(
    error: InvalidData | EditConflict | None = None,
    *,
    typed: Mapping[str, str] | None = None,
    closure: Mapping[str, str] | None = None,
    year: str = "",
) -> ResponseReturnValue:
    """After a clash the form keeps what was typed, and would now save over what the other officer saved."""
    now, saved, status = utc_now(), editing.describe_hours(), int(error.status) if error else 200
    closures = list_closures(day_of(now))
    last = closures[-1].closed_on if closures else now
    return render_template(
        "helpline/hours.html",
        typed=typed or saved,
        saved=saved,
        expected=editing.mark_hours(saved),
        weekdays=editing.WEEKDAYS,
        spans=editing.SPANS_A_DAY,
        closures=closures,
        closure=closure or dict.fromkeys(_CLOSURE, ""),
        year=year or str(last.year + 1),
        said=say_opening(find_opening(now), now),
        problems=error.fields if error else {},
        is_stale=status == 409,
        asked=error if isinstance(error, AskedAgain) else None,
    ), status

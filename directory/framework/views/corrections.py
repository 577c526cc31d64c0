"""Entries that staff found closed, full or moved."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, allow, find_actor
from directory.extensions import db
from directory.framework.corrections import finish_correction, list_open_corrections
from directory.framework.views import blueprint
from directory.models.mixins import utc_now


@blueprint.get("/support/corrections")
@allow(*CURATORS)
def corrections() -> ResponseReturnValue:
    return render_template("framework/corrections.html", corrections=list_open_corrections())


@blueprint.post("/support/corrections/<uuid:correction_id>")
@allow(*CURATORS)
def correction_done(correction_id: uuid.UUID) -> ResponseReturnValue:
    finish_correction(actor=find_actor(), correction_id=correction_id, now=utc_now())
    db.session.commit()
    flash("Taken off the list.")
    return redirect(url_for("framework.corrections"))

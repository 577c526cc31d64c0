"""What was held back because it is confidential or was suspended: the list, and one decision."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, allow, find_actor
from directory.admin.blueprint import blueprint
from directory.errors import InvalidData
from directory.extensions import db
from directory.listings.withholding import deciding, review_queue
from directory.models.mixins import utc_now
from directory.models.withholding.records import ReviewDecision


@blueprint.get("/held-back")
@allow(*CURATORS)
def held_back_list() -> str:
    return render_template("admin/held_back_list.html", rows=deciding.list_held_back())


@blueprint.get("/held-back/<uuid:review_id>")
@allow(*CURATORS)
def held_back(review_id: uuid.UUID) -> ResponseReturnValue:
    return _show(review_id, {}), 200


@blueprint.post("/held-back/<uuid:review_id>")
@allow(*CURATORS)
def held_back_decide(review_id: uuid.UUID) -> ResponseReturnValue:
    review = deciding.get_held_back(review_queue.find_review(review_id)).review
    try:
        deciding.decide_review(actor=find_actor(), review=review, typed=request.form, now=utc_now())
    except InvalidData as error:
        db.session.rollback()
        return _show(review_id, error.fields), 422
    is_public = review.decision == ReviewDecision.MAKE_PUBLIC
    db.session.commit()
    flash("Saved. The public can see it now." if is_public else "Saved. It stays hidden.")
    return redirect(url_for("admin.held_back_list"))


def _show(review_id: uuid.UUID, problems: dict[str, str]) -> str:
    row = deciding.get_held_back(review_queue.find_review(review_id))
    return render_template("admin/held_back.html", row=row, problems=problems, typed=request.form)

"""The desk: what waits for somebody."""

from flask import render_template
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import DESK, allow
from directory.admin import queries
from directory.admin.blueprint import blueprint
from directory.models.mixins import utc_now


@blueprint.get("/")
@allow(*DESK)
def dashboard() -> ResponseReturnValue:
    counts = queries.count_by_state(utc_now().date())
    return render_template("admin/dashboard.html", counts=counts, failed_jobs=queries.list_failed_jobs())

"""Where somebody arrives who signed in: what waits for them. Who has the desk finds it there."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import EVERYBODY_SIGNED_IN, allow, find_actor, may_see_desk
from directory.admin.waiting import list_waiting
from directory.models.mixins import utc_now

# Apart from the desk, because its address is everybody's.
start_page = Blueprint("start", __name__)


@start_page.get("/start")
@allow(*EVERYBODY_SIGNED_IN)
def waiting() -> ResponseReturnValue:
    if may_see_desk():
        return redirect(url_for("admin.dashboard"))
    return render_template("admin/start.html", own=list_waiting(find_actor(), utc_now()))

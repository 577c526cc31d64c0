"""Up to four entries side by side. Nothing about anybody: of a record it only knows the way back."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow
from directory.framework.entry_facts import list_entry_facts
from directory.framework.records.typed import read_entry_ids, read_id
from directory.framework.views import blueprint
from directory.models.mixins import utc_now

MOST_COMPARED = 4


@blueprint.get("/support/compare")
@allow(*STAFF)
def compare() -> ResponseReturnValue:
    """`entry`: all that may be compared; `beside`: which of them are, the first four where none is said."""
    offered = list_entry_facts(read_entry_ids(request.args.getlist("entry")), utc_now())
    wanted = read_entry_ids(request.args.getlist("beside"))
    beside = [one for one in offered if one.id in wanted] or offered
    return render_template(
        "framework/compare.html",
        entries=beside[:MOST_COMPARED],
        offered=offered,
        left_out=len(beside) - MOST_COMPARED,
        most=MOST_COMPARED,
        needs=request.args.getlist("need"),
        meant=request.args.getlist("meant"),
        place=request.args.get("place", "")[:200],
        record_id=read_id(request.args.get("record", "")),
    )

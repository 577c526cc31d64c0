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
    ids = read_entry_ids(request.args.getlist("entry"))
    entries = list_entry_facts(ids[:MOST_COMPARED], utc_now())
    return render_template(
        "framework/compare.html",
        entries=entries,
        left_out=len(ids) - MOST_COMPARED,
        record_id=read_id(request.args.get("record", "")),
    )

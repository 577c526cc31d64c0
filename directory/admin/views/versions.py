"""What an entry was, and putting it back."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, DESK, allow, find_actor
from directory.admin import editing, queries, wording
from directory.admin.blueprint import blueprint
from directory.admin.forms.describe import list_differences
from directory.admin.views.entries import as_desk_may_know, require_entry
from directory.errors import NotFound
from directory.extensions import db
from directory.listings import actions
from directory.models import Entry, EntryVersion


@blueprint.get("/entries/<uuid:entry_id>/versions")
@allow(*DESK)
def version_list(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry = require_entry(entry_id)
    return render_template(
        "admin/version_list.html",
        entry=entry,
        versions=queries.list_versions(entry),
        action_names=wording.ACTION_NAMES,
    )


@blueprint.get("/entries/<uuid:entry_id>/versions/<int(max=999999999):number>")
@allow(*DESK)
def version(entry_id: uuid.UUID, number: int) -> ResponseReturnValue:
    entry = require_entry(entry_id)
    found = _require_version(entry, number)
    before = queries.find_version(entry, number - 1)
    parts = editing.list_parts(entry)
    was, became = as_desk_may_know(before.snapshot if before else {}), as_desk_may_know(found.snapshot)
    lists = editing.find_all_choices(parts, was, became)
    return render_template(
        "admin/version.html",
        entry=entry,
        version=found,
        has_before=before is not None,
        differences=list_differences(parts, was, became, lists),
    )


@blueprint.post("/entries/<uuid:entry_id>/versions/<int(max=999999999):number>/restore")
@allow(*CURATORS)
def version_restore(entry_id: uuid.UUID, number: int) -> ResponseReturnValue:
    entry = require_entry(entry_id)
    found = _require_version(entry, number)
    expected = request.form.get("expected_version", type=int) or 0
    actions.restore_version(actor=find_actor(), entry=entry, version=found, expected_version=expected)
    db.session.commit()
    flash(f"The entry is again as it was in version {number}. Its state and last check are as before.")
    return redirect(url_for("admin.entry", entry_id=entry_id))


def _require_version(entry: Entry, number: int) -> EntryVersion:
    found = queries.find_version(entry, number)
    if found is None:
        raise NotFound("There is no such version.")
    return found

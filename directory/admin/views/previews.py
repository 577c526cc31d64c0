"""An entry as the public will see it, whatever its state."""

import uuid

from flask import render_template
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import DESK, allow
from directory.admin.blueprint import blueprint
from directory.admin.views.entries import require_entry
from directory.listings.presenters.pages import present_guidance_page, present_service_page
from directory.models import Guidance
from directory.models.mixins import utc_now


@blueprint.get("/entries/<uuid:entry_id>/preview")
@allow(*DESK)
def entry_preview(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry = require_entry(entry_id)
    if isinstance(entry, Guidance):
        return render_template("admin/guidance_preview.html", previewed=entry, **present_guidance_page(entry))
    facts = present_service_page(entry, staff=False, now=utc_now())
    return render_template("admin/entry_preview.html", previewed=entry, **facts)

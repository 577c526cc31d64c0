"""An entry as the public will see it, whatever its state."""

import uuid

from flask import render_template
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import DESK, allow
from directory.admin.blueprint import blueprint
from directory.admin.views.entries import require_entry
from directory.listings.pages.cards import present_card
from directory.listings.pages.markdown import render_markdown
from directory.listings.pages.wording import describe_check
from directory.models import Guidance


@blueprint.get("/entries/<uuid:entry_id>/preview")
@allow(*DESK)
def entry_preview(entry_id: uuid.UUID) -> ResponseReturnValue:
    entry = require_entry(entry_id)
    if isinstance(entry, Guidance):
        body = render_markdown(entry.body)
        checked = describe_check(entry)
        return render_template("listings/guidance.html", guidance=entry, body=body, checked=checked)
    description = render_markdown(entry.description)
    return render_template("listings/entry.html", card=present_card(entry), description=description)

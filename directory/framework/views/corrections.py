"""Where entries that staff found closed, full or moved were listed before they became proposals: these
addresses were kept and printed."""

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, allow
from directory.framework.views import blueprint


@blueprint.get("/support/corrections")
@allow(*CURATORS)
def corrections() -> ResponseReturnValue:
    return redirect(url_for("admin.proposal_list", kind="correction"))


@blueprint.post("/support/corrections/<uuid:correction_id>")
@allow(*CURATORS)
def correction_done(correction_id: uuid.UUID) -> ResponseReturnValue:
    """A correction kept its id when it became a proposal."""
    return redirect(url_for("admin.proposal", proposal_id=correction_id), 303)

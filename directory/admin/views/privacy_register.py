"""The register of free text, for everybody who writes or reads it."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import EVERYBODY_SIGNED_IN, allow
from directory.admin.blueprint import blueprint
from directory.admin.privacy_register import list_sections


@blueprint.get("/privacy-register")
@allow(*EVERYBODY_SIGNED_IN)
def privacy_register() -> ResponseReturnValue:
    return render_template("admin/privacy_register.html", sections=list_sections(current_app.config))

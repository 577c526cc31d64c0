"""Every page of the helpline, one file for each noun."""

from flask import Blueprint

blueprint = Blueprint("helpline", __name__, url_prefix="/helpline")

from directory.helpline.views import asking, call, closing, figures, hours, outcomes, queue, replying  # noqa: E402, F401

"""Every page of the helpline, one file for each noun."""

from flask import Blueprint

blueprint = Blueprint("helpline", __name__, url_prefix="/helpline")

from directory.helpline.views import (  # noqa: E402
    asking,  # noqa: F401
    call,  # noqa: F401
    closing,  # noqa: F401
    earlier,  # noqa: F401
    figures,  # noqa: F401
    hours,  # noqa: F401
    lists,  # noqa: F401
    outcomes,  # noqa: F401
    queue,  # noqa: F401
    replying,  # noqa: F401
)

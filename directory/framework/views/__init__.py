"""Every page of the framework, one file for each noun."""

from flask import Blueprint

blueprint = Blueprint("framework", __name__)

from directory.framework.views import (  # noqa: E402  they put their pages on the blueprint
    alone,
    corrections,
    figures,
    handovers,
    levels,
    packs,
    record,
)

__all__ = ["alone", "corrections", "figures", "handovers", "levels", "packs", "record"]

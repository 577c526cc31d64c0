"""Pages of unmet needs: those who log, the knowledge officer, and those who commission."""

from flask import Blueprint

blueprint = Blueprint("unmet_needs", __name__, url_prefix="/unmet-needs")

from directory.unmet_needs.views import (  # noqa: E402, F401
    answering,
    behind,
    figures,
    grouping,
    logging,
    matches,
    merging,
    report,
    routing,
    sending,
)

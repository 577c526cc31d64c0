"""Every page of the framework, one file for each noun."""

from flask import Blueprint

blueprint = Blueprint("framework", __name__)

from directory.framework.views import (  # noqa: E402  they put their pages on the blueprint
    alone,
    care_plan,
    comparing,
    conversation,
    corrections,
    figures,
    handing_over,
    help_for_record,
    levels,
    opening,
    packs,
    records,
)

__all__ = [
    "alone",
    "care_plan",
    "comparing",
    "conversation",
    "corrections",
    "figures",
    "handing_over",
    "help_for_record",
    "levels",
    "opening",
    "packs",
    "records",
]

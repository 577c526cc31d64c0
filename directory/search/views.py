"""The results page."""

from flask import Blueprint, render_template, request

from directory.accounts.permissions import open_to_all
from directory.search.crisis import match_crisis

pages = Blueprint("search", __name__)


@pages.get("/search")
@open_to_all
def results() -> str:
    return render_template("search/results.html", crisis=match_crisis(request.args.get("q", "")))

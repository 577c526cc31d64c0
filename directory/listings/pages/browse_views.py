"""The start page, and ways in by need."""

from flask import abort, render_template

from directory.accounts.permissions import open_to_all
from directory.listings import needs as needs_queries
from directory.listings.pages import pages


@pages.get("/")
@open_to_all
def home() -> str:
    return render_template("listings/home.html", needs=needs_queries.list_needs())


@pages.get("/needs")
@open_to_all
def needs() -> str:
    return render_template("listings/needs.html", needs=needs_queries.list_needs())


@pages.get("/needs/<slug>")
@open_to_all
def need(slug: str) -> str:
    found = needs_queries.find_need(slug)
    if found is None:
        abort(404)
    return render_template(
        "listings/need.html",
        need=found,
        entry_count=needs_queries.count_entries(found),
        guidance=needs_queries.list_guidance(found),
    )


@pages.get("/guidance")
@open_to_all
def guidance_list() -> str:
    return render_template("listings/guidance_list.html", guidance=needs_queries.list_guidance())

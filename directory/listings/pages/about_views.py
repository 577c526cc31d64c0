"""Pages that say what this directory is, and how to get urgent help."""

from flask import render_template

from directory.accounts.permissions import open_to_all
from directory.listings.pages import pages


@pages.get("/urgent-help")
@open_to_all
def urgent_help() -> str:
    return render_template("listings/urgent_help.html")


@pages.get("/about")
@open_to_all
def about() -> str:
    return render_template("listings/about.html")


@pages.get("/accessibility")
@open_to_all
def accessibility() -> str:
    return render_template("listings/accessibility.html")


@pages.get("/privacy")
@open_to_all
def privacy() -> str:
    return render_template("listings/privacy.html")


@pages.get("/cookies")
@open_to_all
def cookies() -> str:
    return render_template("listings/cookies.html")

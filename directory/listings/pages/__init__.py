"""The public pages about entries."""

from flask import Blueprint

pages = Blueprint("listings", __name__)

from directory.listings.pages import about_views, browse_views, entry_views, list_views  # noqa: E402, F401

"""An entry's life: how it is read, written, published and shown."""

from datetime import timedelta

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    from directory.jobs import register
    from directory.listings.pages import pages
    from directory.listings.proposals.retention import delete_declined

    app.register_blueprint(pages)
    register(app, "forget-declined-proposals", timedelta(days=1), delete_declined)

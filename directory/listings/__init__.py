"""An entry's life: how it is read, written, published and shown."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    from directory.listings.pages import pages

    app.register_blueprint(pages)

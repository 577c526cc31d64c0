"""The knowledge officer's screens."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    from directory.admin import views  # noqa: F401  puts its pages on the blueprint
    from directory.admin.blueprint import blueprint
    from directory.admin.views.start import start_page

    app.register_blueprint(blueprint)
    app.register_blueprint(start_page)

"""Words, need, place and filters in; ranked entries out."""

from flask import Flask

from directory.extensions import db


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    from directory.search.commands import index_commands
    from directory.search.follower import REFRESH_SECONDS, Follower
    from directory.search.views import pages

    wait = 0.0 if app.testing else REFRESH_SECONDS
    app.extensions["search"] = Follower(app.config["INSTANCE_DIR"] / "search", lambda: db.engine, wait)
    app.register_blueprint(index_commands)
    app.register_blueprint(pages)

"""Words, need, place and filters in; ranked entries out."""

from datetime import timedelta

from flask import Flask

from directory.command_line import add_commands
from directory.extensions import db
from directory.jobs import register


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    from directory.search.follower import REFRESH_SECONDS, Follower
    from directory.search.log.retention import count_and_forget, end_tokens
    from directory.search.pages.views import pages
    from directory.search.safety.rules import load_rules
    from directory.search.tasks import fold_index, renew_index

    load_rules()  # Refuses to start with rules that cannot be used.
    wait = 0.0 if app.testing else REFRESH_SECONDS
    app.extensions["search"] = Follower(app.config["INSTANCE_DIR"] / "search", lambda: db.engine, wait)
    add_commands(app, "index", "directory.search.commands:index_commands", "The search index.")
    app.register_blueprint(pages)
    register(app, "fold-index", timedelta(seconds=20), fold_index, writes=False, each_machine=True)
    register(app, "rebuild-index", timedelta(days=1), renew_index, writes=False, each_machine=True)
    register(app, "end-search-tokens", timedelta(minutes=5), end_tokens, forgets=True)
    register(app, "forget-searches", timedelta(hours=12), count_and_forget, forgets=True)

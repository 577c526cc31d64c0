"""The community knowledge directory."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from flask import Flask

# Each room binds its own pages, commands and jobs; those below come first.
ROOMS = (
    "accounts",
    "jobs",
    "mail",
    "places",
    "listings",
    "network",
    "search",
    "unmet_needs",
    "helpline",
    "framework",
    "admin",
    "exchange",
    "operations",
)


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """`overrides` are Flask settings that win over the environment; tests use them."""
    from directory import config, errors, extensions, hosts, limits, logs, web
    from directory.privacy import stored_text

    app = Flask(__name__, template_folder="../templates", static_folder="static")
    app.config.update(config.flask_settings(config.read_settings()))
    app.config.update(overrides or {})
    logs.init_app(app)
    hosts.init_app(app)
    limits.init_app(app)
    # Before the extensions: the first of them to ask for the template engine fixes its options.
    web.init_app(app)
    extensions.init_app(app)
    errors.init_app(app)
    stored_text.init_app(app)
    for room in ROOMS:
        import_module(f"directory.{room}").init_app(app)
    return app

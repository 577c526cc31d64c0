"""Records in and out, in the formats other directories use."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    from directory.exchange.commands import exchange
    from directory.exchange.example.commands import seed

    app.cli.add_command(seed)
    app.cli.add_command(exchange)

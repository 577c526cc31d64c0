"""Records in and out, in the formats other directories use."""

from flask import Flask

from directory.command_line import add_commands


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    add_commands(app, "seed", "directory.exchange.example.commands:seed", "The example directory.")
    where = "directory.exchange.commands:exchange"
    add_commands(app, "exchange", where, "Bring records in from other directories.")

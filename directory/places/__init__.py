"""Where: postcodes, towns, practices, areas, distance."""

from flask import Flask

from directory.command_line import add_commands


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    where = "directory.places.commands:places"
    add_commands(app, "places", where, "Postcodes, towns, practices and areas.")

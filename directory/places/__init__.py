"""Where: postcodes, towns, practices, areas, distance."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""
    from directory.places.commands import places

    app.cli.add_command(places)

"""Words, needs, place and filters in; ranked entries out."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages, commands and jobs."""

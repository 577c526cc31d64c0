"""What runs by itself, and when. Features hand their jobs over in create_app() with `register`."""

from flask import Flask

from directory.command_line import add_commands
from directory.jobs.registry import register

__all__ = ["init_app", "register"]


def init_app(app: Flask) -> None:
    add_commands(app, "jobs", "directory.jobs.commands:jobs_commands", "Work that runs by itself.")

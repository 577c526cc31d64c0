"""What runs by itself, and when. Features hand their jobs over in create_app() with `register`."""

from flask import Flask

from directory.jobs.registry import register

__all__ = ["init_app", "register"]


def init_app(app: Flask) -> None:
    from directory.jobs.commands import jobs_commands

    app.cli.add_command(jobs_commands)

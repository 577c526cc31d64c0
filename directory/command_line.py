"""Groups of `flask` commands, imported when one of them is asked for: web workers start without them and
without the libraries that only they need."""

from importlib import import_module
from typing import Any

import click
from flask import Flask


def add_commands(app: Flask, name: str, where: str, help: str) -> None:
    """`where` is "module:attribute" of the group."""
    app.cli.add_command(_LaterCommand(name, where, help))


class _LaterCommand(click.Command):
    """Stands in the list of commands for the real one, and steps aside when it is called."""

    def __init__(self, name: str, where: str, help: str) -> None:
        super().__init__(name, help=help)
        self._where = where

    def make_context(self, *arguments: Any, **values: Any) -> click.Context:
        module, _, attribute = self._where.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command.make_context(*arguments, **values)

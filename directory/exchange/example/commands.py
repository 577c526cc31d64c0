"""`flask seed ...`"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import click
from flask import current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from directory.exchange.example import load
from directory.exchange.example.casework.load import load_casework
from directory.extensions import expect_writes
from directory.models.mixins import utc_now

_MOST_LINES = 8

seed = AppGroup("seed", help="The example directory.")


@seed.command("load")
@click.option("--no-casework", is_flag=True, help="Leave out the invented year of casework.")
def load_command(no_casework: bool) -> None:
    """Load the example directory. What is there already stays as it is. On one's own machine an invented year
    of casework comes with it, where there is none."""
    expect_writes()
    with _show_progress("Example directory") as show:
        loaded = load.load_example(now=utc_now(), on_entry=show)
    hidden = (
        f" {loaded.hidden} of these are drafts or suspended, so search leaves them out."
        if loaded.hidden
        else ""
    )
    click.echo(f"Example directory: {loaded.entries} entries, {loaded.new} new.{hidden}")
    if no_casework or current_app.config["ENVIRONMENT"] != "local":
        return
    with _show_progress("Example casework") as show:
        is_laid = load_casework(now=utc_now(), on_step=show)
    click.echo(f"Example casework: {'a year of it' if is_laid else 'left as it is'}.")


@contextmanager
def _show_progress(title: str) -> Iterator[Callable[[str, int], None]]:
    if not Console().is_terminal:
        yield partial(_say_step, title, itertools.count(1))
        return
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TextColumn("{task.fields[at]}"), transient=True) as progress:
        task = progress.add_task("", total=None, at="", visible=False)

        def show(name: str, total: int) -> None:
            progress.update(task, advance=1, total=total, at=name, visible=True)

        yield show


def _say_step(title: str, numbers: Iterator[int], name: str, total: int) -> None:
    """Where no bar can be drawn: a line now and then."""
    number = next(numbers)
    if number % max(1, total // _MOST_LINES) == 0:
        click.echo(f"{title}, {number} of {total}: {name} ...")

"""`flask seed ...`"""

import click
from flask.cli import AppGroup
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from directory.exchange.example import load
from directory.extensions import expect_writes
from directory.models.mixins import utc_now

seed = AppGroup("seed", help="The example directory.")


@seed.command("load")
def load_command() -> None:
    """Load the example directory. What is there already stays as it is."""
    expect_writes()
    columns = (TextColumn("Example directory"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TextColumn("{task.fields[at]}"), transient=True) as progress:
        task = progress.add_task("", total=None, at="", visible=False)

        def show(name: str, total: int) -> None:
            progress.update(task, advance=1, total=total, at=name, visible=True)

        loaded = load.load_example(now=utc_now(), on_entry=show)
    click.echo(f"Example directory: {loaded.entries} entries, {loaded.new} new.")

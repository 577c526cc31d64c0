"""flask index ..."""

import sys

import click
from flask.cli import AppGroup
from rich.progress import Progress

from directory.search.find import find_follower
from directory.search.index.builder import rebuild_index
from directory.search.index.check import check_index
from directory.search.index.generation import open_newest
from directory.search.index.log import read_position

index_commands = AppGroup("index", help="The search index.")


@index_commands.command("rebuild")
def rebuild() -> None:
    """Make the search index again from the database."""
    follower = find_follower()
    with Progress(transient=True) as bar:
        task = bar.add_task("Reading entries", total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            if done == total:
                bar.update(task, description="Writing and decoding", completed=0, total=None)

        built = follower.read(lambda session: rebuild_index(session, follower.root, show))
    if built.number is None:
        click.echo("Another process is building the index. Nothing was done.")
        sys.exit(1)
    click.echo(f"Search index, generation {built.number}: {built.entries} published entries.")


@index_commands.command("check")
def check() -> None:
    """Compare the search index with the database. Ends with status 1 where they differ."""
    follower = find_follower()
    position = follower.read(read_position)
    generation = open_newest(follower.root, position.database_id)
    findings = follower.read(lambda session: check_index(session, generation))
    if findings.generation is None:
        click.echo("There is no index of this database. Make one with: flask index rebuild")
    else:
        click.echo(
            f"Generation {findings.generation}: {findings.entries} entries, "
            f"{findings.behind} changes not folded in, "
            f"{len(findings.missing)} missing, {len(findings.surplus)} too many, {len(findings.stale)} stale."
        )
    for entry_id in (*findings.missing, *findings.surplus, *findings.stale):
        click.echo(f"  {entry_id}")
    sys.exit(0 if findings.is_sound else 1)

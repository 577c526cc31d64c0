"""`flask places`: fills the tables of places, and shows what a text means.

What reads and fetches files is imported by the commands that do so: the web workers need none of it."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from rich.console import Console

from directory.errors import DirectoryError
from directory.extensions import db, expect_writes
from directory.places.containment import today
from directory.places.follow_ups import list_follow_ups
from directory.places.progress import show_progress
from directory.places.queries import find_place

places = AppGroup("places", help="Postcodes, towns, practices and areas.")
_GROUPS = ("postcodes", "practices")
_EVERYWHERE = click.option(
    "--everywhere", is_flag=True, help="Keep the practices and networks of every care system, not only ours."
)


@places.command("load")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_EVERYWHERE
def load(paths: tuple[Path, ...], everywhere: bool) -> None:
    """Load postcodes, practices or networks from files, zips or folders."""
    load_and_tell(paths, everywhere)


@places.command("update")
@click.option("--only", type=click.Choice(_GROUPS), help="Fetch only these.")
@_EVERYWHERE
def update(only: str | None, everywhere: bool) -> None:
    """Download the current postcodes, practices and networks from their publishers, and load them."""
    from directory.places.fetching.publishers import fetch_sources

    with show_progress() as report:
        fetched = fetch_sources(current_app.config, groups=(only,) if only else _GROUPS, report=report)
    for line in fetched.lines:
        click.echo(line)
    if fetched.paths:
        load_and_tell(tuple(fetched.paths), everywhere)
        for path in fetched.paths:
            path.unlink()
    if fetched.failures:
        raise click.ClickException("Not everything could be fetched.\n" + "\n".join(fetched.failures))


@places.command("find")
@click.argument("words", nargs=-1, required=True)
def find(words: tuple[str, ...]) -> None:
    """Show the place that these words mean."""
    place = find_place(" ".join(words))
    if place is None:
        raise click.ClickException("That is no place we know.")
    click.echo(f"{place.label}: {place.latitude}, {place.longitude} ({place.precision})")
    click.echo(
        f"In {len(place.area_ids)} areas, partly in {len(place.part_area_ids)} more. {place.how_exact}"
    )


def load_and_tell(paths: tuple[Path, ...], everywhere: bool) -> None:
    """Loads in one transaction and says what was loaded; a refusal ends the command with its reason."""
    from directory.places.loading.load import load_places

    expect_writes()
    try:
        with show_progress() as report:
            summary = load_places(paths, report=report, on=today(), everywhere=everywhere)
            db.session.commit()
    except DirectoryError as error:
        raise click.ClickException(error.message) from error
    for line in summary.lines:
        click.echo(line)
    follow_up_and_tell()


@places.command("fill")
def fill() -> None:
    """Give places of entries what their postcodes tell by now. Loading does so by itself."""
    follow_up_and_tell()


def follow_up_and_tell() -> None:
    """Each part is a transaction of its own, so that others who write wait only a moment."""
    expect_writes()
    for what, follow_up in list_follow_ups():
        done = 0
        with Console(stderr=True).status("Looking through the entries ...") as status:
            for changed in follow_up():
                db.session.commit()
                done += changed
                status.update(f"{done:,} {what} ...")
        if done:
            click.echo(f"{done:,} {what}.")

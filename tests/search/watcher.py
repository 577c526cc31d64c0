"""A worker of its own: searches until it finds what it was told to look for, then says when."""

import sys
import time
from datetime import UTC, datetime

import click

from directory import create_app
from directory.search.find import find
from directory.search.request import SearchRequest

GIVE_UP_SECONDS = 20


def main(words: str) -> None:
    app = create_app()
    with app.app_context():
        click.echo(f"ready {count(words)}")
        started = time.monotonic()
        while count(words) == 0 and time.monotonic() - started < GIVE_UP_SECONDS:
            time.sleep(0.02)
        click.echo(f"found {count(words)} {time.time()}")


def count(words: str) -> int:
    return find(SearchRequest(q=words), viewer="public", now=datetime.now(UTC)).total


if __name__ == "__main__":
    main(sys.argv[1])

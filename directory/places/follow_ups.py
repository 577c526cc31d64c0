"""What other features do when the tables of places have changed. They hand it over as the application is
made: places knows none of them."""

from collections.abc import Callable, Iterator

from flask import Flask, current_app

# Does its work in parts and gives after each how many records it changed; the caller commits each part.
FollowUp = Callable[[], Iterator[int]]


def register(app: Flask, what: str, follow_up: FollowUp) -> None:
    """`what` says what is changed, as in "12 places given their coordinates"."""
    app.extensions.setdefault("directory-place-follow-ups", {})[what] = follow_up


def list_follow_ups() -> list[tuple[str, FollowUp]]:
    return list(current_app.extensions.get("directory-place-follow-ups", {}).items())

"""How much one request may send. Line, header and time limits are gunicorn's (gunicorn.conf.py)."""

import time

from flask import Flask, abort, current_app, request

_MOST_DRAINED_BYTES = 100_000_000
_LONGEST_DRAIN_SECONDS = 10
_PIECE = 65_536


def init_app(app: Flask) -> None:
    app.before_request(_refuse_large_body)


def _refuse_large_body() -> None:
    """Whether or not the page would read it. What is still on its way is taken and thrown away, to a limit:
    a browser shows an answer only when it could send everything, and "connection lost" otherwise."""
    size = request.content_length or 0
    if size <= current_app.config["MAX_CONTENT_LENGTH"]:
        return
    stream, left = request.environ["wsgi.input"], min(size, _MOST_DRAINED_BYTES)
    give_up = time.monotonic() + _LONGEST_DRAIN_SECONDS
    while left > 0 and time.monotonic() < give_up:
        piece = stream.read(min(left, _PIECE))
        if not piece:
            break
        left -= len(piece)
    abort(413)

"""Logs as JSON, one object a line. What people search for stays private: a line holds the route that
answered, never the address that was asked for, and of a fault its kind and the lines of code it passed,
never its message, which may quote what somebody typed."""

import json
import logging
import logging.config
import re
import secrets
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, has_request_context, request

_SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_KEPT = "directory.request_id"
_STARTED = "directory.started"
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
# gunicorn quotes the request line of what it refuses.
_QUOTES_REQUEST = ("Invalid request from", "Error handling request")

_log = logging.getLogger("directory.request")


class JsonFormatter(logging.Formatter):
    """`extra={"facts": {...}}` adds plain values to the line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": _message(record),
        }
        if has_request_context():
            line["request_id"] = request_id()
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[1]:
            line["fault"] = type(record.exc_info[1]).__name__
            line["at"] = _frames(record.exc_info[1])
        return json.dumps(line, default=str, ensure_ascii=False)


def describe(level: str) -> dict[str, Any]:
    """The set-up of logging, for the application and for gunicorn alike."""
    ours = {"handlers": ["lines"], "level": level}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonFormatter}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        # Named, because gunicorn would otherwise fill in a root of its own.
        "root": {"level": "WARNING", "handlers": []},
        "loggers": {
            "directory": ours,
            "py.warnings": ours,
            "gunicorn.error": {**ours, "propagate": False},
        },
    }


def init_app(app: Flask) -> None:
    if not app.testing:
        logging.config.dictConfig(describe(app.config["LOG_LEVEL"]))
        logging.captureWarnings(True)
    app.before_request(_start_clock)
    app.after_request(_log_request)


def request_id() -> str:
    """The id the proxy in front gave this request, if it is a plain one; else a new one."""
    known = request.environ.get(_KEPT)
    if known is None:
        given = request.headers.get("X-Request-ID", "")
        known = given if _SAFE_ID.fullmatch(given) else secrets.token_hex(8)
        request.environ[_KEPT] = known
    return str(known)


def _start_clock() -> None:
    request.environ[_STARTED] = time.perf_counter()


def _log_request(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    now = time.perf_counter()
    took = now - request.environ.get(_STARTED, now)
    facts = {
        "method": request.method if request.method in _METHODS else "other",
        "route": request.url_rule.rule if request.url_rule else "none",
        "status": response.status_code,
        "ms": round(took * 1000, 1),
    }
    # Health checks come every few seconds: they are of interest only when they fail.
    quiet = request.path.startswith("/health/") and response.status_code < 400
    _log.log(logging.DEBUG if quiet else logging.INFO, "request", extra={"facts": facts})
    return response


def _message(record: logging.LogRecord) -> str:
    message = record.getMessage()
    if message.startswith(_QUOTES_REQUEST):
        return " ".join(message.split()[:3])
    return message.split("?")[0] if record.name.startswith("gunicorn") else message


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]

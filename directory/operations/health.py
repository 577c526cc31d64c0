"""Whether this process lives, and whether it can answer people. Says nothing about what is inside."""

import logging
from collections.abc import Callable

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from directory.accounts.permissions import open_to_all
from directory.extensions import db, limiter
from directory.models import DatabaseIdentity
from directory.search.find import find_follower

health_pages = Blueprint("health", __name__, url_prefix="/health")

# A large import is followed in pieces; further behind than this, people would miss too much.
_MOST_LAG = 1_000

_log = logging.getLogger("directory.health")


@health_pages.get("/live")
@open_to_all
@limiter.exempt
def live() -> ResponseReturnValue:
    return jsonify(status="ok")


@health_pages.get("/ready")
@open_to_all
@limiter.exempt
def ready() -> ResponseReturnValue:
    checks = {name: _run(name, check) for name, check in _CHECKS.items()}
    is_ready = all(answer["ok"] for answer in checks.values())
    return jsonify(status="ok" if is_ready else "not ready", checks=checks), 200 if is_ready else 503


def _check_database() -> dict[str, object]:
    return {"ok": db.session.scalar(select(DatabaseIdentity.one)) == 1}


def _check_search() -> dict[str, object]:
    """`lag` counts changes that this worker does not show yet."""
    follower = find_follower()
    generation = follower.current().generation
    lag = follower.lag()
    is_ready = generation is not None and lag <= _MOST_LAG
    return {"ok": is_ready, "generation": generation.number if generation else None, "lag": lag}


_CHECKS: dict[str, Callable[[], dict[str, object]]] = {"database": _check_database, "search": _check_search}


def _run(name: str, check: Callable[[], dict[str, object]]) -> dict[str, object]:
    try:
        return check()
    except Exception:
        _log.exception("health check failed", extra={"facts": {"check": name}})
        return {"ok": False}

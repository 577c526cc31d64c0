"""Forgets the words of old unmet needs. Counts stay."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import or_, update

from directory.extensions import db
from directory.models import UnmetNeed


def empty_old_words(now: datetime) -> int:
    """How many were emptied: those logged UNMET_NEED_DAYS ago."""
    before = now - timedelta(days=current_app.config["UNMET_NEED_DAYS"])
    kept = (UnmetNeed.tried, UnmetNeed.evidence, UnmetNeed.tell_address)
    has_words = or_(UnmetNeed.missing != "", *(column.is_not(None) for column in kept))
    old = update(UnmetNeed).where(UnmetNeed.logged_at < before, has_words)
    emptied = old.values(missing="", tried=None, evidence=None, tell_address=None)
    return int(db.session.execute(emptied).rowcount)  # type: ignore[attr-defined]

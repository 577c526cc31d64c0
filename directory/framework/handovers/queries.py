"""Finds handovers for the people they concern."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from directory.accounts.permissions import ACCOUNT_KEEPERS
from directory.extensions import db
from directory.framework.handovers import rules
from directory.models import RecordHandover, User

_SHOWN_FOR = timedelta(days=30)


def find_handover(handover_id: uuid.UUID) -> RecordHandover | None:
    return db.session.get(RecordHandover, handover_id)


def list_of_worker(worker: User, now: datetime) -> list[RecordHandover]:
    return _list_open(RecordHandover.worker_id == worker.id, now)


def list_own(actor: User, team_ids: Collection[uuid.UUID], now: datetime) -> list[RecordHandover]:
    """Open handovers of this person's records or to them, and covers within their teams."""
    concerns = or_(
        RecordHandover.worker_id == actor.id,
        RecordHandover.colleague_id == actor.id,
        RecordHandover.team_id.in_(team_ids) & RecordHandover.accepted_at.is_not(None),
    )
    return _list_open(concerns, now)


def list_lately_moved(worker: User, now: datetime) -> list[RecordHandover]:
    """Handovers for good of this worker's records that a colleague accepted in the last 30 days."""
    query = select(RecordHandover).where(
        RecordHandover.worker_id == worker.id,
        RecordHandover.until.is_(None),
        RecordHandover.accepted_at > now - _SHOWN_FOR,
    )
    return list(db.session.scalars(query.order_by(RecordHandover.accepted_at)).unique())


def list_to_accept(actor: User, now: datetime) -> list[RecordHandover]:
    offered = _list_open(RecordHandover.colleague_id == actor.id, now)
    return [one for one in offered if rules.may_accept(actor, one, now)]


def list_to_agree(actor: User, now: datetime) -> list[RecordHandover]:
    if set(ACCOUNT_KEEPERS).isdisjoint(actor.roles):
        return []
    waiting = _list_open(RecordHandover.accepted_at.is_(None), now)
    return [one for one in waiting if rules.may_agree(actor, one, now)]


def _list_open(condition: ColumnElement[bool], now: datetime) -> list[RecordHandover]:
    query = select(RecordHandover).where(condition, RecordHandover.ended_at.is_(None))
    found = db.session.scalars(query.order_by(RecordHandover.asked_at, RecordHandover.id)).unique()
    return [one for one in found if rules.is_open(one, now)]

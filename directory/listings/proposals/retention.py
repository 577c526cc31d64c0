"""Forgets what was proposed and turned down."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from directory.extensions import db
from directory.models import Proposal
from directory.models.improving.codes import ProposalState

KEPT_DAYS = 90


def delete_declined(now: datetime) -> int:
    """How many: words somebody searched for are kept no longer for having been proposed."""
    before = now - timedelta(days=KEPT_DAYS)
    old = delete(Proposal).where(Proposal.state == ProposalState.DECLINED, Proposal.decided_at < before)
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]

"""How often groups were asked for: the true counts, and those that others than the knowledge officer see."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select, update

from directory.extensions import db
from directory.models import UnmetNeed, UnmetNeedGroup
from directory.models.codes import GroupState
from directory.unmet_needs.figures.periods import list_quarters

SENT_STATES = (GroupState.SENT, GroupState.ANSWERED)


def count_times_asked(group: UnmetNeedGroup) -> int:
    return count_by_group([group.id]).get(group.id, 0)


def count_by_group(group_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID | None, int]:
    query = select(UnmetNeed.group_id, func.sum(UnmetNeed.times_asked))
    query = query.where(UnmetNeed.group_id.in_(group_ids)).group_by(UnmetNeed.group_id)
    return {group_id: int(count) for group_id, count in db.session.execute(query)}


def count_shown(groups: Sequence[UnmetNeedGroup], on: date) -> dict[uuid.UUID | None, int]:
    """For who may not see true counts: those from before the first change of this quarter. A count that moved
    with each change would show when it steps from one rounded value to the next."""
    first = _find_first_day(on)
    kept = {one.id: one.shown_count or 0 for one in groups if one.counted_on and one.counted_on >= first}
    return count_by_group([one.id for one in groups if one.id not in kept]) | kept


def keep_counts(groups: Sequence[UnmetNeedGroup], on: date) -> None:
    """Called before anything is put into these groups or taken out: what others see of those that were sent
    stays as it is until the quarter ends. No save of the officer's: `version` stays."""
    is_new = or_(UnmetNeedGroup.counted_on.is_(None), UnmetNeedGroup.counted_on < _find_first_day(on))
    is_seen = UnmetNeedGroup.state.in_(SENT_STATES)
    count = select(func.coalesce(func.sum(UnmetNeed.times_asked), 0))
    count = count.where(UnmetNeed.group_id == UnmetNeedGroup.id)
    kept = update(UnmetNeedGroup).where(UnmetNeedGroup.id.in_([one.id for one in groups]), is_seen, is_new)
    db.session.execute(kept.values(shown_count=count.scalar_subquery(), counted_on=on))


def _find_first_day(on: date) -> date:
    return list_quarters(on, with_current=True)[0].first

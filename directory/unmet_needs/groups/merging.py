"""Groups that turn out to be one, and how that is taken back. Flushes and never commits."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import UnmetNeed, UnmetNeedGroup, UnmetNeedMerge, UnmetNeedMoved, User
from directory.models.codes import GroupState
from directory.models.mixins import utc_now
from directory.unmet_needs.groups.grouping import hold_for_change, refuse_stale, touch

_WRONG = "Some of this needs to be put right."


@dataclass(frozen=True, slots=True)
class Merged:
    """A group that is part of another. Of the `brought` unmet needs that went with it `here` are still in the
    other. `merge` is None where it became part before it was kept what went with it; `stays_because` says why
    it cannot be taken back, "" where it can."""

    group: UnmetNeedGroup
    merge: UnmetNeedMerge | None
    here: int
    brought: int
    stays_because: str

    @property
    def is_asked_about(self) -> bool:
        """Taken back, it waits for an answer again, and may be asked for it by e-mail."""
        return self.merge is not None and self.merge.state == GroupState.SENT


def merge_groups(
    *,
    actor: User,
    group: UnmetNeedGroup,
    into: UnmetNeedGroup,
    expected_version: int,
    now: datetime | None = None,
) -> None:
    """All of `group` becomes part of `into`, and its page leads there. Raises InvalidData, EditConflict."""
    now = now or utc_now()
    hold_for_change(now, group, into)
    refuse_stale(group, expected_version)
    if not may_merge(group, into):
        raise InvalidData(_WRONG, {"into": "Choose another group."})
    held = select(UnmetNeed.id).where(UnmetNeed.group_id == group.id).with_for_update()
    moved = list(db.session.scalars(held))
    merge = UnmetNeedMerge(group_id=group.id, merged_at=now, merged_by_id=actor.id, state=group.state)
    merge.due_on, merge.moved = group.due_on, [UnmetNeedMoved(unmet_need_id=one) for one in moved]
    db.session.add(merge)
    group.state, group.merged_into_id, group.due_on = GroupState.MERGED, into.id, None
    _move(moved, group, into)
    audit.record("unmet_need_group.merge", actor, group, into=str(into.id), count=len(moved))


def may_merge(group: UnmetNeedGroup, into: UnmetNeedGroup) -> bool:
    return into.id != group.id and GroupState.MERGED not in (into.state, group.state)


def take_back_merge(
    *,
    actor: User,
    group: UnmetNeedGroup,
    into: UnmetNeedGroup,
    expected_version: int,
    now: datetime | None = None,
) -> Merged:
    """`group` stands where it stood before it became part of `into`, with those of its unmet needs that are
    still there; what it was told. `expected_version` is that of `into`. Raises InvalidData, EditConflict."""
    hold_for_change(now or utc_now(), group, into)
    if group.merged_into_id != into.id:
        raise EditConflict(group.version)
    refuse_stale(into, expected_version)
    told = describe_merged(group, into)
    if told.merge is None or told.stays_because:
        raise InvalidData(_WRONG, {"merged": told.stays_because})
    moved = select(UnmetNeedMoved.unmet_need_id).where(UnmetNeedMoved.group_id == group.id)
    held = select(UnmetNeed.id).where(UnmetNeed.id.in_(moved), UnmetNeed.group_id == into.id)
    back = list(db.session.scalars(held.with_for_update()))
    group.state, group.merged_into_id, group.due_on = told.merge.state, None, told.merge.due_on
    db.session.delete(told.merge)
    _move(back, into, group)
    audit.record("unmet_need_group.take_back", actor, group, out_of=str(into.id), count=len(back))
    return told


def list_merged(into: UnmetNeedGroup) -> list[Merged]:
    """What is part of this group, the last one first."""
    query = (
        select(UnmetNeedGroup, UnmetNeedMerge)
        .join(UnmetNeedMerge, UnmetNeedMerge.group_id == UnmetNeedGroup.id, isouter=True)
        .where(UnmetNeedGroup.merged_into_id == into.id)
        .order_by(UnmetNeedMerge.merged_at.desc().nulls_last(), UnmetNeedGroup.name)
    )
    rows = db.session.execute(query).unique().all()
    counts = _count_moved([group.id for group, _ in rows], into)
    return [
        Merged(group, merge, *counts.get(group.id, (0, 0)), _find_obstacle(merge, into))
        for group, merge in rows
    ]


def describe_merged(group: UnmetNeedGroup, into: UnmetNeedGroup) -> Merged:
    merge = db.session.get(UnmetNeedMerge, group.id)
    counts = _count_moved([group.id], into).get(group.id, (0, 0))
    return Merged(group, merge, *counts, _find_obstacle(merge, into))


def _find_obstacle(merge: UnmetNeedMerge | None, into: UnmetNeedGroup) -> str:
    """Somebody outside may have been told of the two as one: that cannot be taken back."""
    if merge is None:
        return "It was not kept yet what came with it."
    if into.state == GroupState.MERGED:
        return f"{into.name} is part of another group by now. Take that back first."
    if into.answers:
        return "It has an answer, and everybody who asked was told."
    if into.sent_at and into.sent_at >= merge.merged_at:
        return f"It was sent to {into.body.name if into.body else 'somebody'} since, together with this."
    return ""


def _count_moved(group_ids: Sequence[uuid.UUID], into: UnmetNeedGroup) -> dict[uuid.UUID, tuple[int, int]]:
    """By group: how many unmet needs that went with it are in the other still, and how many there are."""
    query = (
        select(
            UnmetNeedMoved.group_id,
            func.count().filter(UnmetNeed.group_id == into.id),
            func.count(),
        )
        .join(UnmetNeed, UnmetNeed.id == UnmetNeedMoved.unmet_need_id)
        .where(UnmetNeedMoved.group_id.in_(group_ids))
        .group_by(UnmetNeedMoved.group_id)
    )
    return {group_id: (here, brought) for group_id, here, brought in db.session.execute(query)}


def _move(unmet_need_ids: Sequence[uuid.UUID], out_of: UnmetNeedGroup, into: UnmetNeedGroup) -> None:
    """Both groups count as saved: who looks at one of them sees another one by now."""
    db.session.execute(update(UnmetNeed).where(UnmetNeed.id.in_(unmet_need_ids)).values(group_id=into.id))
    for one in (out_of, into):
        touch(one)
        db.session.expire(one, ["unmet_needs"])

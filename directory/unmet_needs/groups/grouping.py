"""What the knowledge officer does with unmet needs that are the same one. Flushes and never commits."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import UnmetNeed, UnmetNeedGroup, User
from directory.models.codes import GroupState
from directory.models.mixins import utc_now
from directory.network.checking import Checker, Typed
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.group_counts import keep_counts
from directory.unmet_needs.small_words import read_public_words

LAST_POSITION = 999
_NONE_CHOSEN = "Tick at least one unmet need. What is not here any more was put in a group meanwhile."


def create_group(
    *,
    actor: User,
    unmet_need_ids: Sequence[uuid.UUID],
    typed: Typed,
    out_of: UnmetNeedGroup | None = None,
    now: datetime | None = None,
) -> UnmetNeedGroup:
    """Keys of `typed`: name. Need and area are those of the first chosen. Those that are in `out_of` leave
    it, which is how a group is split. Raises InvalidData."""
    now = now or utc_now()
    if out_of:
        hold_for_change(now, out_of)
    checker = Checker(typed)
    name = read_public_words(checker, "name", "unmet_need_group.name")
    if name is None:
        checker.problems.setdefault("name", "Give the group a name.")
    chosen = _find_chosen(unmet_need_ids, out_of)
    if not chosen:
        checker.problems["chosen"] = _NONE_CHOSEN
    checker.refuse_problems()
    first = chosen[0]
    group = UnmetNeedGroup(name=name, need=first.needs[0].term, area=first.area, created_at=now)
    db.session.add(group)
    db.session.flush()
    for unmet in chosen:
        unmet.group_id = group.id
    db.session.flush()
    audit.record("unmet_need_group.create", actor, group, count=len(chosen))
    return group


def add_to_group(
    *,
    actor: User,
    group: UnmetNeedGroup,
    unmet_need_ids: Sequence[uuid.UUID],
    out_of: UnmetNeedGroup | None = None,
    now: datetime | None = None,
) -> None:
    """Those that are in `out_of` leave it. Raises InvalidData where none is chosen, or the group is part of
    another."""
    hold_for_change(now or utc_now(), group, *([out_of] if out_of else []))
    chosen = _find_chosen(unmet_need_ids, out_of)
    if not chosen:
        raise InvalidData("Some of this needs to be put right.", {"chosen": _NONE_CHOSEN})
    if group.state == GroupState.MERGED:
        raise InvalidData("Some of this needs to be put right.", {"group": "Choose a group from the list."})
    for unmet in chosen:
        unmet.group_id = group.id
    db.session.flush()
    audit.record("unmet_need_group.add", actor, group, count=len(chosen))


def take_out(
    *,
    actor: User,
    group: UnmetNeedGroup,
    unmet_need_ids: Sequence[uuid.UUID],
    now: datetime | None = None,
) -> None:
    """Those of `group` are in no group again and wait in the queue. Raises InvalidData."""
    hold_for_change(now or utc_now(), group)
    chosen = _find_chosen(unmet_need_ids, group)
    if not chosen:
        raise InvalidData("Some of this needs to be put right.", {"chosen": _NONE_CHOSEN})
    for unmet in chosen:
        unmet.group_id = None
    db.session.flush()
    audit.record("unmet_need_group.take_out", actor, group, count=len(chosen))


def edit_group(*, actor: User, group: UnmetNeedGroup, typed: Typed, expected_version: int) -> None:
    """Keys of `typed`: name, summary, position. Raises InvalidData, EditConflict."""
    refuse_stale(group, expected_version)
    checker = Checker(typed)
    name = read_public_words(checker, "name", "unmet_need_group.name")
    if name is None:
        checker.problems.setdefault("name", "Give the group a name.")
    summary = read_public_words(checker, "summary", "unmet_need_group.summary")
    position = checker.places("position")
    if not position:
        checker.problems["position"] = f"Enter a whole number from 1 to {LAST_POSITION}. 1 comes first."
    checker.refuse_problems()
    group.name, group.summary, group.position = name or "", summary, position or LAST_POSITION
    touch(group)
    audit.record("unmet_need_group.edit", actor, group)


def write_narrative(
    *, actor: User, group: UnmetNeedGroup, typed: Typed, expected_version: int, now: datetime
) -> None:
    """Keys of `typed`: narrative (empty: there is none), checked. Reports tell of a gap in these words where
    its figures are too small to be shown, so somebody must say that they checked them. Raises InvalidData,
    EditConflict."""
    refuse_stale(group, expected_version)
    checker = Checker(typed)
    narrative = read_public_words(checker, "narrative", "unmet_need_group.narrative")
    if narrative and not typed.get("checked"):
        checker.problems["checked"] = "Read it again, then tick that you checked it."
    checker.refuse_problems()
    group.narrative = narrative
    group.narrative_checked_at = now if narrative else None
    group.narrative_checked_by_id = actor.id if narrative else None
    touch(group)
    audit.record("unmet_need_group.narrative", actor, group, is_told=narrative is not None)


def hold_for_change(now: datetime, *groups: UnmetNeedGroup) -> None:
    """Called before anything is put into these groups or taken out. They are as they are now, and nobody else
    changes or sends them before this is committed. Always in the same order: who merges them the other way
    round waits."""
    query = select(UnmetNeedGroup).where(UnmetNeedGroup.id.in_([one.id for one in groups]))
    query = query.order_by(UnmetNeedGroup.id).with_for_update(of=UnmetNeedGroup)
    db.session.scalars(query.execution_options(populate_existing=True)).unique().all()
    keep_counts(groups, day_of(now))


def refuse_stale(group: UnmetNeedGroup, expected_version: int) -> None:
    if group.version != expected_version:
        raise EditConflict(group.version)


def touch(group: UnmetNeedGroup) -> None:
    """Raises EditConflict where somebody else's save was committed since the group was read."""
    expected_version = group.version
    group.last_modified = utc_now()
    try:
        db.session.flush()
    except StaleDataError:
        raise EditConflict(expected_version + 1) from None


def _find_chosen(unmet_need_ids: Sequence[uuid.UUID], out_of: UnmetNeedGroup | None) -> list[UnmetNeed]:
    """Those that are in this group, or in none. What somebody moved meanwhile stays where it was put: a form
    sent twice would otherwise empty the group that it made."""
    group_id = out_of.id if out_of else None
    query = select(UnmetNeed).where(UnmetNeed.id.in_(unmet_need_ids), UnmetNeed.group_id == group_id)
    ordered = query.order_by(UnmetNeed.logged_at, UnmetNeed.id).with_for_update(of=UnmetNeed)
    return list(db.session.scalars(ordered))

"""Two people at the same moment: one has begun and has not committed when the other wants the same."""

import threading
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db, expect_writes
from directory.models import UnmetNeed, UnmetNeedGroup, User
from directory.models.codes import GroupState
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.sent_once import SentAlready
from directory.unmet_needs.actions import log_unmet_need, withdraw_unmet_need
from directory.unmet_needs.figures.group_counts import count_shown, count_times_asked
from directory.unmet_needs.groups import grouping, merging
from directory.unmet_needs.groups.loop import send_group
from tests.factories import make_area, make_body, make_need, make_unmet_group, make_unmet_need, make_user

pytestmark = pytest.mark.both_engines
_MOMENT = 0.3


def run_both(app: Flask, first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """What each gave back, or the error it raised. The first commits only when the second has begun."""
    has_begun, results = threading.Event(), [None, None]

    def run(number: int, do: Callable[[], object], wait: Callable[[], object]) -> None:
        with app.app_context():
            expect_writes()
            try:
                results[number] = do()
                wait()
                db.session.commit()
            except Exception as error:
                results[number] = error
            finally:
                has_begun.set()
                db.session.remove()

    def let_the_second_begin() -> None:
        has_begun.set()
        threading.Event().wait(_MOMENT)

    threads = [
        threading.Thread(target=run, args=(0, first, let_the_second_begin)),
        threading.Thread(target=run, args=(1, second, lambda: None)),
    ]
    threads[0].start()
    has_begun.wait(20)
    threads[1].start()
    for thread in threads:
        thread.join()
    return results


def lay_one() -> tuple[uuid.UUID, uuid.UUID]:
    """Who does it, and an unmet need that waits."""
    ids = make_user().id, make_unmet_need(make_need("debt"), make_area()).id
    db.session.commit()
    db.session.remove()
    return ids


def lay_two_groups(unmet_id: uuid.UUID) -> list[uuid.UUID]:
    """For what waits."""
    waiting = db.session.get_one(UnmetNeed, unmet_id)
    ids = [make_unmet_group(waiting.needs[0].term, waiting.area).id for _ in range(2)]
    db.session.commit()
    db.session.remove()
    return ids


def test_what_is_taken_back_while_it_is_put_in_a_group_stays_in_the_group(app: Flask) -> None:
    actor_id, unmet_id = lay_one()

    def group() -> uuid.UUID:
        made = grouping.create_group(
            actor=db.session.get_one(User, actor_id), unmet_need_ids=[unmet_id], typed={"name": "Evenings"}
        )
        return made.id

    results = run_both(app, group, lambda: take_back(actor_id, unmet_id))
    assert results[1] is False
    assert db.session.get_one(UnmetNeed, unmet_id).group_id == results[0]


def test_what_is_put_in_a_group_while_it_is_taken_back_is_gone_and_the_officer_is_told(app: Flask) -> None:
    actor_id, unmet_id = lay_one()

    def group() -> None:
        actor = db.session.get_one(User, actor_id)
        grouping.create_group(actor=actor, unmet_need_ids=[unmet_id], typed={"name": "Evenings"})

    taken_back, refused = run_both(app, lambda: take_back(actor_id, unmet_id), group)
    assert taken_back is True
    assert list(getattr(refused, "fields", {})) == ["chosen"]
    assert (db.session.get(UnmetNeed, unmet_id), db.session.query(UnmetNeedGroup).count()) == (None, 0)


def test_two_who_take_the_same_back_are_both_told_that_it_is_gone(app: Flask) -> None:
    actor_id, unmet_id = lay_one()
    assert run_both(app, *[lambda: take_back(actor_id, unmet_id)] * 2) == [True, True]
    assert db.session.get(UnmetNeed, unmet_id) is None


def take_back(actor_id: uuid.UUID, unmet_id: uuid.UUID) -> bool:
    unmet = db.session.get(UnmetNeed, unmet_id)
    return unmet is None or withdraw_unmet_need(actor=db.session.get_one(User, actor_id), unmet=unmet)


@pytest.mark.parametrize("is_logged", [False, True])
def test_nothing_is_put_in_a_group_while_it_becomes_part_of_another(app: Flask, is_logged: bool) -> None:
    actor_id, unmet_id = lay_one()
    ids = lay_two_groups(unmet_id)

    def merge() -> None:
        one, two = (db.session.get_one(UnmetNeedGroup, group_id) for group_id in ids)
        actor = db.session.get_one(User, actor_id)
        merging.merge_groups(actor=actor, group=one, into=two, expected_version=one.version)

    def put() -> None:
        actor, group = db.session.get_one(User, actor_id), db.session.get_one(UnmetNeedGroup, ids[0])
        if is_logged:
            log_unmet_need(actor=actor, typed=describe(group=str(group.id)))
        else:
            grouping.add_to_group(actor=actor, group=group, unmet_need_ids=[unmet_id])

    results = run_both(app, merge, put)
    assert list(getattr(results[1], "fields", {})) == ["group"]
    left = select(UnmetNeed).where(UnmetNeed.group_id == ids[0])
    assert db.session.scalars(left).all() == []


def test_two_who_merge_the_other_way_round_leave_one_group_with_all(app: Flask) -> None:
    actor_id, unmet_id = lay_one()
    ids = lay_two_groups(unmet_id)

    def merge(group_id: uuid.UUID, into_id: uuid.UUID) -> None:
        one, two = (db.session.get_one(UnmetNeedGroup, each) for each in (group_id, into_id))
        actor = db.session.get_one(User, actor_id)
        merging.merge_groups(actor=actor, group=one, into=two, expected_version=1)

    results = run_both(app, lambda: merge(*ids), lambda: merge(*reversed(ids)))
    assert [type(result).__name__ for result in results] == ["NoneType", "EditConflict"]
    states = [db.session.get_one(UnmetNeedGroup, group_id).state for group_id in ids]
    assert states == [GroupState.MERGED, GroupState.GROUPED]


def test_two_who_log_into_one_group_at_once_keep_what_was_in_it_before_both(app: Flask) -> None:
    actor_id, unmet_id = lay_one()
    group_id = lay_two_groups(unmet_id)[0]
    db.session.get_one(UnmetNeedGroup, group_id).state = GroupState.SENT
    db.session.commit()
    db.session.remove()

    def log() -> None:
        log_unmet_need(actor=db.session.get_one(User, actor_id), typed=describe(group=str(group_id)))

    assert run_both(app, log, log) == [None, None]
    group = db.session.get_one(UnmetNeedGroup, group_id)
    assert (group.shown_count, count_times_asked(group)) == (3, 5)


def test_what_is_put_in_a_group_while_it_is_sent_shows_no_step(app: Flask) -> None:
    """Who sends it waits: what is seen first holds it already."""
    actor_id, unmet_id = lay_one()
    group_id, body_id = lay_two_groups(unmet_id)[0], make_body().id
    db.session.commit()
    db.session.remove()

    def put() -> None:
        group = db.session.get_one(UnmetNeedGroup, group_id)
        actor = db.session.get_one(User, actor_id)
        grouping.add_to_group(actor=actor, group=group, unmet_need_ids=[unmet_id])

    def send() -> int:
        group = db.session.get_one(UnmetNeedGroup, group_id)
        given = {"group": group, "body_id": body_id, "expected_version": 1}
        send_group(actor=db.session.get_one(User, actor_id), now=utc_now(), **given)
        return count_shown([group], day_of(utc_now()))[group_id]

    assert run_both(app, put, send) == [None, 4]


def test_a_form_sent_twice_at_the_same_moment_is_logged_once(app: Flask) -> None:
    actor_id, _ = lay_one()
    key = uuid.uuid4()

    def log() -> None:
        log_unmet_need(actor=db.session.get_one(User, actor_id), typed=describe(), new_id=key)

    results = run_both(app, log, log)
    assert [type(result) for result in results] == [type(None), SentAlready]
    assert db.session.query(UnmetNeed).filter_by(id=key).count() == 1


def describe(**values: str) -> dict[str, object]:
    typed = {"area": "charnwood", "missing": "Help in the evening", "barrier": "times"}
    return {"needs": ["debt"]} | typed | values

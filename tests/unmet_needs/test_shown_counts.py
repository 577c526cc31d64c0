"""What others than the officer see of a group that was sent does not move within a quarter, whatever is put
into it or taken out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import UnmetNeed, UnmetNeedGroup, User
from directory.models.codes import GroupState, Role
from directory.models.mixins import utc_now
from directory.small_numbers import FEWER, protect
from directory.unmet_needs import lists
from directory.unmet_needs.actions import log_unmet_need, withdraw_unmet_need
from directory.unmet_needs.figures.group_counts import SENT_STATES, count_by_group, count_shown
from directory.unmet_needs.groups import grouping, loop, merging
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_body, make_need, make_unmet_group, make_unmet_need, make_user

NOW = datetime(2026, 8, 4, 12, tzinfo=UTC)
TODAY, LAST_DAY, NEXT = NOW.date(), date(2026, 9, 30), date(2026, 10, 1)


class World:
    """`one` was asked for 3 and 1 times, `two` 4 and 1 times; both were sent in the quarter before, and
    `waiting` was logged in it once."""

    def __init__(self, sent_at: datetime = NOW - timedelta(days=60)) -> None:
        self.officer: User = make_user()
        need, area = make_need("debt"), make_area("rutland")
        sent = {"state": GroupState.SENT, "sent_at": sent_at, "body": make_body()}
        self.one = make_unmet_group(need, area, times_asked=3, **sent)
        self.two = make_unmet_group(need, area, times_asked=4, **sent)
        old = {"times_asked": 1, "logged_at": NOW - timedelta(days=80)}
        self.of_one, self.of_two, self.waiting = (
            make_unmet_need(need, area, group=group, **old) for group in (self.one, self.two, None)
        )
        db.session.commit()

    def put(
        self, unmet: UnmetNeed, into: UnmetNeedGroup, out_of: UnmetNeedGroup | None = None, at: datetime = NOW
    ) -> None:
        given = {"actor": self.officer, "unmet_need_ids": [unmet.id], "out_of": out_of, "now": at}
        grouping.add_to_group(group=into, **given)

    def take_out(self, at: datetime = NOW) -> None:
        grouping.take_out(actor=self.officer, group=self.two, unmet_need_ids=[self.of_two.id], now=at)

    def split(self) -> None:
        given = {"actor": self.officer, "unmet_need_ids": [self.of_two.id], "typed": {"name": "New"}}
        grouping.create_group(out_of=self.two, now=NOW, **given)

    def log(self) -> None:
        typed = {"needs": ["debt"], "missing": "Advice", "area": "rutland", "barrier": "cost"}
        log_unmet_need(actor=self.officer, typed=typed | {"group": str(self.one.id)}, now=NOW)

    def withdraw(self) -> None:
        self.take_out()
        assert withdraw_unmet_need(actor=self.officer, unmet=self.of_two)

    def merge(self, at: datetime = NOW) -> None:
        given = {"group": self.two, "into": self.one, "expected_version": self.two.version}
        merging.merge_groups(actor=self.officer, now=at, **given)

    def take_back(self, at: datetime = NOW) -> None:
        given = {"group": self.two, "into": self.one, "expected_version": self.one.version}
        merging.take_back_merge(actor=self.officer, now=at, **given)


def look(on: date) -> dict[str, str]:
    """At all that was sent, as a reader without true counts."""
    rows = lists.list_groups(lists.Wanted(), on, SENT_STATES, is_exact=False).rows
    return {one.group.name: str(protect(one.count)) for one in rows}


def look_exactly() -> dict[str, int]:
    rows = lists.list_groups(lists.Wanted(), TODAY, SENT_STATES).rows
    return {one.group.name: one.count for one in rows}


ACTS: dict[str, tuple[Callable[[World], None], int, int]] = {
    "adding": (lambda world: world.put(world.waiting, world.one), 5, 5),
    "logging": (World.log, 5, 5),
    "moving": (lambda world: world.put(world.of_two, world.one, world.two), 5, 4),
    "splitting": (World.split, 4, 4),
    "taking out": (World.take_out, 4, 4),
    "withdrawing": (World.withdraw, 4, 4),
}


@pytest.mark.both_engines
@pytest.mark.parametrize("act", ACTS)
def test_no_step_is_seen_in_a_quarter_and_the_officer_sees_it_at_once(app: Flask, act: str) -> None:
    world, (do, of_one, of_two) = World(), ACTS[act]
    before, versions = look(TODAY), (world.one.version, world.two.version)
    assert before == {world.one.name: FEWER, world.two.name: "5"}
    do(world)
    db.session.commit()
    assert look(TODAY) == look(LAST_DAY) == before
    assert look_exactly() == {world.one.name: of_one, world.two.name: of_two}
    new = {world.one.name: str(protect(of_one)), world.two.name: str(protect(of_two))}
    assert look(NEXT) == new != before
    assert (world.one.version, world.two.version) == versions


@pytest.mark.both_engines
def test_merging_and_taking_it_back_show_no_step(app: Flask) -> None:
    world = World()
    before = look(TODAY)
    world.merge()
    assert look(TODAY) == {world.one.name: FEWER}
    assert (look(NEXT), look_exactly()) == ({world.one.name: "10"}, {world.one.name: 9})
    world.put(world.of_two, make_unmet_group(world.one.need, world.one.area), world.one)
    world.take_back()
    assert look(TODAY) == before
    assert look(NEXT) == {world.one.name: FEWER, world.two.name: FEWER}


def test_a_merge_of_an_earlier_quarter_is_taken_back_without_a_step(app: Flask) -> None:
    world = World()
    world.merge(NOW - timedelta(days=50))
    before = look(TODAY)
    assert before == {world.one.name: "10"}
    world.take_back()
    after = look(TODAY)
    assert after == before | {world.two.name: "5"}
    world.take_out(NOW + timedelta(days=1))
    assert look(TODAY) == after
    assert look(NEXT) == {world.one.name: FEWER, world.two.name: FEWER}


def test_all_that_is_done_in_a_quarter_is_seen_in_the_next(app: Flask) -> None:
    """And what is done in the next is seen in the one after, also where nothing is read between."""
    world = World()
    before = look(TODAY)
    for act in (World.log, lambda one: one.put(one.waiting, one.one), World.take_out):
        act(world)
        assert look(TODAY) == before
    world.put(world.of_two, world.one, at=datetime(2026, 10, 20, tzinfo=UTC))
    assert look(TODAY + timedelta(days=80)) == {world.one.name: "5", world.two.name: FEWER}
    assert count_shown([world.one], date(2026, 12, 31)) == {world.one.id: 6}
    assert count_shown([world.one], date(2027, 1, 1)) == {world.one.id: 7}


def test_a_group_is_counted_when_it_is_sent_and_not_again_when_it_is_sent_again(app: Flask) -> None:
    world = World()
    one, body = world.one, make_body()
    one.state, one.sent_at = GroupState.GROUPED, None
    world.put(world.waiting, one)
    assert one.counted_on is None

    def send() -> None:
        given = {"group": one, "body_id": body.id, "expected_version": one.version}
        loop.send_group(actor=world.officer, now=NOW, **given)

    send()
    assert count_shown([one], TODAY) == {one.id: 5}
    world.put(world.of_two, one, world.two)
    world.log()
    send()
    assert count_shown([one], TODAY) == {one.id: 5}
    assert count_by_group([one.id]) == count_shown([one], NEXT) == {one.id: 7}


def test_a_commissioner_sees_the_same_on_every_page_and_the_officer_the_new_count(
    client: FlaskClient,
) -> None:
    world = World(utc_now() - timedelta(minutes=5))
    pages = ["/unmet-needs/sent", f"/unmet-needs/sent/{world.one.id}", "/unmet-needs/areas/rutland"]
    sign_in_as(client, Role.COMMISSIONER)
    before = [client.get(page).text.count(FEWER) for page in pages]
    assert all(before)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    data = {"chosen": str(world.waiting.id), "into": str(world.one.id)}
    assert client.post("/unmet-needs/group", data=data).status_code == 302
    assert "Asked for 5 times" in client.get(pages[1]).text
    asked = client.get(f"/unmet-needs/groups/{world.one.id}/send").text
    assert FEWER in asked
    sign_in_as(client, Role.COMMISSIONER)
    assert [client.get(page).text.count(FEWER) for page in pages] == before

"""Whatever one administrator does alone, with whatever accounts they make and passwords they set, no support
record of another opens for them. Random walks over everything that could lead there."""

import contextlib
import random
import uuid
from datetime import datetime, timedelta

import pytest
from flask import Flask

from directory.accounts import actions as accounts
from directory.accounts.permissions import HANDLERS
from directory.accounts.second_person import agree_to_account, is_unconfirmed
from directory.errors import DirectoryError
from directory.extensions import db
from directory.framework.handovers import actions as handovers
from directory.framework.handovers.queries import list_of_worker
from directory.framework.records.access import RecordNotOpen, RecordsLocked, find_open_record
from directory.models import RecordHandover, SupportRecord, User
from directory.models.codes import HandoverReason, Role
from directory.models.mixins import utc_now
from directory.network.team_actions import add_member
from directory.places.containment import today
from tests.factories import make_framework, make_support_record
from tests.framework.handing_over import People, make_workers

PASSWORD = "only the attacker knows this"
STEPS = 60


class Attacker:
    """An administrator, the accounts they made, and those whose password they know."""

    def __init__(self, people: People, record: SupportRecord, chance: random.Random) -> None:
        self.people, self.record, self.chance = people, record, chance
        self.hands = [people.administrator]
        self.others = [people.worker, people.colleague, people.second, people.stranger]

    def step(self) -> None:
        moves = (self.make, self.take, self.join, self.promote, self.ask, self.agree, self.accept, self.close)
        with contextlib.suppress(DirectoryError):
            self.chance.choice(moves)()
        db.session.flush()

    def pick(self) -> User:
        """One of their own accounts, mostly one that may keep accounts."""
        keepers = [one for one in self.hands if Role.ADMINISTRATOR in one.roles and one.is_enabled]
        return self.chance.choice(keepers)

    def make(self) -> None:
        """Without mail the attacker knows the password; with mail the address is their own."""
        roles = self.chance.choice((["staff"], ["administrator"], ["staff", "helpline"]))
        password = self.chance.choice((PASSWORD, None))
        email = f"puppet{uuid.uuid4().hex[:8]}@example.org"
        made = accounts.create_account(
            actor=self.pick(), email=email, name="Pat Puppet", roles=roles, password=password
        )
        if password is None:
            accounts.choose_password(account=made, password=PASSWORD)
        self.hands.append(made)

    def take(self) -> None:
        victim = self.chance.choice(self.others)
        accounts.set_password(actor=self.pick(), account=victim, password=PASSWORD)
        if self.chance.random() < 0.5:
            accounts.set_password(actor=victim, account=victim, password=PASSWORD + " still")
        self.hands.append(victim)

    def join(self) -> None:
        add_member(actor=self.pick(), team=self.people.team, email=self.chance.choice(self.hands).email)

    def promote(self) -> None:
        roles = self.chance.choice((["staff", "administrator"], ["helpline"]))
        actor, account = self.pick(), self.chance.choice(self.hands)
        if actor is not account:  # the pages refuse that
            accounts.set_roles(actor=actor, account=account, roles=roles)

    def ask(self) -> None:
        asker = self.chance.choice(self.hands)
        worker = self.people.worker if Role.ADMINISTRATOR in asker.roles else asker
        typed = {
            "team": str(self.people.team.id),
            "to": str(self.chance.choice(self.hands).id),
            "reason": self.chance.choice(list(HandoverReason)).value,
            "until": (today() + timedelta(days=9)).isoformat(),
        }
        handovers.ask_for_handover(actor=asker, worker=worker, typed=typed, now=utc_now())

    def agree(self) -> None:
        if self.chance.random() < 0.5:
            agree_to_account(actor=self.pick(), account=self.chance.choice(self.hands))
        elif found := self.list_offers():
            handover = self.chance.choice(found)
            handovers.agree_to_handover(actor=self.pick(), handover=handover, now=utc_now())

    def accept(self) -> None:
        for handover in self.list_offers():
            for hand in self.hands:
                with contextlib.suppress(DirectoryError):
                    handovers.accept_handover(actor=hand, handover=handover, now=utc_now())

    def close(self) -> None:
        victim = self.chance.choice(self.others)
        accounts.disable_account(actor=self.pick(), account=victim)
        accounts.enable_account(actor=self.pick(), account=victim)

    def list_offers(self) -> list[RecordHandover]:
        return list_of_worker(self.people.worker, utc_now())

    def opens(self) -> list[str]:
        """Names of the accounts in their hands that open the record, or see its reference on the helpline."""
        now = utc_now()
        return [one.name for one in self.hands if may_open(one, self.record) or may_read(one, now)]


def may_open(account: User, record: SupportRecord) -> bool:
    try:
        find_open_record(account, record.id, utc_now())
    except (RecordNotOpen, RecordsLocked):
        return False
    return True


def may_read(account: User, now: datetime) -> bool:
    """Whether the account answers calls, and sees the references that are given in them."""
    return not set(HANDLERS).isdisjoint(account.roles) and not is_unconfirmed(account, now)


@pytest.mark.parametrize("seed", range(30))
def test_no_administrator_opens_a_record_alone(
    app: Flask, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.accounts.passwords.hash_password", lambda text: f"hash of {text}")
    make_framework()
    people = make_workers()
    record = make_support_record(people.team, worker_id=people.worker.id)
    attacker = Attacker(people, record, random.Random(seed))
    assert may_open(people.worker, record)
    for _ in range(STEPS):
        attacker.step()
        assert attacker.opens() == []

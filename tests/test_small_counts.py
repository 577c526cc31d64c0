"""Nobody who may not see true counts can tell a count of 1 from one of 3, anywhere: every address that the
application answers looks the same to them in two worlds that differ in nothing but small counts. That goes
for pages with all their attributes and pictures, for CSV, workbooks and JSON."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from directory.extensions import db, expect_writes
from directory.framework.figures import FIGURES
from directory.helpline.figures import tables as helpline
from directory.models import FollowUp, Proposal, SupportAction, UnmetNeed, UnmetNeedGroup
from directory.models.codes import ActionKind, AreaKind, Barrier, FollowUpOutcome, GroupState, Role, Specialty
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.models.improving.codes import ProposalSource, ProposalState
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.small_numbers import Figure
from directory.unmet_needs.figures import tables as unmet_needs
from directory.unmet_needs.figures.periods import list_quarters, list_years
from tests import walk
from tests.factories import (
    make_area,
    make_enquiry,
    make_logged_search,
    make_need,
    make_proposal,
    make_support_record,
    make_team,
    make_term,
    make_unmet_group,
    make_unmet_need,
)
from tests.ground import Ground, lay_ground

READERS = pytest.mark.parametrize(
    "roles", [(), (Role.STAFF,), (Role.COMMISSIONER,), (Role.ADMINISTRATOR,)], ids=str
)
FEW, MORE = 1, 3
FIGURES_BEHIND = (
    "need=debt",
    "need=debt&area=rutland",
    "need=debt&barrier=language_or_culture",
    "people=carers",
)
# Links and forms carry what is drawn anew for each page; a calendar or a bundle says when it was made.
_DRAWN = re.compile(r"[0-9A-Za-z_.-]{20,}|DTSTAMP:\w+|\d{4}-\d\d-\d\dT[\d:.]+")


class World:
    """Counts that are shown, and small ones beside them, in the last full quarter and in the one that
    runs."""

    def __init__(self, worker_id: uuid.UUID) -> None:
        expect_writes()
        self.worker_id = worker_id
        self.need, self.area = (
            make_need("debt"),
            make_area("rutland"),
        )
        self.area.parent = make_area("county", AreaKind.PLACE)
        self.team, self.people = make_team(self.area, specialty=Specialty.OLDER_PEOPLE), make_term("carers")
        last = list_quarters(day_of(utc_now()), with_current=False)[0].starts_at + timedelta(days=40)
        self.moments = (last, utc_now() - timedelta(minutes=90))
        elsewhere, others = make_area("melton"), make_team()
        make_unmet_need(self.need, elsewhere, times_asked=149, logged_at=last, team=others)
        for _ in range(8):
            self.ask(others, elsewhere, last)
            self.support(others, last)
        sent = {"state": GroupState.SENT, "sent_at": last, "times_asked": FEW}
        # What came in the quarter that runs is not in what others see of it.
        kept = {"shown_count": FEW + FEW, "counted_on": day_of(utc_now())}
        group = make_unmet_group(make_need("home"), elsewhere, **sent, **kept)
        self.group = group.id
        self.unmet = [
            make_unmet_need(
                self.need,
                self.area,
                group=group,
                logged_at=at,
                times_asked=FEW,
                team=self.team,
                population=self.people,
                barrier=Barrier.LANGUAGE_OR_CULTURE,
            ).id
            for at in self.moments
        ]
        proposed = {"text": "tin of beans", "need": self.need, "source": ProposalSource.ENQUIRY}
        self.proposals = [
            make_proposal(times=FEW, **proposed).id,
            make_proposal(times=FEW, **proposed, state=ProposalState.ACCEPTED).id,
        ]
        self.add(FEW)

    def add(self, many: int) -> None:
        for at in self.moments:
            for _ in range(many):
                self.ask(self.team, self.area, at)
                self.support(self.team, at)
                make_logged_search("dance group", self.need, at=at, total=0, area_id=self.area.id)
        db.session.commit()

    def grow(self) -> None:
        """From FEW to MORE."""
        expect_writes()
        db.session.query(UnmetNeed).filter(UnmetNeed.id.in_(self.unmet)).update({"times_asked": MORE})
        db.session.get_one(UnmetNeedGroup, self.group).shown_count = FEW + MORE
        said = Proposal.id.in_(self.proposals)
        db.session.query(Proposal).filter(said).update({"times": MORE})
        self.add(MORE - FEW)

    def ask(self, team: Any, area: Any, at: Any) -> None:
        values = {"asked_at": at, "answered_at": at + timedelta(minutes=30), "state": EnquiryState.ANSWERED}
        values |= {"team": team, "area": area, "specialty": team.specialty, "is_answered_at_once": True}
        enquiry = make_enquiry(self.need, outcome=EnquiryOutcomeKind.FOUND_ON_SYSTEM, **values)
        enquiry.outcomes[0].recorded_at = at

    def support(self, team: Any, at: Any) -> None:
        done = SupportAction(kind=ActionKind.ASSIST_CONTACT, done_on=at.date(), role="Worker", recorded_at=at)
        followed = FollowUp(due_on=at.date(), who="W", what="Ring", outcome=FollowUpOutcome.ATTENDED)
        followed.outcome_on = at.date()
        held = {"worker_id": self.worker_id} if (team, at) == (self.team, self.moments[0]) else {}
        make_support_record(team, created_at=at, actions=[done], follow_ups=[followed], **held)


def list_addresses(app: Flask, ground: Ground, world: World) -> Iterator[str]:
    """Every address, and the tables of every kind with every period that is asked for in the address."""
    tables = {"table_slug": tuple(unmet_needs.TITLES), "figure_slug": tuple(FIGURES)}
    yield from (
        address for _, address in walk.list_addresses(app, replace(ground, values=ground.values | tables))
    )
    on = day_of(utc_now())
    for period in (*list_quarters(on, with_current=True)[:2], list_years(on, with_current=True)[0]):
        for slug in helpline.TITLES:
            yield f"/helpline/figures?table={slug}&period={period.key}"
            yield f"/helpline/figures/file.csv?table={slug}&period={period.key}"
        for slug in unmet_needs.TITLES:
            yield f"/unmet-needs/figures/{slug}?period={period.key}&place=county"
        for name in ("figures", "areas/rutland", "report", "needs-assessment.csv"):
            yield f"/unmet-needs/{name}?period={period.key}"
        yield from (f"/unmet-needs/report/file.{form}?period={period.key}" for form in ("csv", "xlsx"))
        yield from (f"/unmet-needs/behind?{one}&period={period.key}" for one in FIGURES_BEHIND)
    yield from (f"/admin/proposals/{one}" for one in world.proposals)
    yield "/admin/proposals?state=accepted"
    yield from (f"/unmet-needs/sent?body=&need=debt{one}" for one in ("", "&area=rutland", "&area=melton"))
    yield from ("/search?q=dance+group", "/helpline/figures/file.xlsx")


def read(answer: TestResponse) -> str:
    if "spreadsheet" in answer.mimetype:
        book = load_workbook(BytesIO(answer.data))
        return repr(
            [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets]
        )
    return _DRAWN.sub("", answer.get_data(as_text=True)) if answer.mimetype != "application/zip" else ""


def look(
    app: Flask, client: FlaskClient, ground: Ground, world: World, within: tuple[str, ...]
) -> dict[str, str]:
    seen = {}
    for address in filter(lambda one: one.startswith(within), list_addresses(app, ground, world)):
        with client.get(address) as answer:
            seen[address] = read(answer)
    return seen


def find_differences(app: Flask, roles: tuple[Role, ...], within: tuple[str, ...] = ("/",)) -> list[str]:
    """Addresses with these starts that do not look the same in both worlds."""
    ground = lay_ground()
    world = World(ground.values["account_id"][0])
    client = walk.make_client(app, *roles)
    before = look(app, client, ground, world, within)
    assert len(before) > 100
    world.grow()
    after = look(app, client, ground, world, within)
    return [address for address, page in before.items() if after[address] != page]


@READERS
def test_no_address_tells_a_count_of_1_from_one_of_3(app: Flask, roles: tuple[Role, ...]) -> None:
    assert find_differences(app, roles) == []


def test_a_handler_learns_true_counts_on_the_helpline_alone(app: Flask) -> None:
    """They answer the enquiries that are counted there, and their queue and desk say how many wait."""
    seen = find_differences(app, (Role.HELPLINE,))
    elsewhere = [one for one in seen if not one.startswith(("/helpline/figures", "/helpline/enquiries/"))]
    assert set(elsewhere) <= {"/helpline/", "/admin/"}


ROOMS = {
    "directory.unmet_needs.figures.cutting.tell": "/unmet-needs/figures/need-district",
    "directory.unmet_needs.figures.shapes.tell": "/unmet-needs/figures/team-quarter",
    "directory.unmet_needs.views.answering.protect": "/unmet-needs/sent",
    "directory.helpline.figures.tables.tell": "/helpline/figures?table=answers-month",
    "directory.framework.figures.tell": "/support/figures/team-quarter",
    "directory.framework.handovers.held.protect": "/admin/accounts/",
    "directory.admin.wording.protect": "/admin/proposals",
}
"""What hides small counts, and where they would be seen without it."""


def test_a_count_that_leaks_is_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def show(count: int, **_: Any) -> Figure:
        return Figure(count, exact=False)

    def show_all(parts: list[int], **_: Any) -> list[Figure]:
        return [show(part) for part in parts]

    for name in ROOMS:
        monkeypatch.setattr(name, show if name.endswith("protect") else show_all)
    different = find_differences(
        app,
        (Role.ADMINISTRATOR, Role.COMMISSIONER),
        ("/unmet-needs", "/helpline", "/support", "/admin/proposals", "/admin/accounts"),
    )
    missed = {start for start in ROOMS.values() if not any(one.startswith(start) for one in different)}
    assert missed == set()
    assert any("needs-assessment" in one for one in different)
    assert any(one.endswith("file.xlsx") for one in different)
    assert any("report/file.csv" in one for one in different)

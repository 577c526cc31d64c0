"""The invented year of casework as it is laid."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import create_app
from directory.errors import NotAllowed
from directory.exchange.example import files, load
from directory.exchange.example.casework.calendar import LONDON, Calendar
from directory.exchange.example.casework.load import load_casework
from directory.extensions import db, expect_writes
from directory.framework.figures import make_figure
from directory.helpline.earlier.queries import Likeness, find_similar
from directory.helpline.figures.tables import make_table, say_whether_it_falls
from directory.listings.proposals.queries import ProposalFilter, list_proposals
from directory.models import (
    Enquiry,
    EntryVersion,
    FollowUp,
    LoggedSearch,
    MonthlySearches,
    OutgoingMail,
    SupportCount,
    SupportRecord,
    UnmetNeed,
    UnmetNeedAnswer,
    UnmetNeedGroup,
    User,
)
from directory.models.codes import AnswerKind, GroupState
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from directory.models.improving.codes import ProposalKind
from directory.search.log.queries import list_weak_signals
from directory.unmet_needs.figures.overview import make_overview
from directory.unmet_needs.figures.periods import list_quarters
from directory.unmet_needs.figures.report import make_report
from directory.unmet_needs.groups.matching import count_offers, note_recent_matches
from tests.conftest import settings_for
from tests.factories import make_enquiry

# In the night of a Sunday, days into a quarter and just after a bank holiday.
NOW = datetime(2027, 1, 3, 2, 30, tzinfo=UTC)
WRITTEN = "\n".join(path.read_text() for path in (files.SEED / "casework").glob("*.yaml"))
MODELS = (
    Enquiry,
    UnmetNeed,
    UnmetNeedGroup,
    SupportRecord,
    SupportCount,
    LoggedSearch,
    MonthlySearches,
    User,
)


@pytest.fixture(scope="module")
def year(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The year, laid once for the tests that only read it, on the entries that it names."""
    folder = tmp_path_factory.mktemp("casework")
    path = folder / "directory.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    app = create_app(settings_for(f"sqlite:///{path}", folder))
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        expect_writes()
        _keep_those_named(patch)
        load.load_example(now=NOW)
        assert load_casework(now=NOW)
        yield app
        db.session.remove()
        db.engine.dispose()


def _keep_those_named(patch: pytest.MonkeyPatch) -> None:
    """A third of the entries, which takes a third of the time."""
    named = set(re.findall(r"[\w-]+", WRITTEN))
    batches = [
        files.Batch(
            batch.name, [item for item in batch.items if item["slug"] in named and "through" not in item]
        )
        for batch in files.read_entries()
    ]
    patch.setattr(files, "read_entries", lambda: batches)


def count(model: Any, *rules: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*rules)) or 0


def is_waiting() -> Any:
    return Enquiry.state.in_((EnquiryState.NEW, EnquiryState.OPEN))


@pytest.mark.parametrize("day", range(0, 365, 23))
def test_on_every_day_of_a_year_there_are_moments_of_work_before_it(day: int):
    calendar = Calendar(NOW + timedelta(days=day))
    earlier, later = calendar.shift(calendar.now, -90), calendar.shift(calendar.now, 90)
    assert earlier < calendar.now < later
    for moment in (earlier, later, calendar.days_ago(30)):
        at = moment.astimezone(LONDON)
        assert at.weekday() < 5
        assert 9 <= at.hour <= 17
    assert (calendar.today - calendar.first).days > 365 + 89


def test_what_is_laid_is_enough_to_look_at(year: Flask):
    assert 300 <= count(Enquiry) <= 500
    assert 250 <= count(UnmetNeed) <= 420
    assert 25 <= count(UnmetNeedGroup) <= 30
    assert count(LoggedSearch) >= 300
    assert count(MonthlySearches, MonthlySearches.words != "") >= 30
    assert count(SupportCount) >= 50


def test_some_enquiries_wait_and_one_is_overdue(year: Flask):
    assert count(Enquiry, is_waiting()) == 12
    assert count(Enquiry, is_waiting(), Enquiry.due_at < NOW) == 1
    mine = select(Enquiry.state).join(User, User.id == Enquiry.asker_id)
    states = list(db.session.scalars(mine.where(User.email == "demo.staff@example.org")))
    assert EnquiryState.NEW in states
    assert EnquiryState.ANSWERED in states


def test_enquiries_ended_in_every_way_and_unmet_needs_have_every_answer(year: Flask):
    answered = list(db.session.scalars(select(Enquiry).where(Enquiry.state == EnquiryState.ANSWERED)))
    assert {outcome.kind for one in answered for outcome in one.outcomes} == set(EnquiryOutcomeKind)
    assert set(db.session.scalars(select(UnmetNeedAnswer.kind))) == set(AnswerKind)
    late = (UnmetNeedGroup.state == GroupState.SENT, UnmetNeedGroup.due_on < NOW.date())
    assert count(UnmetNeedGroup, *late) == 1
    # Nothing waits for the officer for longer than the officer's own work would leave it.
    unsent = (UnmetNeedGroup.state == GroupState.GROUPED,)
    assert count(UnmetNeedGroup, *unsent) == 3
    assert count(UnmetNeedGroup, *unsent, UnmetNeedGroup.created_at < NOW - timedelta(days=270)) == 0


def test_nothing_happened_after_the_load_or_before_it_was_asked(year: Flask):
    for column in (Enquiry.asked_at, Enquiry.answered_at, UnmetNeed.logged_at, UnmetNeedAnswer.answered_at):
        assert db.session.scalar(select(func.max(column))) <= NOW
    assert count(Enquiry, Enquiry.answered_at < Enquiry.asked_at) == 0
    assert count(EntryVersion, EntryVersion.at > NOW) == 0


def test_nobody_is_written_to(year: Flask):
    assert count(OutgoingMail) == 0


def test_the_example_entries_were_there_before_anybody_missed_something(year: Flask):
    assert count_offers() >= 1
    assert note_recent_matches(NOW) == 0
    db.session.rollback()


def test_commissioners_see_figures_that_say_something_and_hide_small_ones(year: Flask):
    quarter = list_quarters(NOW.date(), with_current=False)[0]
    overview = make_overview(quarter, NOW.date(), is_exact=False)
    assert (overview.total.value or 0) > 50
    assert sum(one.now.value is not None for one in overview.needs) >= 5
    assert any(figure.value is None for row in overview.table.rows for figure in row.figures)
    assert overview.new
    assert overview.waiting
    assert {row.label for row in overview.silent} >= {"Example East Older People's Team"}
    report = make_report(quarter, NOW.date())
    assert report.summary
    assert report.serious
    assert report.answers


def test_the_helpline_finds_on_the_system_less_often_than_a_year_before(year: Flask):
    quarter = list_quarters(NOW.date(), with_current=False)[0]
    said = say_whether_it_falls(make_table("answers-quarter", quarter, NOW.date(), is_exact=False))
    assert "less often than a year before" in said


def test_earlier_enquiries_are_found_by_their_words(year: Flask):
    found = find_similar(Likeness(text="sitter for a wife who is worn out by dementia"), NOW)
    assert found
    assert any("dementia" in (one.question or "") for one in found)


def test_support_is_due_today_and_late_and_closed_records_are_counted(year: Flask):
    open_due = select(FollowUp.due_on).join(SupportRecord).where(SupportRecord.closed_at.is_(None))
    due = list(db.session.scalars(open_due.where(FollowUp.outcome.is_(None))))
    assert {day < NOW.date() for day in due} == {True, False}
    assert NOW.date() in due
    totals = make_figure("team-quarter", NOW.date(), is_exact=True).totals[-6:-1]
    assert all((figure.value or 0) >= 10 for figure in totals)


def test_the_officer_has_weak_signals_and_every_kind_of_proposal(year: Flask):
    assert len(list_weak_signals(NOW)) >= 10
    waiting = list_proposals(ProposalFilter()).rows
    assert {one.kind for one in waiting} == set(ProposalKind)


def test_a_second_load_changes_nothing(year: Flask):
    before = [count(model) for model in MODELS]
    assert not load_casework(now=NOW + timedelta(days=1))
    assert [count(model) for model in MODELS] == before


def test_it_is_refused_anywhere_but_on_ones_own_machine(app: Flask):
    app.config["ENVIRONMENT"] = "production"
    with pytest.raises(NotAllowed):
        load_casework(now=NOW)
    assert count(User) == 0


def test_it_is_not_laid_among_casework_that_is_there(app: Flask):
    make_enquiry()
    before = count(User)
    assert not load_casework(now=NOW)
    assert (count(Enquiry), count(UnmetNeed), count(User)) == (1, 0, before)


@pytest.mark.parametrize(("environment", "options"), [("production", []), ("local", ["--no-casework"])])
def test_the_command_leaves_it_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch, environment: str, options: list[str]
):
    monkeypatch.setattr(files, "read_entries", list)
    monkeypatch.setattr(files, "read_guidance", list)
    app.config["ENVIRONMENT"] = environment
    result = app.test_cli_runner().invoke(args=["seed", "load", *options])
    assert result.exit_code == 0, result.output
    assert "casework" not in result.output
    assert count(Enquiry) == count(User) == 0

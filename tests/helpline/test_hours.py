"""When the helpline is open: in the time of London, summer and winter, bank holidays closed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.helpline.hours import editing, find_due, find_opening
from directory.helpline.hours.bank_holidays import list_bank_holidays
from directory.helpline.hours.opening import list_closures, list_hours
from directory.helpline.hours.wording import say_opening, say_time
from directory.models import HelplineClosure, HelplineHours
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_user

MONDAY = 0


def at(text: str) -> datetime:
    """A time of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def lay_week(opens: str = "09:00", closes: str = "17:00", days: range = range(5)) -> None:
    for weekday in days:
        row = HelplineHours(weekday=weekday, opens_at=time.fromisoformat(opens))
        row.closes_at = time.fromisoformat(closes)
        db.session.add(row)
    db.session.flush()


def lay_closure(day: str, reason: str = "") -> None:
    db.session.add(HelplineClosure(closed_on=date.fromisoformat(day), reason=reason))
    db.session.flush()


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-01-07 08:59", "Closed now. Opens today at 9am."),
        ("2026-01-07 09:00", "Open now, until 5pm."),
        ("2026-01-07 17:00", "Closed now. Opens tomorrow at 9am."),
        ("2026-07-08 08:00", "Open now, until 5pm."),
        ("2026-07-08 16:00", "Closed now. Opens tomorrow at 9am."),
        ("2026-01-09 17:30", "Closed now. Opens on Monday 12 January at 9am."),
        ("2026-07-07 23:30", "Closed now. Opens today at 9am."),
    ],
)
def test_it_opens_and_closes_on_the_clock_of_london(app: Flask, now: str, said: str) -> None:
    lay_week()
    assert say_opening(find_opening(at(now)), at(now)) == said


@pytest.mark.parametrize(("sunday", "hours"), [("2026-03-29", 2), ("2026-10-25", 4), ("2026-06-07", 3)])
def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is(app: Flask, sunday: str, hours: int) -> None:
    lay_week("00:00", "03:00", range(6, 7))
    day = datetime.combine(date.fromisoformat(sunday) - timedelta(days=1), time(20), UTC)
    opens_at = find_opening(day).opens_at
    assert opens_at is not None
    closes_at = find_opening(opens_at).closes_at
    assert closes_at is not None
    assert closes_at - opens_at == timedelta(hours=hours)


def test_a_closure_says_why_and_when_it_opens_next(app: Flask) -> None:
    lay_week()
    lay_closure("2026-12-25", "Christmas Day")
    lay_closure("2026-12-28", "Boxing Day")
    now = at("2026-12-25 10:00")
    said = "Closed now (Christmas Day). Opens on Tuesday 29 December at 9am."
    assert say_opening(find_opening(now), now) == said


def test_a_break_at_midday_closes_and_two_times_that_touch_are_one(app: Flask) -> None:
    lay_week("09:00", "12:00")
    lay_week("13:00", "15:00")
    lay_week("15:00", "16:30")
    noon, later = at("2026-01-07 12:15"), at("2026-01-07 13:15")
    assert say_opening(find_opening(noon), noon) == "Closed now. Opens today at 1pm."
    assert say_opening(find_opening(later), later) == "Open now, until 4:30pm."


def test_without_hours_it_is_closed_and_nobody_says_when_it_opens(app: Flask) -> None:
    now = at("2026-01-07 12:00")
    assert say_opening(find_opening(now), now) == "Closed now."
    assert find_due(now, 8) is None


def test_an_answer_is_due_after_so_many_open_hours(app: Flask) -> None:
    lay_week()
    lay_closure("2026-01-12")
    assert find_due(at("2026-01-09 16:00"), 8) == at("2026-01-13 16:00")
    assert find_due(at("2026-01-07 09:00"), 8) == at("2026-01-07 17:00")


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
    ],
)
def test_bank_holidays_are_those_the_government_lists(year: int, days: str) -> None:
    """But for days moved once: the spring holiday of 2022 was, for the jubilee."""
    assert [f"{day:%m-%d}" for day in sorted(list_bank_holidays(year))] == days.split()


def test_the_example_comes_with_bank_holidays_and_keeps_what_is_there(app: Flask) -> None:
    book = {"hours": [{"days": [0, 1], "opens": "09:00", "closes": "17:00"}]}
    assert editing.load_hours(book, 2026) == 2 + 3 * 8
    assert editing.load_hours(book, 2026) == 0
    assert len(list_closures(date(2026, 1, 1))) == 24


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("hours.0.0.opens", "9 o'clock", "hours.0.0.opens"),
        ("hours.0.0.opens", "", "hours.0.0.closes"),
        ("hours.0.0.opens", "18:00", "hours.0.0.closes"),
        ("hours.0.1.opens", "16:00", "hours.0.1.opens"),
        ("hours.6.0.closes", "25:00", "hours.6.0.closes"),
        ("hours.0.0.opens", "\x00" * 500, "hours.0.0.closes"),
    ],
)
def test_hours_that_cannot_be_right_are_refused_beside_their_field(
    app: Flask, field: str, value: str, wrong: str
) -> None:
    lay_week(days=range(1))
    typed = editing.describe_hours() | {"hours.0.1.opens": "17:00", "hours.0.1.closes": "18:00", field: value}
    with pytest.raises(InvalidData) as refused:
        editing.save_hours(
            actor=make_user(), typed=typed, expected=editing.mark_hours(editing.describe_hours())
        )
    assert list(refused.value.fields) == [wrong]
    assert len(list_hours()) == 1


def test_two_officers_do_not_overwrite_each_others_hours(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    before = editing.mark_hours(editing.describe_hours())
    first = {"expected": before, "hours.0.0.opens": "08:00", "hours.0.0.closes": "16:00"}
    assert client.post("/helpline/hours", data=first).status_code == 302
    late = client.post("/helpline/hours", data=first | {"hours.0.0.closes": "20:00"})
    assert late.status_code == 409
    assert 'value="20:00"' in late.text
    assert "Saved now: 08:00 to 16:00" in late.text
    with pytest.raises(EditConflict):
        editing.save_hours(actor=make_user(), typed={}, expected=before)


def test_the_officer_closes_a_day_and_opens_it_again(client: FlaskClient) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    data = {"closed_on": "2099-05-04", "reason": "Staff <training>"}
    assert client.post("/helpline/closures", data=data).status_code == 302
    page = client.get("/helpline/hours").text
    assert "Monday 4 May 2099: Staff &lt;training&gt;" in page
    again = client.post("/helpline/closures", data=data)
    assert again.status_code == 422
    assert "This day is in the list already." in again.text
    [closure] = list_closures(date(2099, 1, 1))
    assert client.post(f"/helpline/closures/{closure.id}/remove").status_code == 302
    assert client.post(f"/helpline/closures/{closure.id}/remove").status_code == 404
    assert list_closures(date(2099, 1, 1)) == []


@pytest.mark.parametrize("year", ["", "27", "20 27", "٢٠٢٧", "9999", "0000"])
def test_a_year_that_is_none_is_refused_and_kept(client: FlaskClient, year: str) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    answer = client.post("/helpline/closures/bank-holidays", data={"year": year})
    assert answer.status_code == 422
    assert "Enter a year like 2027." in answer.text
    assert client.post("/helpline/closures/bank-holidays", data={"year": "2027"}).status_code == 302


def test_only_the_officer_keeps_the_hours(client: FlaskClient) -> None:
    sign_in_as(client, Role.HELPLINE, Role.ADMINISTRATOR)
    assert client.get("/helpline/hours").status_code == 403
    assert client.post("/helpline/hours").status_code == 403


def test_times_are_said_as_people_say_them() -> None:
    said = [say_time(time.fromisoformat(text)) for text in ("00:00", "09:30", "12:00", "12:05", "17:00")]
    assert said == ["12am", "9:30am", "midday", "12:05pm", "5pm"]

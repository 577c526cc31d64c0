from datetime import date, datetime, time

import pytest

from directory.listings.schedules import LONDON, next_occurrences, occurrences, say_rule, words
from directory.models import Schedule
from directory.models.codes import Frequency

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=LONDON)  # a Tuesday
TODAY = NOW.date()


def schedule(**values: object) -> Schedule:
    given = {"freq": Frequency.WEEKLY, "opens_at": time(10), "closes_at": time(12), **values}
    return Schedule(**given)


def days(one: Schedule, count: int = 3, after: datetime = NOW) -> list[str]:
    return [f"{o.start:%Y-%m-%d %H:%M}" for o in occurrences(one, after, count)]


def test_a_weekly_group_meets_today_and_then_each_week():
    assert days(schedule(byday="TU")) == ["2026-03-10 10:00", "2026-03-17 10:00", "2026-03-24 10:00"]


def test_a_meeting_that_has_begun_still_counts_and_one_that_ended_does_not():
    during, after = NOW.replace(hour=11), NOW.replace(hour=12)
    assert days(schedule(byday="TU"), 1, during) == ["2026-03-10 10:00"]
    assert days(schedule(byday="TU"), 1, after) == ["2026-03-17 10:00"]


def test_the_clock_on_the_wall_stays_the_same_when_the_clocks_change():
    found = occurrences(schedule(byday="TU"), NOW, 4)
    assert [o.start.utcoffset().total_seconds() for o in found] == [0, 0, 0, 3600]
    assert {o.start.hour for o in found} == {10}


def test_every_other_week_counts_from_its_own_first_date():
    one = schedule(byday="TU", interval=2, dtstart=date(2026, 1, 6))
    assert days(one, 2) == ["2026-03-17 10:00", "2026-03-31 10:00"]


def test_every_other_week_from_nobody_knows_when_has_no_dates():
    assert days(schedule(byday="TU", interval=2)) == []


def test_the_first_tuesday_and_the_last_friday_of_the_month():
    first = schedule(freq=Frequency.MONTHLY, byday="1TU")
    last = schedule(freq=Frequency.MONTHLY, byday="-1FR")
    assert days(first, 2) == ["2026-04-07 10:00", "2026-05-05 10:00"]
    assert days(last, 2) == ["2026-03-27 10:00", "2026-04-24 10:00"]


def test_a_day_of_the_month_that_some_months_do_not_have():
    assert days(schedule(freq=Frequency.MONTHLY, bymonthday="31"), 2) == [
        "2026-03-31 10:00",
        "2026-05-31 10:00",
    ]


def test_nothing_before_the_first_day_of_term_or_after_the_last():
    term = schedule(byday="TU", valid_from=date(2026, 3, 20), valid_to=date(2026, 3, 31))
    assert days(term) == ["2026-03-24 10:00", "2026-03-31 10:00"]
    assert days(schedule(byday="TU", valid_to=date(2026, 3, 1))) == []


def test_something_on_one_date_only():
    assert days(schedule(freq=None, dtstart=date(2026, 5, 3))) == ["2026-05-03 10:00"]
    assert days(schedule(freq=None, dtstart=date(2026, 2, 3))) == []


def test_a_night_shelter_closes_the_next_morning():
    night = schedule(byday="TU", opens_at=time(20), closes_at=time(8))
    assert f"{occurrences(night, NOW, 1)[0].end:%d %H:%M}" == "11 08:00"


def test_without_times_the_day_itself_is_known():
    found = occurrences(schedule(byday="TU", opens_at=None, closes_at=None), NOW, 1)[0]
    assert (found.start.date(), found.has_time) == (TODAY, False)


def test_several_schedules_come_in_order_of_time():
    found = next_occurrences([schedule(byday="TH"), schedule(byday="WE")], NOW, 3)
    assert [f"{o.start:%a}" for o in found] == ["Wed", "Thu", "Wed"]


@pytest.mark.parametrize("byday", ["XX", "9TU", ""])
def test_a_rule_that_makes_no_sense_is_no_error(byday: str):
    assert isinstance(days(schedule(byday=byday, bymonthday="99")), list)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"byday": "TU"}, "Every Tuesday, 10am to 12pm"),
        ({"byday": "TU,TH", "closes_at": time(11, 30)}, "Every Tuesday and Thursday, 10am to 11:30am"),
        ({"byday": "MO,TU,WE,TH,FR"}, "Monday to Friday, 10am to 12pm"),
        ({"byday": "MO,TU,WE,TH,FR,SA,SU"}, "Every day, 10am to 12pm"),
        ({"byday": "MO", "opens_at": time(0), "closes_at": time(0)}, "Every Monday, day and night"),
        ({"byday": "TU", "interval": 2}, "Every other week on Tuesday, 10am to 12pm"),
        ({"byday": "TU", "interval": 3}, "Every 3 weeks on Tuesday, 10am to 12pm"),
        ({"freq": Frequency.MONTHLY, "byday": "1TU"}, "First Tuesday of the month, 10am to 12pm"),
        ({"freq": Frequency.MONTHLY, "byday": "-1FR"}, "Last Friday of the month, 10am to 12pm"),
        ({"freq": Frequency.MONTHLY, "bymonthday": "2,23"}, "2nd and 23rd of the month, 10am to 12pm"),
        ({"freq": None, "dtstart": date(2026, 5, 3)}, "3 May 2026, 10am to 12pm"),
        ({"byday": "TU", "valid_to": date(2026, 7, 20)}, "Every Tuesday, 10am to 12pm, until 20 July 2026"),
        ({"byday": "TU", "valid_from": date(2020, 1, 1)}, "Every Tuesday, 10am to 12pm"),
        ({"byday": "TU", "valid_from": date(2026, 4, 1)}, "Every Tuesday, 10am to 12pm, from 1 April 2026"),
        ({"freq": None, "opens_at": None, "closes_at": None}, ""),
    ],
)  # fmt: skip
def test_a_schedule_in_words(values: dict[str, object], said: str):
    assert say_rule(schedule(**values), TODAY) == said


def test_its_own_description_is_added_only_where_it_says_more():
    assert words(schedule(byday="TU", description="every tuesday"), TODAY) == "Every Tuesday, 10am to 12pm"
    assert words(schedule(byday="TU", description="Not in August."), TODAY).endswith("12pm. Not in August.")
    assert words(schedule(byday="TU", description="by appointment"), TODAY).endswith("12pm, by appointment")
    alone = schedule(freq=None, opens_at=None, closes_at=None, description="When the weather is dry")
    assert words(alone, TODAY) == "When the weather is dry"


def test_a_rule_without_days_repeats_the_day_of_its_first_date():
    assert days(schedule(dtstart=date(2026, 1, 7)), 2) == ["2026-03-11 10:00", "2026-03-18 10:00"]
    monthly = schedule(freq=Frequency.MONTHLY, dtstart=date(2026, 1, 15))
    assert days(monthly, 2) == ["2026-03-15 10:00", "2026-04-15 10:00"]
    assert days(schedule(freq=Frequency.MONTHLY, valid_from=date(2026, 1, 20)), 1) == ["2026-03-20 10:00"]


def test_a_rule_without_days_or_a_first_date_names_no_dates():
    assert days(schedule()) == []
    assert days(schedule(freq=Frequency.MONTHLY)) == []

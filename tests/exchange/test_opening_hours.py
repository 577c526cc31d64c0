from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.exchange.opening_hours import WEEK, read_day_columns, read_hours
from directory.listings.part_schemas import ScheduleSchema


def brief(schedules: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(s.get("byday"), s.get("opens_at"), s.get("closes_at")) for s in schedules]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wednesday 10am - 4pm", [("WE", "10:00", "16:00")]),
        ("Mon-Wed 9.30am - 12noon; Sat 10-12", [("MO,TU,WE", "09:30", "12:00"), ("SA", "10:00", "12:00")]),
        ("Tues/Weds 10am - 12pm. Thurs 10am - 2pm", [("TU,WE", "10:00", "12:00"), ("TH", "10:00", "14:00")]),
        ("Thursday 1.30 - 3.30pm", [("TH", "13:30", "15:30")]),
        ("Friday 10 - 2pm", [("FR", "10:00", "14:00")]),
        ("Monday 9am - 5", [("MO", "09:00", "17:00")]),
        ("9 - 4 weekdays", [("MO,TU,WE,TH,FR", "09:00", "16:00")]),
        ("Friday from 6pm", [("FR", "18:00", None)]),
        ("Saturday & Sunday 7am - 9am.", [("SA,SU", "07:00", "09:00")]),
        ("Fri - Mon 10:00-12:00", [("FR,SA,SU,MO", "10:00", "12:00")]),
        ("Daily 10pm until 2am", [("MO,TU,WE,TH,FR,SA,SU", "22:00", "02:00")]),
        ("Mon: Closed Tue: 9:00-12:00 , 13:00-17:00", [("TU", "09:00", "12:00"), ("TU", "13:00", "17:00")]),
    ],
)  # fmt: skip
def test_days_and_times_in_words_become_weekly_schedules(text: str, expected: list[tuple[Any, ...]]) -> None:
    schedules = read_hours(text)
    assert brief(schedules) == expected
    assert {schedule["freq"] for schedule in schedules} == {"WEEKLY"}


@pytest.mark.parametrize(
    ("text", "byday"),
    [
        ("1st and 3rd Tuesday of the month, 10am-12", "1TU,3TU"),
        ("Last Friday of each month 2 - 4pm", "-1FR"),
        ("second Wednesday every month 6pm-8pm", "2WE"),
    ],
)
def test_days_of_the_month_become_monthly_schedules(text: str, byday: str) -> None:
    [schedule] = read_hours(text)
    assert (schedule["freq"], schedule["byday"]) == ("MONTHLY", byday)


@pytest.mark.parametrize(
    "text",
    [
        "By appointment",
        "Please ring for details",
        "Monday - Friday 10am-4pm except Thursday 10-12",
        "Alternate Tuesdays 10am - 12noon",
        "Monday 10am - 12noon, term time only",
        "Not open on Mondays",
        "Tuesday 7-9",
        "10am - 4pm",
        "Wednesday 25:00 - 26:00",
        "Tuesday 10am - 12noon from 3 March",
    ],
)
def test_what_is_not_understood_whole_is_kept_in_its_own_words(text: str) -> None:
    assert read_hours(text) == [{"description": text}]


def test_words_beside_understood_times_are_kept_with_them() -> None:
    [schedule] = read_hours("Food served daily 9am - 1:30pm")
    assert (schedule["opens_at"], schedule["description"]) == ("09:00", "Food served daily 9am - 1:30pm")


def test_a_column_a_day_keeps_split_sessions_and_joins_days_that_are_alike() -> None:
    columns = {
        "MO": "10:00-13:00,14:00-17:00",
        "TU": "Closed",
        "WE": "10:00-13:00, 14:00-17:00",
        "SA": "9-12",
    }
    assert brief(read_day_columns(columns)) == [
        ("MO,WE", "10:00", "13:00"),
        ("MO,WE", "14:00", "17:00"),
        ("SA", "09:00", "12:00"),
    ]


def test_a_day_in_words_keeps_its_day() -> None:
    [schedule] = read_day_columns({"TH": "PM Only"})
    assert schedule == {"freq": "WEEKLY", "byday": "TH", "description": "PM Only"}


def test_a_clock_of_24_hours_takes_figures_as_they_stand() -> None:
    assert brief(read_hours("Monday: 10:00-4:00", clock=24)) == [("MO", "10:00", "04:00")]
    assert brief(read_hours("Monday: 10:00-4:00")) == [("MO", "10:00", "16:00")]


WORDS = st.sampled_from(
    [
        *("mon", "Tuesdays", "weds", "thur-fri", "sat", "sunday", "daily", "1st", "last", "of the month"),
        *("10am", "9.30", "12noon", "99:99", "24/7", "noon", "midnight", "7", "-", "&", "to", "until", ","),
        *("closed", "every", "other", ";"),
    ]
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)), st.sampled_from([12, 24]))
def test_no_text_is_ever_refused_and_every_schedule_is_one_an_entry_can_keep(text: str, clock: int) -> None:
    schedules = read_hours(text, clock)
    assert bool(schedules) or not text.split() or "closed" in text.lower()
    assert ScheduleSchema(many=True).validate(schedules) == {}


@given(st.dictionaries(st.sampled_from(WEEK), st.one_of(st.text(), st.lists(WORDS).map(" ".join))))
def test_columns_of_days_are_never_refused(columns: dict[str, str]) -> None:
    assert ScheduleSchema(many=True).validate(read_day_columns(columns)) == {}

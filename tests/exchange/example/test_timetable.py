from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.exchange.example.timetable import find_term, read_schedule

TODAY = date(2026, 11, 22)


def test_a_weekly_time_has_its_days_and_hours():
    schedule = read_schedule("MO,WE 10:00-12:30", TODAY)
    assert (schedule["freq"], schedule["byday"], schedule["interval"]) == ("WEEKLY", "MO,WE", 1)
    assert (schedule["opens_at"], schedule["closes_at"]) == ("10:00", "12:30")


def test_a_numbered_day_is_monthly():
    schedule = read_schedule("1TU 14:00-16:00", TODAY)
    assert (schedule["freq"], schedule["byday"]) == ("MONTHLY", "1TU")
    assert read_schedule("-1SA 19:00-21:30", TODAY)["byday"] == "-1SA"


def test_every_other_week_counts_from_the_same_day_whenever_it_is_loaded():
    first, later = (
        read_schedule("TH/2 18:00-19:30", day) for day in (date(2026, 11, 22), date(2026, 11, 29))
    )
    assert first["interval"] == 2
    assert first["dtstart"] == later["dtstart"] == "2025-01-09"


def test_a_course_starts_and_ends_on_its_own_weekday():
    schedule = read_schedule("MO 10:00-12:00 days 14..70", TODAY)
    first, last = (date.fromisoformat(schedule[name]) for name in ("valid_from", "valid_to"))
    assert first.weekday() == last.weekday() == 0
    assert 8 <= (first - TODAY).days <= 14
    assert 64 <= (last - TODAY).days <= 70


def test_words_in_brackets_become_the_description():
    assert read_schedule("FR 19:00-21:00 (ring first)", TODAY)["description"] == "ring first"


def test_term_time_says_so_and_has_dates():
    schedule = read_schedule("WE 16:00-18:00 term", TODAY)
    assert schedule["description"] == "In school term time"
    assert schedule["valid_from"] == "2026-09-03"


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_the_term_found_is_never_over_and_never_far_off(today: date):
    first, last = find_term(today)
    assert today <= last
    assert (first - today).days < 60


@pytest.mark.parametrize("text", ["Mondays at ten", "MO 10-12", "MO 10:00-12:00 sometimes", ""])
def test_another_form_is_refused(text: str):
    with pytest.raises(ValueError, match="not a time of meeting"):
        read_schedule(text, TODAY)

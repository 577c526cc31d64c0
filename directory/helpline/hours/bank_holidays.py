"""The bank holidays of England by rule: Banking and Financial Dealings Act 1971, schedule 1, with Good
Friday, Christmas Day and the days proclaimed instead of those that fall on a weekend. One that is proclaimed
once, for a coronation say, is added by hand."""

from datetime import date, timedelta

from dateutil.easter import easter

MONDAY = 0


def list_bank_holidays(year: int) -> dict[date, str]:
    sunday = easter(year)
    christmas, boxing = _find_christmas_days(year)
    return {
        _next_working_day(date(year, 1, 1)): "New Year’s Day",
        sunday - timedelta(days=2): "Good Friday",
        sunday + timedelta(days=1): "Easter Monday",
        _first_monday(year, 5): "Early May bank holiday",
        _last_monday(year, 5): "Spring bank holiday",
        _last_monday(year, 8): "Summer bank holiday",
        christmas: "Christmas Day",
        boxing: "Boxing Day",
    }


def _find_christmas_days(year: int) -> tuple[date, date]:
    """Each moves to the next working day that is not the other's."""
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    if christmas.weekday() == 4:
        return christmas, date(year, 12, 28)
    if christmas.weekday() == 5:
        return date(year, 12, 27), date(year, 12, 28)
    if christmas.weekday() == 6:
        return date(year, 12, 27), boxing
    return christmas, boxing


def _next_working_day(day: date) -> date:
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())

"""Changes to when the helpline is open. Flushes and never commits."""

import uuid
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import delete, select

from directory import audit
from directory.errors import EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.helpline.hours.bank_holidays import list_bank_holidays
from directory.helpline.hours.opening import list_hours
from directory.models import HelplineClosure, HelplineHours, User
from directory.network.checking import Checker, Typed, clean_line

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPANS_A_DAY = 2
_WRONG = "Some of this needs to be put right."
_LATEST_YEAR = 2199


def describe_hours() -> dict[str, str]:
    """As the form has them: "hours.<weekday>.<0 or 1>.opens" and "... .closes" to "09:00" or ""."""
    shown = {name: "" for name in list_names()}
    counts = [0] * len(WEEKDAYS)
    for row in list_hours():
        place = f"hours.{row.weekday}.{counts[row.weekday]}"
        counts[row.weekday] += 1
        shown[f"{place}.opens"], shown[f"{place}.closes"] = f"{row.opens_at:%H:%M}", f"{row.closes_at:%H:%M}"
    return shown


def list_names() -> list[str]:
    return [
        f"hours.{weekday}.{number}.{end}"
        for weekday in range(len(WEEKDAYS))
        for number in range(SPANS_A_DAY)
        for end in ("opens", "closes")
    ]


def mark_hours(shown: Mapping[str, str]) -> str:
    """A short text that is another where the hours are, so that no officer overwrites another's."""
    return ",".join(shown.get(name, "") for name in list_names())


def save_hours(*, actor: User, typed: Typed, expected: str) -> None:
    """Keys of `typed` as in describe_hours(). `expected` is the mark of what the officer started from.
    Raises InvalidData by field, EditConflict."""
    if mark_hours(describe_hours()) != expected:
        raise EditConflict(0)
    checker = Checker(typed)
    rows = [row for weekday in range(len(WEEKDAYS)) for row in _read_day(checker, weekday)]
    checker.refuse_problems()
    db.session.execute(delete(HelplineHours))
    db.session.add_all(rows)
    db.session.flush()
    audit.record("helpline_hours.edit", actor, "helpline", spans=len(rows))


def _read_day(checker: Checker, weekday: int) -> list[HelplineHours]:
    rows: list[HelplineHours] = []
    for number in range(SPANS_A_DAY):
        name = f"hours.{weekday}.{number}"
        opens_at, closes_at = (_read_time(checker, f"{name}.{end}") for end in ("opens", "closes"))
        is_refused = checker.problems.keys() & {f"{name}.opens", f"{name}.closes"}
        if is_refused or (opens_at is None and closes_at is None):
            continue
        if opens_at is None or closes_at is None:
            checker.problems[f"{name}.closes"] = f"Enter both times of {WEEKDAYS[weekday]}."
        elif opens_at >= closes_at:
            checker.problems[f"{name}.closes"] = f"{WEEKDAYS[weekday]} must close after it opens."
        elif rows and opens_at < rows[-1].closes_at:
            checker.problems[f"{name}.opens"] = f"The two times of {WEEKDAYS[weekday]} overlap."
        else:
            rows.append(HelplineHours(weekday=weekday, opens_at=opens_at, closes_at=closes_at))
    return rows


def _read_time(checker: Checker, name: str) -> time | None:
    text = clean_line(checker.typed.get(name)).strip()
    if not text:
        return None
    try:
        given = time.fromisoformat(text)
    except ValueError:
        checker.problems[name] = "Enter a time like 09:30."
        return None
    return given.replace(second=0, microsecond=0, tzinfo=None)


def add_closure(*, actor: User, typed: Typed) -> HelplineClosure:
    """Keys of `typed`: closed_on (2026-12-25), reason. Raises InvalidData."""
    checker = Checker(typed)
    closed_on = checker.day("closed_on", typed.get("closed_on"))
    reason = checker.words_in_a_line("reason", "helpline_closure.reason") or ""
    if closed_on is None:
        checker.problems.setdefault("closed_on", "Enter the day.")
    elif _is_closed_on(closed_on):
        checker.problems["closed_on"] = "This day is in the list already."
    checker.refuse_problems()
    closure = HelplineClosure(closed_on=closed_on, reason=reason)
    db.session.add(closure)
    db.session.flush()
    audit.record("helpline_closure.add", actor, closure, closed_on=str(closed_on))
    return closure


def add_bank_holidays(*, actor: User | None, year: int) -> int:
    """How many of that year were not in the list yet. Raises InvalidData."""
    if not date.min.year < year <= _LATEST_YEAR:
        raise InvalidData(_WRONG, {"year": "Enter a year like 2027."})
    new = [(day, name) for day, name in list_bank_holidays(year).items() if not _is_closed_on(day)]
    db.session.add_all(HelplineClosure(closed_on=day, reason=name) for day, name in new)
    db.session.flush()
    audit.record("helpline_closure.add_year", actor, "helpline", year=year, days=len(new))
    return len(new)


def remove_closure(*, actor: User, closure_id: uuid.UUID) -> None:
    """Raises NotFound."""
    closure = db.session.get(HelplineClosure, closure_id)
    if closure is None:
        raise NotFound("This day is no longer in the list.")
    audit.record("helpline_closure.remove", actor, closure, closed_on=str(closure.closed_on))
    db.session.delete(closure)
    db.session.flush()


def load_hours(book: Mapping[str, Any], this_year: int) -> int:
    """The example's hours, and the bank holidays of this year and the next two. How many are new: what is
    there already stays."""
    if list_hours():
        return 0
    rows = [
        HelplineHours(weekday=weekday, opens_at=_clock(span["opens"]), closes_at=_clock(span["closes"]))
        for span in book["hours"]
        for weekday in span["days"]
    ]
    db.session.add_all(rows)
    added = sum(add_bank_holidays(actor=None, year=year) for year in range(this_year, this_year + 3))
    return len(rows) + added


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _is_closed_on(day: date) -> bool:
    return bool(db.session.scalar(select(HelplineClosure.id).where(HelplineClosure.closed_on == day)))

"""When something happens, as a person says it ("every second Tuesday"), to and from the recurrence rule that
entry data holds (FREQ, INTERVAL, BYDAY of RFC 5545)."""

import re
from typing import Any

REPEATS = {
    "1": "Every week",
    "2": "Every 2 weeks",
    "3": "Every 3 weeks",
    "4": "Every 4 weeks",
    "monthly": "Every month, in certain weeks",
    "none": "It does not repeat, or as described below",
}
# Offered only for a rule that cannot be said with the choices above.
AS_IT_IS = "as_it_is"
WEEKS = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "-1": "Last"}
DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_RULE = ("freq", "interval", "byday", "bymonthday")
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")


def to_form(schedule: dict[str, Any]) -> dict[str, Any]:
    said = _say_rule(schedule)
    return schedule | (said or {"repeat": AS_IT_IS, "days": [], "weeks": []})


def from_form(typed: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Entry data, and what is wrong by field of the form."""
    data = {key: value for key, value in typed.items() if key not in ("repeat", "days", "weeks")}
    repeat = typed.get("repeat") or "1"
    if repeat == AS_IT_IS:
        return data, {}
    days = [day for day in DAYS if day in typed.get("days", ())]
    weeks = [week for week in WEEKS if week in typed.get("weeks", ())]
    if _say_rule(typed) == {"repeat": repeat, "days": days, "weeks": weeks}:
        return data, {}  # the rule that came with the row says the same
    data |= dict.fromkeys(_RULE)
    if repeat == "none":
        return data, {}
    problems = _find_problems(repeat, days, weeks, typed)
    if repeat == "monthly":
        data |= {"freq": "MONTHLY", "interval": "1"}
        data["byday"] = ",".join(f"{week}{day}" for week in weeks for day in days)
    else:
        data |= {"freq": "WEEKLY", "interval": repeat, "byday": ",".join(days)}
        if repeat != "1":
            # The weeks are counted from here.
            data["dtstart"] = typed.get("valid_from") or typed.get("dtstart")
    return data, problems


def _find_problems(repeat: str, days: list[str], weeks: list[str], typed: dict[str, Any]) -> dict[str, str]:
    problems = {}
    if repeat not in REPEATS:
        problems["repeat"] = "Choose how often it happens."
    if not days:
        problems["days"] = "Choose the days it happens on."
    if repeat == "monthly" and not weeks:
        problems["weeks"] = "Choose which weeks of the month."
    if repeat in ("2", "3", "4") and not (typed.get("valid_from") or typed.get("dtstart")):
        problems["valid_from"] = "Enter a first date, so that the right weeks are counted."
    return problems


def _say_rule(schedule: dict[str, Any]) -> dict[str, Any] | None:
    """None when the rule cannot be said with the choices of the form."""
    freq, interval = schedule.get("freq") or None, str(schedule.get("interval") or 1)
    parts = [_DAY.fullmatch(part) for part in (schedule.get("byday") or "").split(",") if part]
    if schedule.get("bymonthday") or not all(parts):
        return None
    pairs = [(match[1], match[2]) for match in parts if match]
    days = [day for day in DAYS if any(day == named for _, named in pairs)]
    weeks = [week for week in WEEKS if any(week == (nth or "").lstrip("+") for nth, _ in pairs)]
    if freq is None:
        return None if pairs else {"repeat": "none", "days": [], "weeks": []}
    if freq == "WEEKLY" and interval in ("1", "2", "3", "4") and days and not any(nth for nth, _ in pairs):
        return {"repeat": interval, "days": days, "weeks": []}
    is_product = len(set(pairs)) == len(days) * len(weeks)
    if freq == "MONTHLY" and interval == "1" and pairs and is_product:
        return {"repeat": "monthly", "days": days, "weeks": weeks}
    return None

"""What roles and sign-in problems are called on pages."""

import math
from datetime import date, datetime
from zoneinfo import ZoneInfo

from directory.models.codes import Role

_LONDON = ZoneInfo("Europe/London")

ROLE_NAMES = {
    Role.STAFF: "Staff",
    Role.HELPLINE: "Helpline",
    Role.KNOWLEDGE_OFFICER: "Knowledge officer",
    Role.COMMISSIONER: "Commissioner",
    Role.ADMINISTRATOR: "Administrator",
}

ROLE_MEANINGS = {
    Role.STAFF: "Searches as staff, keeps support records, asks the helpline and logs unmet needs.",
    Role.HELPLINE: "All that staff do. Answers the helpline, and can hide an entry at once.",
    Role.KNOWLEDGE_OFFICER: "All that the helpline does. Keeps entries and roles, sends unmet needs on.",
    Role.COMMISSIONER: "Reads the figures of what is missing, and answers what is sent to their bodies.",
    Role.ADMINISTRATOR: "Keeps entries, support roles and accounts. Does not answer the helpline.",
}

# One sentence for a wrong password, an unknown address and a closed account.
NOT_MATCHED = "The e-mail address and password do not match an account. Check both and try again."


def describe_lock(until: datetime, now: datetime) -> str:
    minutes = max(1, math.ceil((until - now).total_seconds() / 60))
    unit = "minute" if minutes == 1 else "minutes"
    return f"There have been too many tries to sign in. Try again in {minutes} {unit}."


def describe_time(at: datetime) -> str:
    """As "22 November 2026 at 2:05pm", on the clock of Europe/London."""
    local = at.astimezone(_LONDON)
    half = "am" if local.hour < 12 else "pm"
    return f"{describe_date(local)} at {local.hour % 12 or 12}:{local:%M}{half}"


def describe_date(on: date) -> str:
    """As "22 November 2026"; a time gives its date in Europe/London."""
    if isinstance(on, datetime):
        on = on.astimezone(_LONDON)
    return f"{on.day} {on:%B %Y}"

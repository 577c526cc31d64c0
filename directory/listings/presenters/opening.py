"""Whether an entry is open at a moment, as far as its opening times say."""

from datetime import datetime

from directory.listings import schedules
from directory.listings.presenters.places import list_open_sites
from directory.listings.schedules import LONDON, Occurrence
from directory.models import Entry, Service


def is_closed_now(entry: Entry, now: datetime) -> bool:
    """True only where its times are known and none of them is now."""
    coming = _find_next(entry, now)
    return coming is not None and coming.start > now


def describe_opening(entry: Entry, now: datetime) -> str:
    """ "Closed now. Opens today at 9am", for what is closed; else empty."""
    coming = _find_next(entry, now)
    if coming is None or coming.start <= now:
        return ""
    start, today = coming.start.astimezone(LONDON), now.astimezone(LONDON).date()
    ahead = (start.date() - today).days
    day = {0: "today", 1: "tomorrow"}.get(ahead) or f"{start:%A} {schedules.format_date(start.date())}"
    return f"Closed now. Opens {day} at {schedules.format_time(start.time())}"


def _find_next(entry: Entry, now: datetime) -> Occurrence | None:
    """The time it is open at, or opens next; None where the hours are not known."""
    if not isinstance(entry, Service):
        return None
    sites = list_open_sites(entry, staff=False)
    known = [*entry.schedules, *(one for site in sites for one in site.schedules)]
    coming = schedules.next_occurrences([one for one in known if one.opens_at is not None], now, 1)
    return coming[0] if coming else None

"""An entry's next dates as a calendar file."""

from collections.abc import Sequence
from datetime import UTC, datetime

from icalendar import Calendar, Event

from directory.listings.presenters.places import list_address_lines, list_open_sites
from directory.listings.schedules import Occurrence
from directory.models import Service


def write_calendar(service: Service, dates: Sequence[Occurrence], address: str, now: datetime) -> bytes:
    """iCalendar (RFC 5545), one event a date. `address` is that of the entry's page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Community Knowledge Directory//EN")
    calendar.add("version", "2.0")
    sites = list_open_sites(service, staff=False)
    where = ", ".join(list_address_lines(sites[0].location)) if len(sites) == 1 else ""
    for occurrence in dates:
        event = Event()
        event.add("uid", f"{service.id}-{occurrence.start:%Y%m%dT%H%M}@community-knowledge-directory")
        event.add("dtstamp", now)
        event.add("summary", service.name)
        event.add("description", f"{service.summary}\n\n{address}\n\nPlease check before you set out.")
        event.add("url", address)
        event.add(
            "dtstart", occurrence.start.astimezone(UTC) if occurrence.has_time else occurrence.start.date()
        )
        if occurrence.end and occurrence.has_time:
            event.add("dtend", occurrence.end.astimezone(UTC))
        if where:
            event.add("location", where)
        calendar.add_component(event)
    return calendar.to_ical()

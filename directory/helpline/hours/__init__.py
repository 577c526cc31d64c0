"""When the helpline is open."""

from directory.helpline.hours.opening import Opening, Span, find_due, find_opening

__all__ = ["Opening", "Span", "find_due", "find_opening"]

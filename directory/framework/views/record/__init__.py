"""Pages of one support record, and how it is opened."""

from directory.framework.views.record import (
    care_plan,
    comparing,
    conversation,
    help_for_record,
    opening,
    records,
)

__all__ = ["care_plan", "comparing", "conversation", "help_for_record", "opening", "records"]

"""Every screen of the desk, one file for each noun. Importing this puts them all on the blueprint."""

from directory.admin.views import (
    dashboard,
    entries,
    held_back,
    new_entries,
    organizations,
    previews,
    privacy_register,
    proposals,
    searches,
    start,
    statuses,
    undelivered,
    versions,
)

__all__ = [
    "dashboard",
    "entries",
    "held_back",
    "new_entries",
    "organizations",
    "previews",
    "privacy_register",
    "proposals",
    "searches",
    "start",
    "statuses",
    "undelivered",
    "versions",
]

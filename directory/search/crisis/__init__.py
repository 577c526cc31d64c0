"""Knows words of crisis. Runs before spelling and search, and needs no database, index or settings."""

from typing import TypeGuard

from directory.search.crisis.matching import PANELS
from directory.search.crisis.matching import CrisisKind as CrisisKind
from directory.search.crisis.matching import CrisisMatch as CrisisMatch
from directory.search.crisis.matching import match_crisis as match_crisis
from directory.search.crisis.matching import take_despair_out as take_despair_out

CATEGORY_NAMES = tuple(PANELS)


def opens_danger_panel(match: CrisisMatch | None) -> TypeGuard[CrisisMatch]:
    """Whether the words must be left in no address, title or history."""
    return match is not None and match.has_panel

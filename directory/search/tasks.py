"""What the job runner does for the index of its machine."""

from datetime import datetime

from directory.search.find import find_follower
from directory.search.index.builder import fold_changes, rebuild_index


def fold_index(now: datetime) -> int | None:
    """Changes folded into a new generation, if there was anything to do."""
    follower = find_follower()
    built = follower.read(lambda session: fold_changes(session, follower.root, now))
    return None if built.number is None else built.changed


def renew_index(now: datetime) -> int | None:
    """All again once a day: it also takes up what no single change names, such as a renamed area."""
    follower = find_follower()
    built = follower.read(lambda session: rebuild_index(session, follower.root))
    return None if built.number is None else built.entries

"""Cuts long lists up: an engine takes only so many values in one statement."""

import itertools
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
AT_ONCE = 500


def in_batches(items: Iterable[Item], size: int = AT_ONCE) -> Iterator[list[Item]]:
    """Lists of at most `size`, in order, the last perhaps shorter; never an empty one."""
    rest = iter(items)
    while batch := list(itertools.islice(rest, size)):
        yield batch

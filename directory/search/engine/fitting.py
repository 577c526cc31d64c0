"""Whether anything found fits all the words, or all of it only some of them."""

from collections.abc import Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from directory.search.arrays.segment import Segment
from directory.search.engine.phrases import is_in, posting_docs
from directory.search.engine.query import WordGroup

Docs = npt.NDArray[np.integer]
Lists = list[Docs]


def has_full_match(segment: Segment, groups: Sequence[WordGroup], docs: Docs, first: Docs) -> bool:
    """Whether one of the hits `docs` (ascending) holds every word, a need it stands for or what it was
    completed to. `first`, the best of them, are asked first: mostly one of those does."""
    lists: list[Lists] = []
    for group in groups:
        held = _list_holders(segment, group)
        if not held:
            return False
        lists.append(held)
    lists.sort(key=lambda held: sum(map(len, held)))
    if _any_full(first, lists):
        return True
    rarest = lists[0][0] if len(lists[0]) == 1 else np.concatenate(lists[0])
    return _any_full(rarest, [*lists[1:], [docs]])


def _list_holders(segment: Segment, group: WordGroup) -> Lists:
    """For each way to satisfy the word, the entries that do, ascending."""
    found: Lists = []
    for one in group.alternatives:
        if one.is_need:
            at = segment.needs.get(one.key)
            if at is not None:
                found.append(segment.need_docs[segment.need_offsets[at] : segment.need_offsets[at + 1]])
        elif (term := segment.find_term(one.key)) >= 0:
            found.append(posting_docs(segment, term))
    return found


def _any_full(docs: Docs, lists: Sequence[Lists]) -> bool:
    """Whether one of `docs` is in one of the ways of each."""
    for ways in lists:
        if not len(docs):
            return False
        docs = docs[reduce(np.logical_or, (is_in(docs, way) for way in ways))]
    return len(docs) > 0

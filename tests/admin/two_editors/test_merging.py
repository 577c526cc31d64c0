import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.admin.merging import merge

A, B, C = ({"id": name, "number": name * 3, "note": None} for name in "abc")
NEW = {"number": "999", "note": None}


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged", "is_clean"),
    [
        ([A], [A, B], [A, NEW], [A, B, NEW], True),
        ([A, B], [A], [A, B, NEW], [A, NEW], True),
        ([A, B], [A, B], [B], [B], True),
        (
            [A],
            [A | {"note": "theirs"}],
            [A | {"number": "mine"}],
            [A | {"note": "theirs", "number": "mine"}],
            True,
        ),
        ([A], [A | {"note": "theirs"}], [A | {"note": "mine"}], [A | {"note": "mine"}], False),
        ([A, B], [A | {"note": "theirs"}, B], [B, NEW], [A | {"note": "theirs"}, B, NEW], False),
        ([A], [B], [A | {"note": "mine"}], [B, A | {"note": "mine"}], False),
        (["x", "y"], ["y", "z"], ["x", "y", "w"], ["y", "z", "w"], True),
        ("old", "old", "mine", "mine", True),
        ("old", "theirs", "old", "theirs", True),
        ("old", "theirs", "mine", "mine", False),
        ({"a": 1, "b": 2}, {"a": 3, "b": 2}, {"a": 1, "b": 4}, {"a": 3, "b": 4}, True),
        (None, [A], [NEW], [A, NEW], True),
        ("", None, "", None, True),
    ],
)
def test_two_sets_of_changes_are_put_together(
    base: Any, theirs: Any, mine: Any, merged: Any, is_clean: bool
) -> None:
    before = copy.deepcopy((base, theirs, mine))
    assert merge(base, theirs, mine) == (merged, is_clean)
    assert (base, theirs, mine) == before


def test_what_a_form_does_not_hold_stays_as_theirs() -> None:
    theirs = A | {"languages": ["Gujarati"], "number": "theirs"}
    assert merge([A], [theirs, B], [{"id": "a", "number": "aaa"}, NEW])[0] == [theirs, B, NEW]


rows = st.lists(st.sampled_from("abcdef"), unique=True).flatmap(
    lambda ids: st.tuples(
        *(st.builds(dict, id=st.just(one), text=st.sampled_from(["", "1", "2"])) for one in ids)
    )
)


@given(rows, rows)
def test_where_only_one_changed_anything_it_is_that_ones(base: Any, changed: Any) -> None:
    base, changed = list(base), list(changed)
    assert merge(base, changed, base)[1]
    assert merge(base, base, changed)[1]
    for merged in (merge(base, changed, base)[0], merge(base, base, changed)[0]):
        assert [(row["id"], row["text"]) for row in merged] == [(row["id"], row["text"]) for row in changed]


@given(rows, rows, rows)
def test_nothing_that_either_added_is_lost(base: Any, theirs: Any, mine: Any) -> None:
    merged = {row["id"] for row in merge(list(base), list(theirs), list(mine))[0]}
    was = {row["id"] for row in base}
    assert {row["id"] for row in theirs} - was <= merged

"""Puts together what two people did to the same data: three-way, by what each of them started from. Rows are
known by their id, so a list keeps what either of them added and loses what either took away."""

from typing import Any


def merge(base: Any, theirs: Any, mine: Any) -> tuple[Any, bool]:
    """The data with the changes of both, and whether that was possible without a contradiction. Where they
    contradict each other, mine stands."""
    if _is_same(mine, theirs) or _is_same(mine, base):
        return theirs, True
    if _is_same(theirs, base):
        return mine, True
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return _merge_fields(base or {}, theirs, mine)
    if isinstance(mine, list) and isinstance(theirs, list):
        is_rows = any(isinstance(one, dict) for one in (*theirs, *mine))
        return _merge_rows(base or [], theirs, mine) if is_rows else _merge_values(base or [], theirs, mine)
    return mine, False


def _merge_fields(base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]) -> tuple[Any, bool]:
    """A form may not hold every field: what it does not hold stays as theirs."""
    parts = {key: merge(base.get(key), theirs.get(key), mine[key]) for key in mine if key != "id"}
    merged = theirs | {key: value for key, (value, _) in parts.items()}
    return merged, all(is_clean for _, is_clean in parts.values())


def _merge_values(base: list[Any], theirs: list[Any], mine: list[Any]) -> tuple[Any, bool]:
    kept = [one for one in theirs if one in mine or one not in base]
    return kept + [one for one in mine if one not in theirs and one not in base], True


def _merge_rows(base: list[Any], theirs: list[Any], mine: list[Any]) -> tuple[Any, bool]:
    started, wanted = _by_id(base), _by_id(mine)
    merged, is_clean = [], True
    for row in theirs:
        row_id = row["id"]
        if row_id in wanted:
            value, was_clean = merge(started.get(row_id), row, wanted[row_id])
            merged.append(value)
            is_clean &= was_clean
        elif row_id not in started:
            merged.append(row)
        elif not _is_same(row, started[row_id]):
            # I took it away and they changed it: it stays, to be looked at.
            merged.append(row)
            is_clean = False
    there = _by_id(theirs)
    for row in mine:
        row_id = row.get("id")
        if row_id is None or row_id not in started:
            merged += [row] if row_id not in there else []
        elif row_id not in there and not _is_same(row, started[row_id]):
            merged.append(row)
            is_clean = False
    return merged, is_clean


def _is_same_row(one: Any, other: Any) -> bool:
    ids = [row.get("id") if isinstance(row, dict) else None for row in (one, other)]
    return ids[0] == ids[1] and _is_same(one, other)


def _by_id(rows: list[Any]) -> dict[str, Any]:
    return {row["id"]: row for row in rows if row.get("id")}


def _is_same(one: Any, other: Any) -> bool:
    """An empty value is as good as none. A dict that lacks a key says nothing about it."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_is_same(one[key], other[key]) for key in one.keys() & other.keys() if key != "id")
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same_row, one, other))
    return one == other or (one in (None, "", []) and other in (None, "", []))

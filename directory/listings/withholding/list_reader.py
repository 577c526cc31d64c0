"""Reads the list of what is withheld that is kept outside the database, and counts what is wrong with it."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from directory.listings.withholding import keys
from directory.listings.withholding.list_lines import (
    FORMAT,
    HEAD_MAC,
    UNREADABLE,
    Head,
    Record,
    find_last_change,
    is_signed,
    read_head,
    read_id,
    read_line,
    read_record,
    read_time,
    split_lines,
)
from directory.models.withholding.records import WithheldKind

Place = tuple[str, str, str]
"""What tells two marks apart: kind, key and subject."""


@dataclass(frozen=True)
class WithheldList:
    """`records` has the last state of each mark. `damaged` counts lines that cannot be read, were changed or
    are missing; a last line that was cut off while it was written is not counted, because what it was about
    was not committed then. `unverified` counts lines of a secret that is not known here. `since` is when the
    list was begun: of what was withheld before, it knows what the database knew then. `confirmed` is until
    when it is known to have everything. `is_current` says that it is in today's format and by today's
    secret."""

    records: dict[Place, Record] = field(default_factory=dict)
    damaged: int = 0
    since: datetime | None = None
    directory: uuid.UUID | None = None
    confirmed: datetime | None = None
    unverified: int = 0
    is_current: bool = True
    is_sealed: bool = True


def identify(record: Record) -> Place:
    return str(WithheldKind(record["kind"])), record["key"], str(record["subject_id"])


def merge_records(*sources: Iterable[Record]) -> dict[Place, Record]:
    """Returns the last state of each mark that any of the sources has."""
    merged: dict[Place, Record] = {}
    for record in (record for source in sources for record in source):
        place = identify(record)
        if place not in merged or find_last_change(record) > find_last_change(merged[place]):
            merged[place] = record
    return merged


def parse_list(path: Path, data: bytes, secrets: Sequence[bytes]) -> WithheldList:
    first, _, rest = data.partition(b"\n")
    try:
        head, values = read_head(first)
    except ValueError as error:
        raise ValueError(f"{path} is no list of what is withheld.") from error
    reader = _Reader(secrets)
    if values["withheld_list"] == FORMAT:
        reader.read(head, values, rest)
    else:
        reader.read_first_format(values, rest)
    return reader.finish(head)


@dataclass
class _Reader:
    """Reads lines and counts what is wrong with them."""

    secrets: Sequence[bytes]
    records: list[Record] = field(default_factory=list)
    damaged: int = 0
    unverified: int = 0
    is_current: bool = True
    is_sealed: bool = True

    def read(self, head: Head, values: Mapping[str, Any], rest: bytes) -> None:
        """After a line that cannot be read or that is missing, the next one is taken by its number alone."""
        self._check(values, HEAD_MAC)
        number, before = 0, ""
        is_before_known = True
        for text in split_lines(rest):
            number += 1
            try:
                line = read_line(text)
            except UNREADABLE:
                self.damaged, is_before_known = self.damaged + 1, False
                continue
            self.records.append(line.record)
            if line.number != number:
                missing = line.number - number
                self.damaged += max(missing, int(is_before_known))
                number = line.number
            elif is_before_known:
                self._check(line.values, "chain", before)
            before, is_before_known = line.chain, True
        self.damaged += max(0, head.lines - number)

    def read_first_format(self, values: Mapping[str, Any], rest: bytes) -> None:
        """Lists from before they had a chain. The last line of a copy says how many lines it has."""
        self.is_current, self.is_sealed, promised = False, bool(values.get("copy")), None
        for text in split_lines(rest):
            try:
                given = json.loads(text)
                promised = given.get("records", promised)
                self.records += [] if "records" in given else [read_record(given)]
            except UNREADABLE:
                self.damaged += 1
        is_promise_missing = bool(values.get("copy")) and promised is None
        self.damaged += is_promise_missing or promised not in (None, len(self.records))

    def finish(self, head: Head) -> WithheldList:
        return WithheldList(
            merge_records(self.records),
            self.damaged,
            read_time(head.since),
            read_id(head.directory),
            read_time(head.confirmed),
            self.unverified,
            self.is_current,
            self.is_sealed,
        )

    def _check(self, values: Mapping[str, Any], name: str, before: str = "") -> None:
        known = [keys.name_secret(secret) for secret in self.secrets]
        self.is_current &= values.get("by") == known[0]
        if values.get("by") not in known:
            self.unverified += 1
        elif not is_signed(values, name, before, self.secrets):
            self.damaged += 1

"""The lines of the list of what is withheld: a first line of fixed length that says whose list it is and
where it ends, then one line for each event. Every line has its number and a chain: HMAC-SHA256 over the chain
of the line before and its own values, keyed with a secret of this directory. So a line that was changed,
moved or taken out is noticed, and by the first line also one that is missing at the end.
"""

import hmac
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from directory.listings.withholding import keys
from directory.models.withholding.records import WithheldKind, WithheldReason

FORMAT = 2
HEAD_BYTES = 512
"""The first line with its line feed: one sector of a disk, so that it is written whole or not at all."""

HEAD_MAC = "mac"
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)

WITHHELD, LIFTED = "withheld", "lifted"

Record = Mapping[str, Any]
"""A mark as plain values: kind, key, key_name, subject_id, reason, since and lifted_at."""


@dataclass(frozen=True)
class Owner:
    """Whose list it is: the directory, None where its database is too old to have an identity, and its
    secrets, the one of today first."""

    directory: uuid.UUID | None
    secrets: Sequence[bytes]


@dataclass(frozen=True)
class Head:
    """`confirmed` is the last time at which the list was seen to have all that its database had. `lines`,
    `size` (of the file, in bytes) and `chain` are as they were after the last line that was written whole."""

    directory: str | None
    since: str | None
    confirmed: str | None = None
    lines: int = 0
    size: int = HEAD_BYTES
    chain: str = ""


@dataclass(frozen=True)
class Line:
    """`values` are all values as they are written."""

    record: Record
    number: int
    chain: str
    values: Mapping[str, Any]


def write_head(head: Head, secret: bytes) -> bytes:
    values = {"withheld_list": FORMAT, **asdict(head), "by": keys.name_secret(secret)}
    text = json.dumps(values | {HEAD_MAC: _sign(secret, "", values)})
    return text.ljust(HEAD_BYTES - 1).encode() + b"\n"


def read_head(line: bytes) -> tuple[Head, Mapping[str, Any]]:
    """Returns it with its values as they are written; a list of the first format has a time only. Raises
    ValueError."""
    try:
        values = json.loads(line)
        if values["withheld_list"] == 1:
            return Head(None, values.get("since")), values
        if values["withheld_list"] != FORMAT:
            raise ValueError("unknown format")
        directory, since, confirmed = (values[name] for name in ("directory", "since", "confirmed"))
        lines, size = int(values["lines"]), int(values["size"])
        return Head(directory, since, confirmed, lines, size, str(values["chain"])), values
    except UNREADABLE as error:
        raise ValueError("It is no list of what is withheld.") from error


def write_lines(head: Head, records: Sequence[Record], secret: bytes) -> tuple[bytes, Head]:
    """Returns the lines that follow the last one of `head`, and the head as it is after them."""
    chain, text, number = head.chain, "", head.lines
    for number, record in enumerate(records, head.lines + 1):
        values: dict[str, Any] = _write_record(record) | {"number": number, "by": keys.name_secret(secret)}
        chain = _sign(secret, chain, values)
        text += json.dumps(values | {"chain": chain}) + "\n"
    data = text.encode()
    return data, replace(head, lines=number, size=head.size + len(data), chain=chain)


def read_line(text: str) -> Line:
    """Raises one of UNREADABLE where it is none."""
    values = json.loads(text)
    return Line(read_record(values), int(values["number"]), str(values["chain"]), values)


def is_signed(values: Mapping[str, Any], name: str, before: str, secrets: Sequence[bytes]) -> bool:
    """Whether the value of `name` was made from the others, and `before`, with one of the secrets."""
    others = {key: value for key, value in values.items() if key != name}
    given = str(values.get(name)).encode()
    return any(hmac.compare_digest(given, _sign(secret, before, others).encode()) for secret in secrets)


def find_last_change(record: Record) -> tuple[datetime, bool]:
    """When a mark was made or lifted, and whether it counts. The later of two wins; of two of one time, the
    one that withholds."""
    since, lifted_at = record["since"], record["lifted_at"]
    return (since, True) if lifted_at is None else (max(since, lifted_at), False)


def read_time(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else None


def read_id(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except UNREADABLE:
        return None


def split_lines(data: bytes) -> Iterator[str]:
    """The whole lines: one that was cut off while it was written has no line feed."""
    *whole, _cut = data.decode(errors="replace").split("\n")
    return filter(None, whole)


def _sign(secret: bytes, before: str, values: Mapping[str, Any]) -> str:
    return hmac.digest(secret, f"{before}\n{json.dumps(values)}".encode(), "sha256").hex()


def _write_record(record: Record) -> dict[str, Any]:
    at, is_withheld = find_last_change(record)
    values = {"at": at.isoformat(), "state": WITHHELD if is_withheld else LIFTED}
    return values | {name: str(record[name]) for name in ("kind", "key", "key_name", "subject_id", "reason")}


def read_record(values: Mapping[str, Any]) -> Record:
    at = datetime.fromisoformat(values["at"])
    if values["state"] not in (WITHHELD, LIFTED) or at.tzinfo is None or len(values["key"]) != 64:
        raise ValueError("unknown state, time or key")
    return {
        "kind": WithheldKind(values["kind"]),
        "key": values["key"],
        "key_name": values["key_name"],
        "subject_id": uuid.UUID(values["subject_id"]),
        "reason": WithheldReason(values["reason"]),
        "since": at,
        "lifted_at": at if values["state"] == LIFTED else None,
    }

"""What the readers hand on."""

from dataclasses import dataclass, field
from typing import Any

from directory.errors import DirectoryError


class UnreadableFile(DirectoryError):
    """A file of which nothing can be used. The message names the file, and the line where there is one."""


@dataclass(slots=True)
class FoundRecord:
    """One service as the source gives it, in the nested form of HSDS 3. `origin` says where it stood:
    "services.csv, line 12". `is_feed` records come from JSON, where lists repeat what full records say and
    ids are UUIDs. A faulty value that is not required refuses a strict record; of others it is left out.
    `held_because` is why an officer must look at it before the public does."""

    external_id: str
    data: dict[str, Any]
    origin: str
    is_feed: bool = False
    is_strict: bool = True
    warnings: list[str] = field(default_factory=list)
    held_because: str = ""


@dataclass(slots=True)
class Reading:
    """All that was read from a path. `warnings` are about files, not about one record; `left_out` are rows
    that the mapping says to skip: origin and reason. `is_whole` unless it may be a part of its source."""

    services: list[FoundRecord] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    source: str | None = None
    organization: str | None = None
    is_whole: bool = True

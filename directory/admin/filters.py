"""What the desk's list of entries is narrowed by, as it stands in the page's address."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from directory.listings.proposals.queries import ProposalFilter
from directory.models.codes import ServiceKind, Status
from directory.models.improving.codes import ProposalKind, ProposalSource, ProposalState
from directory.search.log.queries import PERIODS, VIEWS, LogFilter

KINDS = (*(kind.value for kind in ServiceKind), "guidance")
REVIEWS = ("overdue", "never")
_LAST_PAGE = 100_000


@dataclass(frozen=True)
class EntryFilter:
    """Empty text means "any". `review`: "overdue" or "never". `page` counts from 1."""

    text: str = ""
    status: str = ""
    kind: str = ""
    need: str = ""
    district: str = ""
    review: str = ""
    source: str = ""
    page: int = 1

    @property
    def words(self) -> list[str]:
        return self.text.split()[:8]

    def to_query(self, **changes: int | str) -> dict[str, str]:
        """For url_for(): only what is set."""
        values = asdict(replace(self, **changes))  # type: ignore[arg-type]
        if values["page"] == 1:
            del values["page"]
        return {name: str(value) for name, value in values.items() if value}


def parse_filter(args: Mapping[str, str]) -> EntryFilter:
    """A value that does not exist is as good as none: the list is then wider, and its form shows so."""

    def read(name: str, allowed: tuple[str, ...] = ()) -> str:
        text = read_text(args, name)
        return text if not allowed or text in allowed else ""

    return EntryFilter(
        text=read("text"),
        status=read("status", tuple(status.value for status in Status)),
        kind=read("kind", KINDS),
        need=read("need"),
        district=read("district"),
        review=read("review", REVIEWS),
        source=read("source"),
        page=read_page(args.get("page", "")),
    )


def parse_proposal_filter(args: Mapping[str, str], start: str = "") -> ProposalFilter:
    """`start`: what the names of the fields begin with. A value that does not exist is as good as none."""

    def read(name: str, kind: type[StrEnum]) -> Any:
        given = args.get(start + name, "")
        return kind(given) if given in set(kind) else None

    return ProposalFilter(
        state=read("state", ProposalState) or ProposalState.OPEN,
        kind=read("kind", ProposalKind),
        source=read("source", ProposalSource),
        page=read_page(args.get(f"{start}page", "")),
    )


def parse_log_filter(args: Mapping[str, str], start: str = "") -> LogFilter:
    """`start`: what the names of the fields begin with."""

    def read(name: str, allowed: tuple[str, ...] = ()) -> str:
        text = "".join(c for c in args.get(start + name, "")[:120] if c.isprintable())
        text = text.encode("utf-8", "ignore").decode()
        return text if not allowed or text in allowed else ""

    days = read("days", tuple(str(one) for one in PERIODS))
    return LogFilter(
        view=read("view", VIEWS) or LogFilter.view,
        days=int(days) if days else LogFilter.days,
        need=read("need"),
        area=read("area"),
        who=read("who", ("public", "staff")),
        page=read_page(args.get(f"{start}page", "")),
    )


def parse_month(text: str, months: Sequence[date]) -> date | None:
    """The month of `months` that "2026-05" names, else the newest."""
    named = (month for month in months if month.strftime("%Y-%m") == text)
    return next(named, next(iter(months), None))


def read_text(args: Mapping[str, str], name: str) -> str:
    text = "".join(c for c in args.get(name, "")[:200] if c.isprintable()).strip()
    return text.encode("utf-8", "ignore").decode()


def read_page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    return min(max(number, 1), _LAST_PAGE)

"""What the desk's list of entries is narrowed by, as it stands in the page's address."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from directory.models.codes import ServiceKind, Status

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
        text = "".join(c for c in args.get(name, "")[:200] if c.isprintable()).strip()
        text = text.encode("utf-8", "ignore").decode()
        return text if not allowed or text in allowed else ""

    page = args.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    return EntryFilter(
        text=read("text"),
        status=read("status", tuple(status.value for status in Status)),
        kind=read("kind", KINDS),
        need=read("need"),
        district=read("district"),
        review=read("review", REVIEWS),
        source=read("source"),
        page=min(max(number, 1), _LAST_PAGE),
    )

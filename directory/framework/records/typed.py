"""What was typed on the page of a new support record."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from werkzeug.datastructures import MultiDict

from directory.framework.records.queries import MOST_NEEDS
from directory.models.codes import ActionKind, Consent

MOST_ENTRIES = 20


@dataclass
class TypedNeed:
    """`need` and `level` are slugs, "" where not chosen."""

    need: str = ""
    level: str = ""


@dataclass
class TypedRecord:
    """All as text, so that it can be shown again as it was. `goes_on`: the conversation comes next, and the
    level is agreed there."""

    team: str = ""
    area: str = ""
    goals: str = ""
    carer_goals: str = ""
    consent: str = Consent.NOT_ASKED
    role: str = ""
    follow_up_on: str = ""
    follow_up_what: str = ""
    follow_up_who: str = ""
    done: list[str] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)
    needs: list[TypedNeed] = field(default_factory=list)
    entry_ids: list[uuid.UUID] = field(default_factory=list)
    goes_on: bool = False

    def pad(self) -> "TypedRecord":
        """With as many rows for needs as the page shows."""
        self.needs += [TypedNeed() for _ in range(MOST_NEEDS - len(self.needs))]
        return self


_PLAIN = ("team", "area", "goals", "carer_goals", "role", "follow_up_on", "follow_up_what", "follow_up_who")

FREE_TEXTS = ("goals", "carer_goals", "role", "follow_up_what", "follow_up_who")


def read_record(form: MultiDict[str, str]) -> TypedRecord:
    typed = TypedRecord()
    for name in _PLAIN:
        setattr(typed, name, form.get(name, "").strip())
    typed.consent = form.get("consent", Consent.NOT_ASKED)
    typed.done = [kind for kind in form.getlist("done") if kind in set(ActionKind)]
    typed.goes_on = form.get("go") == "conversation"
    typed.agreed = form.getlist("agreed")
    typed.entry_ids = read_entry_ids(form.getlist("entry"))
    typed.needs = [
        TypedNeed(form.get(f"need-{n}", ""), form.get(f"level-{n}", "")) for n in range(1, MOST_NEEDS + 1)
    ]
    return typed


def read_entry_ids(values: Iterable[str]) -> list[uuid.UUID]:
    """Each once, at most MOST_ENTRIES. What is no id is left out."""
    ids: dict[uuid.UUID, None] = {}
    for value in list(values)[: MOST_ENTRIES * 4]:
        for part in value.split(",")[:MOST_ENTRIES]:
            try:
                ids[uuid.UUID(part.strip())] = None
            except ValueError:
                continue
    return list(ids)[:MOST_ENTRIES]


def read_id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text.strip())
    except ValueError:
        return None


def read_date(text: str) -> date | None:
    """A date as browsers send it ("2026-11-27") or as people type it ("27/11/2026"). None where it is
    none."""
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y"):
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007 - a day, not a time
        except ValueError:
            continue
    return None

"""The care-plan entry as plain text, and the copy in plain words for the person and their carer."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2s

from directory.framework.care_plan.facts import HEADING, CarePlan, Section, list_contact, say_role
from directory.framework.crisis_lines import list_crisis_lines
from directory.framework.entry_facts import EntryFacts, list_entry_facts
from directory.framework.wording import say_date
from directory.listings.schedules import LONDON
from directory.models import SupportRecord, Team
from directory.models.codes import Consent, EntryChoice

OWN_HEADING = "What we talked about"


def write_text(plan: CarePlan) -> str:
    """Lines of any length; a heading on a line of its own, what is under it with a dash."""
    head = f"{HEADING.upper()}\nSupport record {plan.reference} · {plan.team} · {say_date(plan.written_on)}"
    return "\n\n".join([head, *(_write_section(section) for section in plan.sections)]) + "\n"


def mark_plan(plan: CarePlan) -> str:
    """Tells the entry that somebody copied from what it became since. The day it is written on is no
    difference."""
    said = "\n\n".join(_write_section(section) for section in plan.sections)
    return blake2s(said.encode(), digest_size=8).hexdigest()


def list_own_copy(record: SupportRecord, now: datetime) -> list[Section]:
    """For the person and their carer: no level, no reference, nothing they did not agree to."""
    links = [link for link in record.entries if link.choice != EntryChoice.DECLINED]
    facts = list_entry_facts([link.entry_id for link in links], now)
    waiting = [one for one in record.follow_ups if one.outcome is None]
    sections = (
        Section("What matters to you", _lines(record.what_matters)),
        Section("What you want to do", _lines(record.goals)),
        Section("What your carer would like", _lines(record.carer_goals)),
        Section("What you would like help with", tuple(need.term.name for need in record.needs)),
        Section("Who supports you", tuple(_list_people(record))),
        Section("Places that may help", tuple(_say_entry(one) for one in facts)),
        Section(
            "What happens next", tuple(f"{say_date(one.due_on)}: {one.what} ({one.who})" for one in waiting)
        ),
        Section("What we ask others to do", _lines(record.asked_of_others)),
        Section("Who to ask, or to tell when something changes", (_say_team(record.team),)),
        Section("If you need help at once", tuple(list_crisis_lines())),
    )
    return [section for section in sections if section.lines]


def write_own_copy(sections: list[Section], now: datetime) -> str:
    head = f"{OWN_HEADING}\n{say_date(now.astimezone(LONDON).date())}"
    return "\n\n".join([head, *(_write_section(section) for section in sections)]) + "\n"


def _write_section(section: Section) -> str:
    return "\n".join([section.heading, *(f"- {line}" for line in section.lines)])


def _list_people(record: SupportRecord) -> Iterator[str]:
    """Those picked from the network, each once, where the person agreed that others are told."""
    roles = {one.support_role.id: one.support_role for one in record.actions if one.support_role}
    for role in roles.values() if record.consent == Consent.AGREED else ():
        yield ": ".join(filter(None, (say_role(role), "; ".join(list_contact(role)))))


def _say_team(team: Team) -> str:
    return ": ".join(filter(None, (team.name, "; ".join(filter(None, (team.work_phone, team.work_email))))))


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _say_entry(facts: EntryFacts) -> str:
    contact = "; ".join(facts.contact[:2])
    parts = [facts.name, *facts.notices, "; ".join(facts.when[:2]), *facts.where[:1], contact]
    return ". ".join(part.rstrip(".") for part in parts if part)

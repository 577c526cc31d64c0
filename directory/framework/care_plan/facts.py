"""What a support record says in the integrated care plan: sections of lines, from which the plain text, the
formatted text and the FHIR bundle are all made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from directory.framework.entry_facts import EntryFacts, list_entry_facts
from directory.framework.levels.parts import Level
from directory.framework.levels.queries import list_levels, list_questions
from directory.framework.levels.suggesting import suggest_level
from directory.framework.records.reference import format_reference
from directory.framework.wording import (
    ACTION_NAMES,
    CHOICE_NAMES,
    CONSENT_NAMES,
    CONSENT_THEN,
    OUTCOME_NAMES,
    WAY_NAMES,
    say_date,
)
from directory.listings.schedules import LONDON
from directory.models import SupportAction, SupportRecord, SupportRecordEntry, SupportRecordNeed, SupportRole
from directory.models.codes import EntryChoice

HEADING = "Other support needs"


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CarePlan:
    """`tasks` holds one line for each follow-up that is still to be done; `options` says each entry of the
    record, by its id, with its times and contact."""

    reference: str
    written_on: date
    team: str
    sections: tuple[Section, ...]
    tasks: tuple[str, ...]
    options: Mapping[UUID, str]


def build_care_plan(record: SupportRecord, now: datetime) -> CarePlan:
    """Sections that have nothing to say are left out."""
    facts = {one.id: one for one in list_entry_facts([link.entry_id for link in record.entries], now)}
    sections = [Section(heading, tuple(lines)) for heading, lines in _list_sections(record, facts)]
    return CarePlan(
        reference=format_reference(record.reference),
        written_on=now.astimezone(LONDON).date(),
        team=record.team.name,
        sections=tuple(section for section in sections if section.lines),
        tasks=tuple(list_tasks(record)),
        options={link.entry_id: _say_option(link.name, facts.get(link.entry_id)) for link in record.entries},
    )


def list_tasks(record: SupportRecord) -> list[str]:
    """ "27 November 2026: Ask how it went. Who: support worker. Support record K7PM-4XQ2"."""
    reference = format_reference(record.reference)
    return [
        f"{say_date(one.due_on)}: {end_sentence(one.what)} Who: {one.who}. Support record {reference}"
        for one in record.follow_ups
        if one.outcome is None
    ]


def _list_sections(
    record: SupportRecord, facts: dict[UUID, EntryFacts]
) -> Iterator[tuple[str, Sequence[str]]]:
    yield "What matters to the person", split_lines(record.what_matters)
    yield "The person's goals", split_lines(record.goals)
    yield "The carer's goals", split_lines(record.carer_goals)
    yield "Strengths", split_lines(record.strengths)
    yield "What and who is around them", split_lines(record.around_them)
    yield "Needs and level of help", _list_needs(record)
    for choice in (EntryChoice.AGREED, EntryChoice.OFFERED, EntryChoice.DECLINED):
        yield f"Options {CHOICE_NAMES[choice].lower()}", _list_options(record, choice, facts)
    yield (
        "Consent before anyone else is told",
        [CONSENT_NAMES[record.consent], *_list_consent_notes(record)],
    )
    yield "What was done", [_say_action(action) for action in record.actions]
    yield "Who does what by when", _list_follow_ups(record)
    yield "Asked of the GP or others", split_lines(record.asked_of_others)
    yield "Next follow-up", _list_next(record)


def _list_consent_notes(record: SupportRecord) -> list[str]:
    lines = split_lines(record.consent_note)
    if record.has_earlier_consent_note and record.consent_noted_for:
        return [f"Noted when the answer was “{CONSENT_NAMES[record.consent_noted_for]}”: {' '.join(lines)}"]
    return lines


def split_lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _list_needs(record: SupportRecord) -> list[str]:
    levels = {level.slug: level for level in list_levels()}
    return [_say_need(need, levels) for need in record.needs]


def _say_need(need: SupportRecordNeed, levels: dict[str, Level]) -> str:
    """The level that was agreed; what the answers suggested, where that is another; and the reason."""
    chosen, suggested = levels.get(need.level or ""), levels.get(need.suggested_level or "")
    parts = [f"{need.term.name}: {chosen.name if chosen else 'level not agreed yet'}"]
    why = _say_why(need, levels, suggested)
    if suggested and suggested != chosen:
        parts += [f"The answers {'suggested' if chosen else 'suggest'} {suggested.name}", why]
    elif why:
        parts.append(why)
    elif chosen:
        parts.append(f"The person {' and '.join(chosen.individual)}")
    if chosen and need.level_reason:
        parts.append(f"Chosen because: {' '.join(need.level_reason.split())}")
    elif chosen and suggested and suggested != chosen:
        parts.append("No reason is noted yet")
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _say_why(need: SupportRecordNeed, levels: dict[str, Level], suggested: Level | None) -> str:
    """What was answered, as long as the lists of today still read it as they did then."""
    again = suggest_level(list(levels.values()), list_questions(), need.answers)
    return again.why if again and again.reasons and again.level == suggested else ""


def _list_options(record: SupportRecord, choice: EntryChoice, facts: dict[UUID, EntryFacts]) -> list[str]:
    chosen = [link for link in record.entries if link.choice == choice]
    return [f"{_say_option(link.name, facts.get(link.entry_id))}{_say_why_declined(link)}" for link in chosen]


def _say_why_declined(link: SupportRecordEntry) -> str:
    return f". Declined because: {' '.join(link.why.split())}" if link.why else ""


def _say_option(name: str, facts: EntryFacts | None) -> str:
    if facts is None:
        return f"{name} (no longer listed)"
    contact = "; ".join(facts.contact[:3]) or facts.address
    reach = f"{'Read more' if facts.is_advice else 'Contact'}: {contact}"
    parts = [facts.name, *facts.notices, "; ".join(facts.when[:2]), *facts.where[:1], reach]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _say_action(action: SupportAction) -> str:
    parts = [f"{say_date(action.done_on)}: {ACTION_NAMES[action.kind]}"]
    if action.way:
        parts.append(WAY_NAMES[action.way].lower())
    if action.support_role:
        parts += [f"with {say_role(action.support_role)}", *list_contact(action.support_role)]
    parts.append(f"({action.role})")
    result = f". Result: {' '.join(action.result.split())}" if action.result else ""
    said = CONSENT_THEN.get(action.consent_then) if action.consent_then else None
    return f"{', '.join(parts[:-1])} {parts[-1]}{result}{f'. {said}' if said else ''}"


def say_role(role: SupportRole) -> str:
    return f"{role.name}, {role.type.name}"


def list_contact(role: SupportRole) -> list[str]:
    """Of their work."""
    return [one for one in (role.work_phone, role.work_email) if one]


def _list_follow_ups(record: SupportRecord) -> list[str]:
    lines = []
    for one in record.follow_ups:
        came = f". {OUTCOME_NAMES[one.outcome]}" if one.outcome else ""
        note = f": {' '.join(one.note.split())}" if one.outcome and one.note else ""
        what = one.what.rstrip(". ")
        by = " By" if what.endswith(("?", "!")) else ", by"
        lines.append(f"{one.who}: {what}{by} {say_date(one.due_on)}{came}{note}")
    return lines


def end_sentence(words: str) -> str:
    """With one mark at its end, also where it is a question."""
    words = words.rstrip(". ")
    return words if words.endswith(("?", "!")) else f"{words}."


def _list_next(record: SupportRecord) -> list[str]:
    waiting = [one.due_on for one in record.follow_ups if one.outcome is None]
    return [say_date(min(waiting))] if waiting else []

"""The conversation as it is written down: texts, consent, needs with their answers and levels. Any of it may
be left empty. It is saved as it is typed, and then leaves out a field that may not be kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from werkzeug.datastructures import MultiDict

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.framework.levels.parts import Level, Question
from directory.framework.levels.queries import list_levels, list_questions
from directory.framework.levels.suggesting import Suggestion, list_questions_for, suggest_level
from directory.framework.records.actions import WRONG, touch_record
from directory.framework.records.consent import write_consent
from directory.framework.records.opening import check_words, read_consent
from directory.framework.records.queries import MOST_NEEDS, list_every_need
from directory.framework.records.ticking import tick_what_shows
from directory.listings.needs import Need
from directory.models import SupportRecord, SupportRecordNeed, User

NO_REASON = "Say why you chose another level than the answers suggest."
NO_REASON_YET = "The level you chose is not saved yet. Say why it is another than the answers suggest."
TEXTS = (
    "what_matters",
    "goals",
    "carer_goals",
    "strengths",
    "around_them",
    "consent_note",
    "asked_of_others",
)
FREE_TEXTS = (*TEXTS, *(f"reason-{number}" for number in range(1, MOST_NEEDS + 1)))


@dataclass
class TypedNeedTalk:
    """`need` and `level` are slugs, "" where not chosen. `reason` None: nothing was said about it. `answers`:
    {slug of question: true or false}."""

    need: str = ""
    level: str = ""
    reason: str | None = None
    answers: dict[str, bool] = field(default_factory=dict)


@dataclass
class Conversation:
    """A name that is not in `texts` stays as it is saved."""

    texts: dict[str, str]
    consent: str
    needs: list[TypedNeedTalk]


@dataclass(frozen=True, slots=True)
class NeedTalk:
    """One need as the page shows it: the questions asked about it, and what their answers suggest."""

    typed: TypedNeedTalk
    questions: tuple[Question, ...]
    suggestion: Suggestion | None


def describe_conversation(record: SupportRecord) -> Conversation:
    needs = [
        TypedNeedTalk(one.term.slug, one.level or "", one.level_reason or "", dict(one.answers))
        for one in record.needs
    ]
    return Conversation({name: getattr(record, name) or "" for name in TEXTS}, record.consent, needs)


def read_conversation(form: MultiDict[str, str]) -> Conversation:
    return Conversation(
        {name: form[name] for name in TEXTS if name in form},
        form.get("consent", ""),
        [_read_need(form, number) for number in range(1, MOST_NEEDS + 1)],
    )


def list_talks(conversation: Conversation) -> list[NeedTalk]:
    """As many as the page has room for."""
    levels, questions, above = list_levels(), list_questions(), _list_slugs_above()
    typed = conversation.needs[:MOST_NEEDS]
    typed += [TypedNeedTalk() for _ in range(MOST_NEEDS - len(typed))]
    talks = []
    for one in typed:
        asked = list_questions_for(questions, above.get(one.need, frozenset())) if one.need else []
        talks.append(NeedTalk(one, tuple(asked), suggest_level(levels, asked, one.answers)))
    return talks


def agree_suggested(conversation: Conversation, number: str) -> None:
    """One press agrees the level that the answers about need `number` suggest."""
    for at, one in enumerate(list_talks(conversation), 1):
        if str(at) == number and one.suggestion:
            one.typed.level = one.suggestion.level.slug


def save_conversation(
    *,
    actor: User,
    record: SupportRecord,
    conversation: Conversation,
    expected_version: int,
    role: str,
    now: datetime,
    as_typed: bool = False,
) -> dict[str, str]:
    """Raises EditConflict where somebody saved meanwhile. Raises InvalidData where something has to be put
    right; `as_typed` keeps the rest then, and gives back what was left out and why. `role` is the job of
    the worker, for what ticks itself."""
    if record.version != expected_version:
        raise EditConflict(record.version)
    problems: dict[str, str] = {}
    texts = {
        name: check_words(f"support_record.{name}", text, name, problems)
        for name, text in conversation.texts.items()
    }
    consent = read_consent(conversation.consent or record.consent, problems)
    needs = _check_needs(record, conversation, problems, as_typed)
    if problems and not as_typed:
        raise InvalidData(WRONG, problems)
    kept = {name: text for name, text in texts.items() if name not in problems}
    write_consent(record, consent, kept.pop("consent_note", record.consent_note))
    for name, text in kept.items():
        setattr(record, name, text)
    record.still_open_asked_at = None
    record.needs = needs
    touch_record(record)
    tick_what_shows(record=record, role=role, now=now)
    if not as_typed:
        audit.record("support_record.conversation_saved", actor, record)
    db.session.flush()
    return problems


def _read_need(form: MultiDict[str, str], number: int) -> TypedNeedTalk:
    start, need = f"q-{number}-", form.get(f"need-{number}", "")
    answers = {
        key.removeprefix(start)[:40]: value == "yes"
        for key, value in form.items()
        if key.startswith(start) and value in ("yes", "no")
    }
    if form.get(f"asked-{number}", "") not in ("", need):
        answers = {}  # They were given about another need, which stood here before.
    return TypedNeedTalk(
        need,
        form.get(f"level-{number}", ""),
        form.get(f"reason-{number}"),
        answers,
    )


def _check_needs(
    record: SupportRecord, conversation: Conversation, problems: dict[str, str], as_typed: bool
) -> list[SupportRecordNeed]:
    """The record's own rows where it has the need already, so that nothing is made anew at each save."""
    needs, have = {one.slug: one for one in list_every_need()}, {one.term_id: one for one in record.needs}
    levels = list_levels()
    found: dict[str, SupportRecordNeed] = {}
    for number, talk in enumerate(list_talks(conversation), 1):
        slug = talk.typed.need
        if not slug or slug in found:
            continue
        if slug not in needs:
            problems[f"need-{number}"] = "Choose a need from the list."
            continue
        row = have.get(needs[slug].id) or SupportRecordNeed(term_id=needs[slug].id)
        row.position = len(found)
        _write_talk(row, talk, number, levels, problems, as_typed)
        found[slug] = row
    return list(found.values())


def _write_talk(
    row: SupportRecordNeed,
    talk: NeedTalk,
    number: int,
    levels: Sequence[Level],
    problems: dict[str, str],
    as_typed: bool,
) -> None:
    """What is suggested is only a suggestion until somebody chooses it. Another level than that needs a
    reason; until there is one, the level stays as it is saved."""
    suggested = talk.suggestion.level.slug if talk.suggestion else None
    asked = {question.slug for question in talk.questions}
    row.answers = {slug: answer for slug, answer in talk.typed.answers.items() if slug in asked}
    row.suggested_level = suggested
    chosen, name = talk.typed.level, f"reason-{number}"
    if chosen and chosen not in {level.slug for level in levels}:
        problems[f"level-{number}"] = "Choose a level."
        return
    typed = talk.typed.reason if talk.typed.reason is not None else row.level_reason or ""
    reason = check_words("support_record_need.level_reason", typed, name, problems)
    if suggested and chosen and chosen != suggested and not reason:
        problems.setdefault(name, NO_REASON_YET if as_typed and chosen != row.level else NO_REASON)
    if name not in problems:
        row.level, row.level_reason = chosen or None, reason


def _list_slugs_above() -> dict[str, frozenset[str]]:
    """For each need, its own slug and those of everything it lies below."""

    def climb(need: Need | None) -> frozenset[str]:
        return frozenset() if need is None else climb(need.parent) | {need.slug}

    return {need.slug: climb(need) for need in list_every_need()}

"""Two people wrote in one conversation. What only one of them changed is taken from whoever changed it; what
both changed is shown side by side. Each field of the page carries a mark of what it held when it opened."""

from collections.abc import Iterator, Mapping
from hashlib import blake2s

from directory.framework.levels.parts import STEPS
from directory.framework.levels.queries import list_levels, list_questions
from directory.framework.records.conversation import Conversation, TypedNeedTalk
from directory.framework.records.queries import MOST_NEEDS, list_every_need
from directory.framework.wording import CONSENT_NAMES
from directory.models.codes import Consent

LABELS = STEPS | {
    "carer_goals": "The carer's goals",
    "consent": "Consent",
    "consent_note": "What may be told, and to whom",
    "asked_of_others": "What is asked of the GP or others",
}


def mark_fields(conversation: Conversation) -> dict[str, str]:
    """For each text, for "consent" and for "need-1" and on: a few characters that change with what it
    holds, and do not tell it."""
    held = conversation.texts | {"consent": conversation.consent}
    needs = [*conversation.needs, *(TypedNeedTalk() for _ in range(MOST_NEEDS - len(conversation.needs)))]
    held |= {f"need-{number}": _hold(need) for number, need in enumerate(needs[:MOST_NEEDS], 1)}
    return {name: _mark(text) for name, text in held.items()}


def merge_conversations(mine: Conversation, theirs: Conversation, marks: Mapping[str, str]) -> Conversation:
    """`marks` are those of the page that `mine` was typed on. A field without one counts as changed. Needs
    are taken together: one alone says little."""
    now = mark_fields(mine)
    same = {name for name, mark in now.items() if marks.get(name) == mark}
    texts = {name: theirs.texts[name] if name in same else text for name, text in mine.texts.items()}
    has_own_needs = any(f"need-{number}" not in same for number in range(1, MOST_NEEDS + 1))
    return Conversation(
        texts,
        theirs.consent if "consent" in same else mine.consent,
        mine.needs if has_own_needs else theirs.needs,
    )


def list_differences(mine: Conversation, theirs: Conversation) -> list[tuple[str, str]]:
    """(what it is, what the other person saved) wherever the two are not the same."""
    found = [
        (LABELS[name], theirs.texts[name])
        for name, text in mine.texts.items()
        if _mark(text) != _mark(theirs.texts[name])
    ]
    if mine.consent and mine.consent != theirs.consent:
        found.append((LABELS["consent"], CONSENT_NAMES[Consent(theirs.consent)]))
    ours, others = mark_fields(mine), mark_fields(theirs)
    said = [*_say_needs(theirs), *[""] * MOST_NEEDS]
    for number in range(1, MOST_NEEDS + 1):
        name = f"need-{number}"
        if ours[name] != others[name]:
            found.append((f"Need {number}", said[number - 1]))
    return found


def _say_needs(conversation: Conversation) -> Iterator[str]:
    needs = {need.slug: need.name for need in list_every_need()}
    levels = {level.slug: level.name for level in list_levels()}
    questions = {question.slug: question.ask for question in list_questions()}
    for one in conversation.needs:
        lines = [f"{needs.get(one.need, one.need)}: {levels.get(one.level, 'level not agreed yet')}"]
        lines += [f"Because: {one.reason}"] if one.reason else []
        answers = [(questions[slug], said) for slug, said in one.answers.items() if slug in questions]
        lines += [f"{ask} {'Yes' if said else 'No'}" for ask, said in answers]
        yield "\n".join(lines)


def _hold(need: TypedNeedTalk) -> str:
    answers = ",".join(f"{slug}={said}" for slug, said in sorted(need.answers.items()))
    return "|".join((need.need, need.level, (need.reason or "").strip(), answers)) if need.need else ""


def _mark(text: str) -> str:
    return blake2s(text.replace("\r\n", "\n").strip().encode(), digest_size=6).hexdigest()

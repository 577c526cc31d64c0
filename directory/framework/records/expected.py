"""What the levels agreed for a person ask staff to do, and what of it is done."""

from dataclasses import dataclass

from directory.framework.levels.queries import list_levels
from directory.models import SupportAction, SupportRecord
from directory.models.codes import ActionKind


@dataclass(frozen=True, slots=True)
class Expected:
    """`done` is the last time it was done, or None. Of the entry in the care plan the record alone says it:
    `is_recorded`."""

    kind: ActionKind
    words: str
    done: SupportAction | None
    is_recorded: bool = False


def list_expected(record: SupportRecord) -> list[Expected]:
    """The expected actions of all the levels in use, each once, in the order of the levels. Those of the
    most help come last."""
    used = {need.level for need in record.needs}
    words: dict[ActionKind, str] = {}
    for level in list_levels():
        if level.slug in used:
            words |= {one.kind: one.words for one in level.actions}
    done = {action.kind: action for action in record.actions}
    # Recording in the care plan is always the last.
    kinds = sorted(words, key=list(ActionKind).index)
    return [
        Expected(
            kind,
            words[kind],
            None if kind == ActionKind.RECORD_CARE_PLAN else done.get(kind),
            kind == ActionKind.RECORD_CARE_PLAN and record.care_plan_recorded_at is not None,
        )
        for kind in kinds
    ]

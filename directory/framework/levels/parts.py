"""The shapes of the lists that make up the framework. Whatever is stored has passed through here."""

from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from directory.errors import InvalidData
from directory.models.codes import ActionKind
from directory.person_details import NHS_NUMBER_MESSAGE, has_nhs_number

STEPS = {
    "what_matters": "What matters",
    "goals": "Goals",
    "strengths": "Strengths",
    "around_them": "What and who is around them",
}

_SLUG = validate.Regexp(r"^[a-z0-9-]{1,40}$", error="Use small letters, numbers and dashes.")
_LENGTH = validate.Length(min=1, max=400, error="Write between 1 and 400 characters.")
_LOW = "Choose a number from 0 to 10."


def _refuse_nhs_number(text: str) -> None:
    if has_nhs_number(text):
        raise ValidationError(NHS_NUMBER_MESSAGE)


def _words(**more: Any) -> fields.String:
    return fields.String(required=True, validate=[_LENGTH, _refuse_nhs_number], **more)


def _slug() -> fields.String:
    return fields.String(required=True, validate=_SLUG)


class _ActionSchema(Schema):
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in ActionKind]))
    words = _words()


class _LevelSchema(Schema):
    slug = _slug()
    name = _words()
    individual = fields.List(
        _words(), required=True, validate=validate.Length(min=1, error="Say something of the individual.")
    )
    actions = fields.List(
        fields.Nested(_ActionSchema),
        required=True,
        validate=validate.Length(min=1, error="A level expects at least one action."),
    )


class _PromptSchema(Schema):
    step = fields.String(required=True, validate=validate.OneOf(list(STEPS)))
    name = _words()
    words = _words()


class _NeedPromptSchema(Schema):
    need = fields.String(
        required=True, validate=validate.Length(min=1, max=120, error="Choose the need it asks about.")
    )
    words = _words()


class _QuestionSchema(Schema):
    slug = _slug()
    ask = _words()
    when = fields.String(required=True, validate=validate.OneOf(["yes", "no"]))
    level = fields.String(
        required=True, validate=validate.Length(min=1, max=40, error="Choose the level it suggests.")
    )
    why = _words()
    needs = fields.List(fields.String(validate=validate.Length(max=120)), load_default=list)


class _MeasureSchema(Schema):
    slug = _slug()
    words = _words()
    low = fields.Integer(
        required=True, validate=validate.Range(0, 10, error=_LOW), error_messages={"invalid": _LOW}
    )
    next = fields.String(
        load_default="",
        validate=[validate.Length(max=400, error="Use 400 characters or fewer."), _refuse_nhs_number],
    )
    worse = fields.String(load_default="low", validate=validate.OneOf(["low", "high"]))


SCHEMAS: dict[str, type[Schema]] = {
    "levels": _LevelSchema,
    "prompts": _PromptSchema,
    "need_prompts": _NeedPromptSchema,
    "questions": _QuestionSchema,
    "measures": _MeasureSchema,
}
PART_NAMES = {
    "levels": "Levels and expected actions",
    "prompts": "Prompts for the conversation",
    "need_prompts": "Areas of need in everyday words",
    "questions": "Questions that suggest a level",
    "measures": "Questions at the start and the end",
}


@dataclass(frozen=True, slots=True)
class ExpectedAction:
    kind: ActionKind
    words: str


@dataclass(frozen=True, slots=True)
class Level:
    """`rank` counts from 0, the level with least help."""

    slug: str
    name: str
    individual: tuple[str, ...]
    actions: tuple[ExpectedAction, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class Prompt:
    step: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class NeedPrompt:
    need: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """`when` is the answer that suggests `level`. No `needs`: asked for every need."""

    slug: str
    ask: str
    when: bool
    level: str
    why: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureQuestion:
    """`next`: what staff do after a worrying answer; "": what they do where somebody may be in danger."""

    slug: str
    words: str
    low: int
    worse: str
    next: str

    def is_low(self, answer: int) -> bool:
        """Whether staff are to be shown what to do next."""
        return answer >= self.low if self.worse == "high" else answer <= self.low


def check_part(slug: str, content: Any) -> list[dict[str, Any]]:
    """The content in its shape. Raises InvalidData whose fields are paths ("0.actions.1.words")."""
    try:
        rows: list[dict[str, Any]] = SCHEMAS[slug](many=True).load(content)
    except ValidationError as error:
        raise InvalidData("Some of this cannot be saved.", dict(_list_problems(error.messages))) from error
    keys = [row["slug"] for row in rows if "slug" in row]
    if len(keys) != len(set(keys)):
        raise InvalidData("Some of this cannot be saved.", {"": "Two rows have the same short name."})
    return rows


def _list_problems(messages: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        return [
            found
            for key, inner in messages.items()
            for found in _list_problems(inner, f"{path}.{key}" if path else str(key))
        ]
    return [(path, str(messages[0] if isinstance(messages, list) else messages))]

"""The shapes of the lists that make up the framework. Whatever is stored has passed through here."""

from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

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
_MOST = validate.Length(max=400, error="Use 400 characters or fewer.")
_LOW = "Choose a number from 0 to 10."


def _refuse_nhs_number(text: str) -> None:
    if has_nhs_number(text):
        raise ValidationError(NHS_NUMBER_MESSAGE)


def _words(**more: Any) -> fields.String:
    return fields.String(required=True, validate=[_LENGTH, _refuse_nhs_number], **more)


def _own_words() -> fields.String:
    """In the first or second person, for somebody who is alone with the page. "": nothing is said to them."""
    return fields.String(load_default="", validate=[_MOST, _refuse_nhs_number])


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
    own_way = _own_words()
    own_next = fields.List(_words(), load_default=list)


class _PromptSchema(Schema):
    step = fields.String(required=True, validate=validate.OneOf(list(STEPS)))
    name = _words()
    words = _words()


class _NeedPromptSchema(Schema):
    need = fields.String(
        required=True, validate=validate.Length(min=1, max=120, error="Choose the need it asks about.")
    )
    words = _words()


class _OwnTickSchema(_NeedPromptSchema):
    apart = fields.String(load_default="no", validate=validate.OneOf(["no", "yes"]))


class _QuestionSchema(Schema):
    slug = _slug()
    ask = _words()
    when = fields.String(required=True, validate=validate.OneOf(["yes", "no"]))
    level = fields.String(
        required=True, validate=validate.Length(min=1, max=40, error="Choose the level it suggests.")
    )
    why = _words()
    own_ask = _own_words()
    own_why = _own_words()
    own_first = _own_words()
    needs = fields.List(fields.String(validate=validate.Length(max=120)), load_default=list)

    @validates_schema
    def _check_own_words(self, data: dict[str, Any], **_: Any) -> None:
        """A question that is asked has a reason to give, and a reason has its question."""
        for one, other in (("own_ask", "own_why"), ("own_why", "own_ask")):
            if data.get(one) and not data.get(other):
                raise ValidationError("Write both for the person, or neither.", other)


class _MeasureSchema(Schema):
    slug = _slug()
    words = _words()
    low = fields.Integer(
        required=True, validate=validate.Range(0, 10, error=_LOW), error_messages={"invalid": _LOW}
    )
    next = fields.String(
        load_default="",
        validate=[_MOST, _refuse_nhs_number],
    )
    worse = fields.String(load_default="low", validate=validate.OneOf(["low", "high"]))


SCHEMAS: dict[str, type[Schema]] = {
    "levels": _LevelSchema,
    "prompts": _PromptSchema,
    "need_prompts": _NeedPromptSchema,
    "own_ticks": _OwnTickSchema,
    "questions": _QuestionSchema,
    "measures": _MeasureSchema,
}
PART_NAMES = {
    "levels": "Levels and expected actions",
    "prompts": "Prompts for the conversation",
    "need_prompts": "Areas of need in everyday words",
    "own_ticks": "Ticks on “What could help me?”",
    "questions": "Questions that suggest a level",
    "measures": "Questions at the start and the end",
}


@dataclass(frozen=True, slots=True)
class ExpectedAction:
    kind: ActionKind
    words: str


@dataclass(frozen=True, slots=True)
class Level:
    """`rank` counts from 0, the level with least help. `own_way` is how the person would say it, and
    `own_next` what they can do then."""

    slug: str
    name: str
    individual: tuple[str, ...]
    actions: tuple[ExpectedAction, ...]
    rank: int
    own_way: str
    own_next: tuple[str, ...]


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
class OwnTick:
    """One plain thing that a person alone can tick: one need. `is_apart`: what is for it appears under no
    other tick (abuse, death, eating disorders)."""

    need: str
    words: str
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Question:
    """`when` is the answer that suggests `level`. No `needs`: asked for every need. `own_ask` and `own_why`
    are for the person alone; without them it is not asked there. `own_first`: what they can do at once."""

    slug: str
    ask: str
    when: bool
    level: str
    why: str
    own_ask: str
    own_why: str
    own_first: str
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
    if slug == "own_ticks":
        _refuse_second_ticks(rows)
    return rows


def _refuse_second_ticks(rows: list[dict[str, Any]]) -> None:
    needs = [row["need"] for row in rows]
    twice = [number for number, need in enumerate(needs) if need in needs[:number]]
    if twice:
        problems = {f"{number}.need": "Another tick asks about this need." for number in twice}
        raise InvalidData("Some of this cannot be saved.", problems)


def _list_problems(messages: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        return [
            found
            for key, inner in messages.items()
            for found in _list_problems(inner, f"{path}.{key}" if path else str(key))
        ]
    return [(path, str(messages[0] if isinstance(messages, list) else messages))]

"""Reads the framework's lists."""

from typing import Any

from sqlalchemy import select

from directory.errors import NotFound
from directory.extensions import db
from directory.framework.levels.parts import (
    SCHEMAS,
    ExpectedAction,
    Level,
    MeasureQuestion,
    NeedPrompt,
    OwnTick,
    Prompt,
    Question,
)
from directory.models import FrameworkPart, FrameworkPartVersion, User
from directory.models.codes import ActionKind


def find_part(slug: str) -> FrameworkPart:
    """Raises NotFound for a list that does not exist, or is not loaded yet."""
    part = db.session.scalar(select(FrameworkPart).where(FrameworkPart.slug == slug))
    if part is None:
        raise NotFound("There is no such list. Load the example directory first: it brings the framework.")
    return part


def list_parts() -> list[FrameworkPart]:
    found = {part.slug: part for part in db.session.scalars(select(FrameworkPart))}
    return [found[slug] for slug in SCHEMAS if slug in found]


def list_levels() -> list[Level]:
    """From the least help to the most. Empty before the framework is loaded."""
    return [
        Level(
            row["slug"],
            row["name"],
            tuple(row["individual"]),
            tuple(ExpectedAction(ActionKind(one["kind"]), one["words"]) for one in row["actions"]),
            rank,
            row.get("own_way", ""),
            tuple(row.get("own_next", ())),
        )
        for rank, row in enumerate(_read("levels"))
    ]


def list_prompts() -> list[Prompt]:
    return [Prompt(row["step"], row["name"], row["words"]) for row in _read("prompts")]


def list_need_prompts() -> list[NeedPrompt]:
    return [NeedPrompt(row["need"], row["words"]) for row in _read("need_prompts")]


def list_own_ticks() -> list[OwnTick]:
    return [OwnTick(row["need"], row["words"], row["apart"] == "yes") for row in _read("own_ticks")]


def list_questions() -> list[Question]:
    return [
        Question(
            slug=row["slug"],
            ask=row["ask"],
            when=row["when"] == "yes",
            level=row["level"],
            why=row["why"],
            own_ask=row.get("own_ask", ""),
            own_why=row.get("own_why", ""),
            own_first=row.get("own_first", ""),
            needs=tuple(row["needs"]),
        )
        for row in _read("questions")
    ]


def list_measures() -> list[MeasureQuestion]:
    return [
        MeasureQuestion(row["slug"], row["words"], row["low"], row["worse"], row.get("next", ""))
        for row in _read("measures")
    ]


def _read(slug: str) -> list[dict[str, Any]]:
    return db.session.scalar(select(FrameworkPart.content).where(FrameworkPart.slug == slug)) or []


def list_versions(slug: str) -> list[tuple[FrameworkPartVersion, str]]:
    """Each save of a list with the name of who made it ("" for the first loading), the newest first. At
    most 50."""
    query = (
        select(FrameworkPartVersion, User.name)
        .join(FrameworkPart, FrameworkPartVersion.part_id == FrameworkPart.id)
        .outerjoin(User, FrameworkPartVersion.actor_id == User.id)
        .where(FrameworkPart.slug == slug)
        .order_by(FrameworkPartVersion.version.desc())
    )
    return [(version, name or "") for version, name in db.session.execute(query.limit(50))]

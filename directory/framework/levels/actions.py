"""Writes the framework's lists, each save with its version."""

from typing import Any

from sqlalchemy import select

from directory import audit
from directory.errors import EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.framework.levels.parts import check_part
from directory.framework.levels.queries import list_levels
from directory.framework.records.queries import list_every_need
from directory.models import FrameworkPart, FrameworkPartVersion, User
from directory.models.mixins import utc_now


def lay_parts(contents: dict[str, Any]) -> int:
    """Makes the lists that are not there yet; those that are stay as the officer left them. How many."""
    have = set(db.session.scalars(select(FrameworkPart.slug)))
    new = {slug: check_part(slug, content) for slug, content in contents.items() if slug not in have}
    for slug, content in new.items():
        part = FrameworkPart(slug=slug, content=content)
        db.session.add(part)
        db.session.flush()
        _keep_version(part, None)
    db.session.flush()
    return len(new)


def edit_part(*, actor: User, part: FrameworkPart, content: Any, expected_version: int) -> None:
    """Raises EditConflict where somebody saved first, InvalidData where a rule is broken."""
    if part.version != expected_version:
        raise EditConflict(part.version)
    rows = check_part(part.slug, content)
    if part.slug == "levels":
        _refuse_lost_levels(part, rows)
    _refuse_unknown(part.slug, rows)
    if rows == part.content:
        return
    part.content = rows
    part.last_modified = utc_now()
    db.session.flush()
    _keep_version(part, actor)
    audit.record("framework.edited", actor, part, slug=part.slug, version=part.version)
    db.session.flush()


def bring_back(*, actor: User, part: FrameworkPart, number: int, expected_version: int) -> None:
    """What version `number` held stands again, as a new version. Raises NotFound, EditConflict,
    InvalidData."""
    query = select(FrameworkPartVersion).where(
        FrameworkPartVersion.part_id == part.id, FrameworkPartVersion.version == number
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such version.")
    edit_part(actor=actor, part=part, content=found.content, expected_version=expected_version)


def _refuse_lost_levels(part: FrameworkPart, rows: list[dict[str, Any]]) -> None:
    """Records name levels by their short names, so those stay; words and actions may change freely."""
    if {row["slug"] for row in part.content} - {row["slug"] for row in rows}:
        message = "A level cannot be taken away: support records name it."
        raise InvalidData(message, {"": message})


def _refuse_unknown(slug: str, rows: list[dict[str, Any]]) -> None:
    """A need or level that is not there would leave its row without effect, and nobody would see why."""
    every = list_every_need()
    needs, areas = (
        {need.slug for need in every},
        {one.slug for one in every if one.children and not one.parent},
    )
    levels = {level.slug for level in list_levels()}
    problems = {}
    for number, row in enumerate(rows):
        if slug == "own_ticks" and row["need"] in areas:
            problems[f"{number}.need"] = (
                "This is a whole area. Choose one need in it, so that a tick asks one thing."
            )
        if slug in ("need_prompts", "own_ticks") and row["need"] not in needs:
            problems[f"{number}.need"] = "There is no such need any more. Choose another."
        if slug == "questions" and row["level"] not in levels:
            problems[f"{number}.level"] = "There is no such level. Choose another."
        if slug == "questions" and not needs.issuperset(row["needs"]):
            problems[f"{number}.needs"] = "One of these needs is not there any more. Take its tick away."
    if problems:
        raise InvalidData("Some of this cannot be saved.", problems)


def _keep_version(part: FrameworkPart, actor: User | None) -> None:
    db.session.add(
        FrameworkPartVersion(
            part_id=part.id,
            version=part.version,
            actor_id=actor.id if actor else None,
            content=part.content,
        )
    )

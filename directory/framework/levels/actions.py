"""Writes the framework's lists, each save with its version."""

from typing import Any

from sqlalchemy import select

from directory import audit
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.framework.levels.parts import check_part
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
    if rows == part.content:
        return
    part.content = rows
    part.last_modified = utc_now()
    db.session.flush()
    _keep_version(part, actor)
    audit.record("framework.edited", actor, part, slug=part.slug, version=part.version)
    db.session.flush()


def _refuse_lost_levels(part: FrameworkPart, rows: list[dict[str, Any]]) -> None:
    """Records name levels by their short names, so those stay; words and actions may change freely."""
    lost = {row["slug"] for row in part.content} - {row["slug"] for row in rows}
    if lost:
        raise InvalidData("A level cannot be taken away: support records name it.", {"": ", ".join(lost)})


def _keep_version(part: FrameworkPart, actor: User | None) -> None:
    db.session.add(
        FrameworkPartVersion(
            part_id=part.id,
            version=part.version,
            actor_id=actor.id if actor else None,
            content=part.content,
        )
    )

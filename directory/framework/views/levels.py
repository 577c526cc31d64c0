"""The levels for everybody who works with them, and the officer's pages to change them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, STAFF, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.framework.levels import queries
from directory.framework.levels.actions import bring_back, edit_part
from directory.framework.levels.parts import PART_NAMES
from directory.framework.levels.typed import Content, list_fields, read_content
from directory.framework.levels.versions import find_change
from directory.framework.records.queries import list_every_need
from directory.framework.views import blueprint
from directory.framework.views.choices import Groups, choose_needs


@blueprint.get("/support/levels")
@allow(*STAFF)
def levels() -> ResponseReturnValue:
    return render_template(
        "framework/levels.html", levels=queries.list_levels(), parts=queries.list_parts(), names=PART_NAMES
    )


@blueprint.get("/support/levels/<list_slug>")
@allow(*CURATORS)
def part_edit(list_slug: str) -> ResponseReturnValue:
    part = queries.find_part(list_slug)
    return _show(list_slug, part.content, part.version, {})


@blueprint.post("/support/levels/<list_slug>")
@allow(*CURATORS)
def part_save(list_slug: str) -> ResponseReturnValue:
    part, content = queries.find_part(list_slug), read_content(list_slug, request.form)
    version = request.form.get("expected_version", 0, type=int)
    try:
        edit_part(actor=find_actor(), part=part, content=content, expected_version=version)
    except InvalidData as error:
        db.session.rollback()
        return _show(list_slug, content, version, error.fields), 422
    except EditConflict as error:
        db.session.rollback()
        theirs = queries.find_part(list_slug)
        return _show(list_slug, content, theirs.version, {"": error.message}, theirs.content), 409
    db.session.commit()
    flash(f"Saved: {PART_NAMES[list_slug]}.")
    return redirect(url_for("framework.part_edit", list_slug=list_slug))


@blueprint.get("/support/levels/<list_slug>/versions")
@allow(*CURATORS)
def part_versions(list_slug: str) -> ResponseReturnValue:
    return _show_versions(list_slug, "")


@blueprint.post("/support/levels/<list_slug>/versions/<int:number>")
@allow(*CURATORS)
def part_bring_back(list_slug: str, number: int) -> ResponseReturnValue:
    part = queries.find_part(list_slug)
    version = request.form.get("expected_version", 0, type=int)
    try:
        bring_back(actor=find_actor(), part=part, number=number, expected_version=version)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show_versions(list_slug, error.message), int(error.status)
    db.session.commit()
    flash(f"What version {number} said stands again.")
    return redirect(url_for("framework.part_versions", list_slug=list_slug))


def _show_versions(list_slug: str, problem: str) -> str:
    """Each beside what it changed; of the oldest one shown that is not said."""
    part, lists, saved = queries.find_part(list_slug), _list_choices(), queries.list_versions(list_slug)
    olders: list[Content | None] = [version.content for version, _ in saved[1:]]
    return render_template(
        "framework/part_versions.html",
        name=PART_NAMES[part.slug],
        list_slug=list_slug,
        current=part.version,
        problem=problem,
        versions=[
            (
                version,
                who,
                list_fields(list_slug, version.content, lists, blanks=0),
                find_change(list_slug, older, version.content, lists) if older is not None else None,
            )
            for (version, who), older in zip(saved, [*olders, None], strict=True)
        ],
    )


def _list_choices() -> dict[str, Groups]:
    """What rows can be chosen from, by the source their columns name."""
    needs = list_every_need()
    return {
        "needs": choose_needs(needs, "Choose"),
        "areas of need": [("", [(need.slug, need.name) for need in needs if need.parent is None])],
        "levels": [("", [("", "Choose"), *((level.slug, level.name) for level in queries.list_levels())])],
    }


def _show(
    list_slug: str, content: Content, version: int, problems: dict[str, str], theirs: Content | None = None
) -> str:
    """`theirs`: what somebody else saved meanwhile, shown beside what was typed."""
    lists = _list_choices()
    return render_template(
        "framework/part_edit.html",
        list_slug=list_slug,
        name=PART_NAMES[list_slug],
        rows=list_fields(list_slug, content, lists),
        row_count=len(content),
        version=version,
        problems=problems,
        theirs=list_fields(list_slug, theirs, lists, blanks=0) if theirs is not None else [],
    )

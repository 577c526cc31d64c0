"""The levels for everybody who works with them, and the officer's pages to change them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, STAFF, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.framework.levels import queries
from directory.framework.levels.actions import edit_part
from directory.framework.levels.parts import PART_NAMES
from directory.framework.levels.typed import Content, list_fields, read_content
from directory.framework.views import blueprint


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
    flash("Saved.")
    return redirect(url_for("framework.part_edit", list_slug=list_slug))


@blueprint.get("/support/levels/<list_slug>/versions")
@allow(*CURATORS)
def part_versions(list_slug: str) -> ResponseReturnValue:
    return render_template(
        "framework/part_versions.html",
        name=PART_NAMES[queries.find_part(list_slug).slug],
        list_slug=list_slug,
        versions=[
            (version, name, list_fields(list_slug, version.content, blanks=0))
            for version, name in queries.list_versions(list_slug)
        ],
    )


def _show(
    list_slug: str, content: Content, version: int, problems: dict[str, str], theirs: Content | None = None
) -> str:
    """`theirs`: what somebody else saved meanwhile, shown beside what was typed."""
    return render_template(
        "framework/part_edit.html",
        list_slug=list_slug,
        name=PART_NAMES[list_slug],
        rows=list_fields(list_slug, content),
        version=version,
        problems=problems,
        theirs=list_fields(list_slug, theirs, blanks=0) if theirs is not None else [],
    )

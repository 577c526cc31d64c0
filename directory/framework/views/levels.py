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


@blueprint.get("/support/levels/<slug>")
@allow(*CURATORS)
def part_edit(slug: str) -> ResponseReturnValue:
    part = queries.find_part(slug)
    return _show(slug, part.content, part.version, {})


@blueprint.post("/support/levels/<slug>")
@allow(*CURATORS)
def part_save(slug: str) -> ResponseReturnValue:
    part, content = queries.find_part(slug), read_content(slug, request.form)
    version = request.form.get("expected_version", 0, type=int)
    try:
        edit_part(actor=find_actor(), part=part, content=content, expected_version=version)
    except InvalidData as error:
        db.session.rollback()
        return _show(slug, content, version, error.fields), 422
    except EditConflict as error:
        db.session.rollback()
        theirs = queries.find_part(slug)
        return _show(slug, content, theirs.version, {"": error.message}, theirs.content), 409
    db.session.commit()
    flash("Saved.")
    return redirect(url_for("framework.part_edit", slug=slug))


@blueprint.get("/support/levels/<slug>/versions")
@allow(*CURATORS)
def part_versions(slug: str) -> ResponseReturnValue:
    return render_template(
        "framework/part_versions.html",
        name=PART_NAMES[queries.find_part(slug).slug],
        slug=slug,
        versions=[
            (version, name, list_fields(slug, version.content, blanks=0))
            for version, name in queries.list_versions(slug)
        ],
    )


def _show(
    slug: str, content: Content, version: int, problems: dict[str, str], theirs: Content | None = None
) -> str:
    """`theirs`: what somebody else saved meanwhile, shown beside what was typed."""
    return render_template(
        "framework/part_edit.html",
        slug=slug,
        name=PART_NAMES[slug],
        rows=list_fields(slug, content),
        version=version,
        problems=problems,
        theirs=list_fields(slug, theirs, blanks=0) if theirs is not None else [],
    )

"""All entries: the list, one entry, and the pages of its form."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, DESK, allow, find_actor, may_curate, may_handle_enquiries
from directory.admin import choices, editing, queries, wording
from directory.admin.blueprint import blueprint
from directory.admin.filters import parse_filter
from directory.admin.forms.describe import describe_part
from directory.admin.hiding import hide_confidential
from directory.asked_again import AskedAgain
from directory.errors import EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.helpline.enquiries.queries import find_exploring
from directory.listings.checking import list_what_publishing_needs
from directory.listings.dumping import dump_entry
from directory.listings.parts import load_all_parts
from directory.listings.presenters.markdown import render_markdown
from directory.listings.withholding import review_queue
from directory.models import Entry, Service
from directory.models.codes import AreaKind
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of


@blueprint.get("/entries")
@allow(*DESK)
def entry_list() -> ResponseReturnValue:
    wanted, today = parse_filter(request.args), day_of(utc_now())
    return render_template(
        "admin/entry_list.html",
        wanted=wanted,
        page=queries.list_entries(wanted, today),
        choices=_list_filter_choices(),
        words=wording,
        today=today,
    )


@blueprint.get("/entries/<uuid:entry_id>")
@allow(*DESK)
def entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    return show_entry(require_entry(entry_id))


@blueprint.get("/entries/<uuid:entry_id>/edit/<part_slug>")
@allow(*CURATORS)
def part(entry_id: uuid.UUID, part_slug: str) -> ResponseReturnValue:
    return _show_part(editing.open_page(require_entry(entry_id), part_slug, request.args.get("proposal", "")))


@blueprint.post("/entries/<uuid:entry_id>/edit/<part_slug>")
@allow(*CURATORS)
def part_save(entry_id: uuid.UUID, part_slug: str) -> ResponseReturnValue:
    page = editing.read_page(require_entry(entry_id), part_slug, request.form)
    pressed = request.form.get("do", "save")
    if pressed != "save":
        editing.press_button(page, pressed)
        return _show_part(page, pressed)
    editing.drop_empty_rows(page)
    try:
        ask = editing.ask_about_patients(page, day_of(utc_now()), request.form)
        page.save(actor=find_actor(), today=day_of(utc_now()), answers=_read_answers())
        ask()
    except InvalidData as error:
        db.session.rollback()
        page.problems = error.fields or {"": error.message}
        page.asked = error if isinstance(error, AskedAgain) else None
        return _show_part(page), int(error.status)
    except EditConflict:
        db.session.rollback()
        return _show_clashes(page), 409
    db.session.commit()
    flash("Saved. The proposal is done." if page.proposal else "Saved.")
    if review_queue.is_waiting(entry_id):
        flash("Part of it is held back: the public does not see it until you decide under “Held back”.")
    return redirect(url_for("admin.entry", entry_id=entry_id))


def require_entry(entry_id: uuid.UUID) -> Entry:
    found = queries.find_entry(entry_id)
    if found is None:
        raise NotFound("There is no such entry.")
    return found


def show_entry(
    found: Entry,
    problems: dict[str, str] | None = None,
    refused: InvalidData | None = None,
    reason: str = "",
) -> str:
    """`problems` are what it lacks to be published; `refused` is why the `reason` to suspend it was."""
    if isinstance(found, Service):
        load_all_parts([found])
    parts, data = editing.list_parts(found), as_desk_may_know(dump_entry(found))
    lists = editing.find_all_choices(parts, data)
    return render_template(
        "admin/entry.html",
        entry=found,
        parts=[(part, describe_part(part, data, lists)) for part in parts],
        lacking=list_what_publishing_needs(found),
        problems=problems or {},
        refused=refused.fields if refused else {},
        asked=refused if isinstance(refused, AskedAgain) else None,
        reason=reason,
        explored=find_exploring(found.id) if may_handle_enquiries() else None,
        words=wording,
        today=day_of(utc_now()),
    )


def as_desk_may_know(data: dict[str, Any]) -> dict[str, Any]:
    """Where a refuge is, only those who write its entry need to know."""
    return data if may_curate() else hide_confidential(data)


def _show_part(page: editing.Page, pressed: str = "") -> str:
    """`pressed`: the button other than "save" that brought the person back here."""
    fields = page.list_fields()
    return render_template(
        "admin/part.html",
        page=page,
        entry=page.entry,
        fields=fields,
        has_unsaved=bool(pressed),
        preview=render_markdown(page.form.get("body")) if pressed == "preview" else None,
        can_preview="body" in page.form,
        words=wording,
    )


def _show_clashes(page: editing.Page) -> str:
    own = ("csrf_token", "expected_version", "started_version", "do", "clash")
    return render_template(
        "admin/clashes.html",
        page=page,
        entry=page.entry,
        clashes=editing.list_clashes(page, day_of(utc_now())),
        typed=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in own and not name.startswith("keep.")
        ],
    )


def _read_answers() -> dict[str, str]:
    """What the page of clashes was answered with, by key. Raises EditConflict, and so asks again, when one of
    them was not answered."""
    answers = {key: request.form.get(f"keep.{key}", "") for key in request.form.getlist("clash")}
    if not set(answers.values()) <= {"mine", "theirs", "both"}:
        raise EditConflict(0)
    return answers


def _list_filter_choices() -> dict[str, list[choices.ChoiceGroup]]:
    districts = {area.slug: area.name for area in queries.list_areas(AreaKind.DISTRICT)}
    sources = {source: source for source in queries.list_sources()}
    return {
        "status": choices.name_choices(wording.STATUS_NAMES, "Any"),
        "kind": choices.name_choices(wording.KIND_NAMES, "Any"),
        "review": choices.name_choices(wording.REVIEW_NAMES, "Any"),
        "need": choices.with_blank(choices.term_choices("needs"), "Any"),
        "district": choices.name_choices(districts, "Any"),
        "source": choices.name_choices(sources, "Any"),
    }

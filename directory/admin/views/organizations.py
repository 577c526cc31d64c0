"""The list of organizations, and the page of each."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, allow, find_actor
from directory.admin import choices, queries
from directory.admin.blueprint import blueprint
from directory.admin.filters import read_page, read_text
from directory.admin.forms import shown, typed
from directory.admin.forms.describe import describe_part
from directory.admin.forms.organization_part import ORGANIZATION_PART
from directory.admin.forms.personal_data import ask_about_texts
from directory.admin.organization_list import list_organizations
from directory.asked_again import AskedAgain
from directory.errors import EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.listings.dumping import dump_organization
from directory.listings.organization_actions import edit_organization
from directory.listings.schemas import OrganizationSchema
from directory.models import Organization

_ITEMS = ORGANIZATION_PART.items


@blueprint.get("/organizations")
@allow(*CURATORS)
def organization_list() -> ResponseReturnValue:
    text, number = read_text(request.args, "text"), read_page(request.args.get("page", ""))
    page = list_organizations(text, number)
    return render_template("admin/organization_list.html", text=text, number=number, page=page)


@blueprint.get("/organizations/<uuid:organization_id>")
@allow(*CURATORS)
def organization(organization_id: uuid.UUID) -> ResponseReturnValue:
    found = _require(organization_id)
    return _show(found, dump_organization(found), found.version, {})


@blueprint.post("/organizations/<uuid:organization_id>")
@allow(*CURATORS)
def organization_save(organization_id: uuid.UUID) -> ResponseReturnValue:
    found, form = _require(organization_id), typed.read_typed(_ITEMS, request.form)
    version = request.form.get("expected_version", 0, type=int)
    if (pressed := request.form.get("do", "save")) != "save":
        typed.press_row_button(_ITEMS, form, pressed)
        return _show(found, form, version, {})
    form, stored = typed.drop_empty_rows(_ITEMS, form), dump_organization(found)
    try:
        edit_organization(actor=find_actor(), organization=found, data=form, expected_version=version)
        ask_about_texts(OrganizationSchema(), form, stored, request.form)
    except InvalidData as error:
        db.session.rollback()
        return _show(found, form, version, error.fields, asked=error), int(error.status)
    except EditConflict as error:
        db.session.rollback()
        return _show(found, form, found.version, {"": error.message}, dump_organization(found)), 409
    db.session.commit()
    flash("Saved. It shows on every entry of this organization.")
    return redirect(url_for("admin.organization", organization_id=organization_id))


def _require(organization_id: uuid.UUID) -> Organization:
    found = queries.find_organization(organization_id)
    if found is None:
        raise NotFound("There is no such organization.")
    return found


def _show(
    found: Organization,
    form: typed.Typed,
    version: int,
    problems: dict[str, str],
    theirs: typed.Typed | None = None,
    asked: InvalidData | None = None,
) -> str:
    """`theirs`: what somebody else saved meanwhile, to be shown beside what was typed."""
    lists = choices.find_choices(["registers", "phone_kinds"])
    plain = shown.show_form(_ITEMS, form, lists, {})
    placed = shown.place_problems(plain, problems)
    summary = shown.summarize_problems(plain, placed)
    if isinstance(asked, AskedAgain):
        asked.fields = summary
    return render_template(
        "admin/organization.html",
        organization=found,
        version=version,
        fields=shown.show_form(_ITEMS, form, lists, placed),
        problems=placed,
        summary=summary,
        asked=asked if isinstance(asked, AskedAgain) else None,
        theirs=describe_part(ORGANIZATION_PART, theirs, lists) if theirs else [],
        entry_count=queries.count_services_of(found),
    )

"""New entries, and who runs an entry."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, allow, find_actor
from directory.admin import wording
from directory.admin.blueprint import blueprint
from directory.admin.creating import OrganizationChoice, make_draft, name_in_form, read_organization
from directory.admin.forms.personal_data import ask_about_texts
from directory.admin.views.entries import require_entry
from directory.asked_again import AskedAgain
from directory.errors import EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.listings import actions
from directory.listings.privacy.entry_data import find_refused
from directory.listings.proposals.queries import find_open_search
from directory.listings.schemas import GuidanceSchema, ServiceSchema
from directory.models import Proposal, Service
from directory.models.codes import ServiceKind


@blueprint.get("/services/new")
@allow(*CURATORS)
def service_new() -> ResponseReturnValue:
    return _show_service_new(OrganizationChoice(), {})


@blueprint.post("/services/new")
@allow(*CURATORS)
def service_create() -> ResponseReturnValue:
    choice = read_organization(request.form)
    if request.form.get("do") == "find":
        return _show_service_new(choice, {})
    data: dict[str, Any] = {key: request.form.get(key, "") for key in ("kind", "name", "summary")}
    try:
        data |= choice.to_data()
        entry_id = make_draft(actor=find_actor(), data=data, sought=_find_sought())
        ask_about_texts(ServiceSchema(), data, {}, request.form)
    except InvalidData as error:
        db.session.rollback()
        problems = name_in_form(find_refused(ServiceSchema(), data) | error.fields) or {"": error.message}
        return _show_service_new(choice, problems, error), int(error.status)
    db.session.commit()
    flash("The draft is made. Add the rest below, then publish it.")
    return redirect(url_for("admin.entry", entry_id=entry_id))


@blueprint.get("/guidance/new")
@allow(*CURATORS)
def guidance_new() -> ResponseReturnValue:
    return _show_guidance_new({})


@blueprint.post("/guidance/new")
@allow(*CURATORS)
def guidance_create() -> ResponseReturnValue:
    data = {key: request.form.get(key, "") for key in ("name", "summary")}
    try:
        entry_id = make_draft(actor=find_actor(), data=data, sought=_find_sought())
        ask_about_texts(GuidanceSchema(), data, {}, request.form)
    except InvalidData as error:
        db.session.rollback()
        return _show_guidance_new(error.fields, error), int(error.status)
    db.session.commit()
    flash("The draft is made. Write the text, then publish it.")
    return redirect(url_for("admin.part", entry_id=entry_id, part_slug="basics"))


@blueprint.get("/entries/<uuid:entry_id>/organization")
@allow(*CURATORS)
def entry_organization(entry_id: uuid.UUID) -> ResponseReturnValue:
    service = _require_service(entry_id)
    return _show_organization(service, OrganizationChoice(), service.version, {})


@blueprint.post("/entries/<uuid:entry_id>/organization")
@allow(*CURATORS)
def entry_organization_save(entry_id: uuid.UUID) -> ResponseReturnValue:
    service, choice = _require_service(entry_id), read_organization(request.form)
    version = request.form.get("expected_version", 0, type=int)
    if request.form.get("do") == "find":
        return _show_organization(service, choice, version, {})
    try:
        data = choice.to_data()
        actions.edit_service(actor=find_actor(), service=service, data=data, expected_version=version)
    except InvalidData as error:
        db.session.rollback()
        problems = name_in_form(error.fields) or {"": error.message}
        return _show_organization(service, choice, version, problems), 422
    except EditConflict as error:
        db.session.rollback()
        problems = {
            "": f"{error.message} Look at who runs it now, and save again if you still want to change it."
        }
        return _show_organization(service, choice, service.version, problems), 409
    db.session.commit()
    flash("Saved.")
    return redirect(url_for("admin.entry", entry_id=entry_id))


def _require_service(entry_id: uuid.UUID) -> Service:
    entry = require_entry(entry_id)
    if not isinstance(entry, Service):
        raise NotFound("Guidance is not run by an organization.")
    return entry


def _show_service_new(
    choice: OrganizationChoice, problems: dict[str, str], error: InvalidData | None = None
) -> str:
    kinds = [(kind.value, wording.KIND_NAMES[kind.value]) for kind in ServiceKind]
    return render_template(
        "admin/service_new.html",
        typed=request.form,
        choice=choice,
        kinds=kinds,
        problems=problems,
        asked=error if isinstance(error, AskedAgain) else None,
        sought=_find_sought(),
    )


def _show_guidance_new(problems: dict[str, str], error: InvalidData | None = None) -> str:
    return render_template(
        "admin/guidance_new.html",
        typed=request.form,
        problems=problems,
        asked=error if isinstance(error, AskedAgain) else None,
        sought=_find_sought(),
    )


def _find_sought() -> Proposal | None:
    """What the new entry is an answer to."""
    return find_open_search(request.values.get("proposal", ""))


def _show_organization(
    service: Service, choice: OrganizationChoice, version: int, problems: dict[str, str]
) -> str:
    return render_template(
        "admin/entry_organization.html", entry=service, choice=choice, version=version, problems=problems
    )

"""Support roles: one to read, the officer's list, and the officer's forms."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, STAFF, allow, find_actor, may_curate
from directory.asked_again import AskedAgain, ask_again
from directory.errors import EditConflict, InvalidData, NotAllowed, NotFound
from directory.extensions import db
from directory.listings.needs import list_needs
from directory.models import SupportRole
from directory.models.mixins import utc_now
from directory.network import actions, confirmation, forms, queries, wording
from directory.network.choices import choose_team, choose_type
from directory.network.views import blueprint
from directory.sent_once import SentAlready, read_new_id


@blueprint.get("/network/roles")
@allow(*CURATORS)
def role_list() -> ResponseReturnValue:
    on, wanted = confirmation.day_of(utc_now()), forms.read_filter(request.args)
    return render_template(
        "network/role_list.html",
        wanted=wanted,
        roles=queries.list_roles(wanted, on),
        counts=queries.count_roles_by_state(on),
        states=queries.ROLE_STATES,
        types=choose_type(queries.list_role_types(), "Any"),
        teams=choose_team(queries.list_teams()),
        rules=confirmation,
        on=on,
    )


@blueprint.get("/network/roles/<uuid:role_id>")
@allow(*STAFF)
def role(role_id: uuid.UUID) -> ResponseReturnValue:
    return _show_role(_require(role_id), {}, "", 200)


@blueprint.post("/network/roles/<uuid:role_id>/confirm")
@allow(*STAFF)
def role_confirm(role_id: uuid.UUID) -> ResponseReturnValue:
    found = _require(role_id)
    if not _may_confirm(found):
        raise NotAllowed("Only an officer, or the person whose work e-mail this is, may confirm this role.")
    try:
        actions.confirm_role(actor=find_actor(), role=found, typed=request.form, how="signed in")
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        problems = error.fields or {"": error.message}
        return _show_role(found, problems, request.form.get("places_free", ""), int(error.status))
    db.session.commit()
    waits = " What its holder said still waits." if found.holder_note and may_curate() else ""
    flash(f"{found.name} is confirmed.{waits}")
    return redirect(url_for("network.role", role_id=found.id))


@blueprint.get("/network/roles/new")
@allow(*CURATORS)
def role_new() -> ResponseReturnValue:
    return _show_form(None, forms.EMPTY_ROLE)


@blueprint.post("/network/roles/new")
@allow(*CURATORS)
def role_create() -> ResponseReturnValue:
    typed, role_id = forms.read_role(request.form), read_new_id(find_actor().id)
    try:
        made = actions.create_role(actor=find_actor(), typed=typed, role_id=role_id)
        ask_again(request.form, *forms.FREE_TEXTS)
    except SentAlready:
        db.session.rollback()
        return redirect(url_for("network.role", role_id=role_id))
    except InvalidData as error:
        db.session.rollback()
        return _show_form(None, typed, error)
    db.session.commit()
    flash(f"{made.name} is added. Its holder will be asked to confirm it.")
    return redirect(url_for("network.role", role_id=role_id))


@blueprint.get("/network/roles/<uuid:role_id>/edit")
@allow(*CURATORS)
def role_edit(role_id: uuid.UUID) -> ResponseReturnValue:
    found = _require(role_id)
    return _show_form(found, forms.describe_role(found))


@blueprint.post("/network/roles/<uuid:role_id>/edit")
@allow(*CURATORS)
def role_save(role_id: uuid.UUID) -> ResponseReturnValue:
    found, typed = _require(role_id), forms.read_role(request.form)
    try:
        actions.edit_role(actor=find_actor(), role=found, typed=typed, expected_version=typed["version"])
        ask_again(request.form, *forms.FREE_TEXTS)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show_form(found, typed, error)
    db.session.commit()
    flash(f"{found.name} is saved.")
    return redirect(url_for("network.role", role_id=found.id))


@blueprint.get("/network/roles/<uuid:role_id>/open")
@allow(*CURATORS)
def role_open_ask(role_id: uuid.UUID) -> ResponseReturnValue:
    return render_template("network/open_ask.html", **forms.ask_about_role(_require(role_id)), problem="")


@blueprint.post("/network/roles/<uuid:role_id>/open")
@allow(*CURATORS)
def role_set_open(role_id: uuid.UUID) -> ResponseReturnValue:
    found = _require(role_id)
    act = actions.close_role if found.is_open else actions.reopen_role
    try:
        act(actor=find_actor(), role=found, expected_version=forms.read_version(request.form))
    except EditConflict as error:
        db.session.rollback()
        page = forms.ask_about_role(found)
        return render_template("network/open_ask.html", **page, problem=error.message), 409
    db.session.commit()
    flash(f"{found.name} is {'open again' if found.is_open else 'closed'}.")
    return redirect(url_for("network.role", role_id=found.id))


def _require(role_id: uuid.UUID) -> SupportRole:
    found = queries.find_role(role_id)
    if found is None:
        raise NotFound("There is no such role.")
    return found


def _may_confirm(found: SupportRole) -> bool:
    return found.is_open and (may_curate() or find_actor().email == found.work_email)


def _show_role(
    found: SupportRole, problems: dict[str, str], places_free: str, status: int
) -> ResponseReturnValue:
    on = confirmation.day_of(utc_now())
    return render_template(
        "network/role.html",
        role=found,
        on=on,
        places_free=confirmation.find_places_free(found, on),
        rules=confirmation,
        may_confirm=_may_confirm(found),
        problems=problems,
        typed_places=places_free,
        words=wording,
    ), status


def _show_form(
    found: SupportRole | None, typed: dict[str, object], error: InvalidData | EditConflict | None = None
) -> ResponseReturnValue:
    status = int(error.status) if error else 200
    return render_template(
        "network/role_form.html",
        role=found,
        typed=typed,
        problems=error.fields if error else {},
        asked=error if isinstance(error, AskedAgain) else None,
        types=choose_type(queries.list_role_types(), "Choose"),
        teams=choose_team(queries.list_teams(), "No team"),
        areas=forms.choose_area(queries.list_areas_to_cover(confirmation.day_of(utc_now()))),
        needs=forms.group_needs(list_needs()),
        is_stale=status == 409,
        differences=forms.list_differences(found, typed) if found and status == 409 else [],
    ), status

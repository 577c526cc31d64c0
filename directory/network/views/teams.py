"""Teams: the list, one with its network and its gaps, the card to print, and the officer's forms."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, STAFF, allow, find_actor
from directory.errors import EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.models import Team
from directory.models.mixins import utc_now
from directory.network import forms, queries, team_actions, wording
from directory.network.answering import gaps
from directory.network.answering.reach import is_current_link
from directory.network.confirmation import day_of
from directory.network.views import blueprint
from directory.network.who_can_help import Asked, find_who_can_help


@blueprint.get("/network/teams")
@allow(*STAFF)
def team_list() -> ResponseReturnValue:
    on = day_of(utc_now())
    teams = queries.list_teams(with_closed=True)
    return render_template(
        "network/team_list.html",
        teams=teams,
        words=wording,
        on=on,
        is_current=is_current_link,
        pcn_counts=queries.count_pcns(teams, on),
        fewest_pcns=queries.FEWEST_PCNS,
    )


@blueprint.get("/network/teams/<uuid:team_id>")
@allow(*STAFF)
def team(team_id: uuid.UUID) -> ResponseReturnValue:
    return _show_team(_require(team_id), {}, "", 200)


@blueprint.get("/network/teams/<uuid:team_id>/card")
@allow(*STAFF)
def team_card(team_id: uuid.UUID) -> ResponseReturnValue:
    found, on = _require(team_id), day_of(utc_now())
    return render_template(
        "network/team_card.html",
        team=found,
        areas=[link.area for link in found.areas if is_current_link(link, on)],
        answer=find_who_can_help(Asked(team=found), on=on),
        size="a6" if request.args.get("size") == "a6" else "a4",
        words=wording,
        on=on,
    )


@blueprint.get("/network/teams/new")
@allow(*CURATORS)
def team_new() -> ResponseReturnValue:
    return _show_form(None, forms.EMPTY_TEAM, {}, 200)


@blueprint.post("/network/teams/new")
@allow(*CURATORS)
def team_create() -> ResponseReturnValue:
    typed = forms.read_team(request.form)
    if request.form.get("do") == "add_row":
        return _show_form(None, typed, {}, 200)
    try:
        made = team_actions.create_team(actor=find_actor(), typed=typed)
    except InvalidData as error:
        db.session.rollback()
        return _show_form(None, typed, error.fields, 422)
    db.session.commit()
    flash(f"{made.name} is added.")
    return redirect(url_for("network.team", team_id=made.id))


@blueprint.get("/network/teams/<uuid:team_id>/edit")
@allow(*CURATORS)
def team_edit(team_id: uuid.UUID) -> ResponseReturnValue:
    found = _require(team_id)
    return _show_form(found, forms.describe_team(found), {}, 200)


@blueprint.post("/network/teams/<uuid:team_id>/edit")
@allow(*CURATORS)
def team_save(team_id: uuid.UUID) -> ResponseReturnValue:
    found, typed = _require(team_id), forms.read_team(request.form)
    if request.form.get("do") == "add_row":
        return _show_form(found, typed, {}, 200)
    try:
        team_actions.edit_team(actor=find_actor(), team=found, typed=typed, expected_version=typed["version"])
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show_form(found, typed, error.fields, int(error.status))
    db.session.commit()
    flash(f"{found.name} is saved.")
    return redirect(url_for("network.team", team_id=found.id))


@blueprint.get("/network/teams/<uuid:team_id>/open")
@allow(*CURATORS)
def team_open_ask(team_id: uuid.UUID) -> ResponseReturnValue:
    return render_template("network/open_ask.html", **forms.ask_about_team(_require(team_id)), problem="")


@blueprint.post("/network/teams/<uuid:team_id>/open")
@allow(*CURATORS)
def team_set_open(team_id: uuid.UUID) -> ResponseReturnValue:
    found = _require(team_id)
    act = team_actions.close_team if found.is_open else team_actions.reopen_team
    try:
        act(actor=find_actor(), team=found, expected_version=forms.read_version(request.form))
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        page = forms.ask_about_team(found)
        return render_template("network/open_ask.html", **page, problem=error.message), int(error.status)
    db.session.commit()
    flash(f"{found.name} is {'open again' if found.is_open else 'closed'}.")
    return redirect(url_for("network.team", team_id=found.id))


@blueprint.post("/network/teams/<uuid:team_id>/members")
@allow(*CURATORS)
def team_add_member(team_id: uuid.UUID) -> ResponseReturnValue:
    found, email = _require(team_id), request.form.get("email", "")
    try:
        team_actions.add_member(actor=find_actor(), team=found, email=email)
    except InvalidData as error:
        db.session.rollback()
        return _show_team(found, error.fields, email, 422)
    db.session.commit()
    flash("They are a member of the team now.")
    return redirect(url_for("network.team", team_id=found.id))


@blueprint.post("/network/teams/<uuid:team_id>/members/<uuid:user_id>/remove")
@allow(*CURATORS)
def team_remove_member(team_id: uuid.UUID, user_id: uuid.UUID) -> ResponseReturnValue:
    found = _require(team_id)
    team_actions.remove_member(actor=find_actor(), team=found, user_id=user_id)
    db.session.commit()
    flash("They are no longer a member of the team.")
    return redirect(url_for("network.team", team_id=found.id))


def _require(team_id: uuid.UUID) -> Team:
    found = queries.find_team(team_id)
    if found is None:
        raise NotFound("There is no such team.")
    return found


def _show_team(found: Team, problems: dict[str, str], email: str, status: int) -> ResponseReturnValue:
    on = day_of(utc_now())
    return render_template(
        "network/team.html",
        team=found,
        answer=find_who_can_help(Asked(team=found), on=on),
        gaps=gaps.list_gaps(found, on),
        members=queries.list_members(found),
        words=wording,
        on=on,
        is_current=is_current_link,
        pcn_count=queries.count_pcns([found], on)[found.id],
        fewest_pcns=queries.FEWEST_PCNS,
        problems=problems,
        email=email,
    ), status


def _show_form(
    found: Team | None, typed: dict[str, object], problems: dict[str, str], status: int
) -> ResponseReturnValue:
    return render_template(
        "network/team_form.html",
        team=found,
        typed=typed,
        problems=problems,
        areas=forms.choose_area(queries.list_areas_to_cover(day_of(utc_now()))),
        words=wording,
        is_stale=status == 409,
        differences=forms.list_differences(found, typed) if found and status == 409 else [],
    ), status

"""Where support records begin: the reference to type, what is due, and a new record from chosen entries."""

import uuid
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor
from directory.asked_again import AskedAgain, ask_again
from directory.errors import InvalidData
from directory.extensions import db, limiter
from directory.framework import wording
from directory.framework.handovers.presenters import describe_handovers
from directory.framework.levels.queries import list_levels
from directory.framework.records import access, queries
from directory.framework.records.opening import open_record
from directory.framework.records.ticking import tick_what_shows
from directory.framework.records.typed import FREE_TEXTS, TypedNeed, TypedRecord, read_entry_ids, read_record
from directory.framework.views import blueprint
from directory.framework.views.choices import choose_areas, choose_levels, choose_needs, describe_levels
from directory.framework.views.record.work_role import find_work_role, keep_work_role
from directory.listings import published
from directory.listings.presenters.cards import present_card
from directory.listings.proposals.queries import count_open_proposals
from directory.listings.schedules import LONDON
from directory.models.codes import ActionKind
from directory.models.improving.codes import ProposalKind
from directory.models.mixins import utc_now
from directory.network.queries import list_teams_of
from directory.sent_once import SentAlready, read_new_id

# Guessing references is slow, besides being seen in the audit trail.
_TRIES = "20 per minute;200 per hour"
# Eight words of the spelling alphabet.
_LONGEST = 120
# What comes up so soon stands on the due list already.
_SOON = timedelta(days=7)
# Each turned to its own page.
_LISTS = ("due", "team", "open", "closed")


@blueprint.get("/support")
@allow(*STAFF)
def support() -> ResponseReturnValue:
    return _show_support("", "")


@blueprint.post("/support/open")
@allow(*STAFF)
@limiter.limit(_TRIES)
def support_open() -> ResponseReturnValue:
    typed = request.form.get("reference", "")[:_LONGEST]
    record, problem = access.give_reference(actor=find_actor(), text=typed)
    db.session.commit()
    if record is None:
        return _show_support(typed, problem), 422
    address = url_for("framework.record", record_id=record.id)
    to = request.form.get("carried_to", "")
    if to.startswith(f"{address}/"):
        return render_template("accounts/carry_on.html", carried_to=to, carried=_list_carried())
    return redirect(address)


@blueprint.get("/support/new")
@allow(*STAFF)
def record_new() -> ResponseReturnValue:
    access.require_access(find_actor())
    entry_ids = read_entry_ids(request.args.getlist("entry"))
    return _show_new(_propose(entry_ids), {})


@blueprint.post("/support/new")
@allow(*STAFF)
def record_create() -> ResponseReturnValue:
    access.require_access(find_actor())
    typed, record_id = read_record(request.form), read_new_id(find_actor().id)
    now, page = utc_now(), "framework.conversation" if typed.goes_on else "framework.care_plan"
    try:
        opened = open_record(actor=find_actor(), typed=typed, now=now, record_id=record_id)
        ask_again(request.form, *FREE_TEXTS)
    except SentAlready:
        db.session.rollback()
        return redirect(url_for(page, record_id=record_id))
    except InvalidData as error:
        db.session.rollback()
        return _show_new(typed, error.fields, error), int(error.status)
    tick_what_shows(record=opened, role=typed.role, now=now)
    db.session.commit()
    keep_work_role(typed.role)
    flash("The support record is open.")
    return redirect(url_for(page, record_id=record_id))


def _list_carried() -> list[tuple[str, str]]:
    """What was typed for a record before its reference had to be given again."""
    start = "carried."
    pairs = request.form.items(multi=True)
    return [(name.removeprefix(start), value) for name, value in pairs if name.startswith(start)]


def _show_support(typed: str, problem: str) -> str:
    actor, now = find_actor(), utc_now()
    today = now.astimezone(LONDON).date()
    teams, until = list_teams_of(actor), today + _SOON
    numbers = {name: request.args.get(name, 1, type=int) for name in _LISTS}
    return render_template(
        "framework/support.html",
        typed=typed,
        problems={"reference": problem} if problem else {},
        teams=teams,
        waiting=queries.count_own_due(actor, now),
        due=queries.list_own_due(actor, now, until, numbers["due"]),
        handovers=describe_handovers(actor, teams, now),
        opened=access.list_openings_by_others(actor, now),
        team_due=queries.list_team_due(actor, [team.id for team in teams], until, numbers["team"]),
        own=queries.list_open_of(actor, now, numbers["open"]),
        to_record=queries.list_to_record(actor, now, numbers["closed"]),
        numbers={name: number for name, number in numbers.items() if number > 1},
        corrections=count_open_proposals(ProposalKind.CORRECTION),
        actor=actor,
        today=today,
    )


def _propose(entry_ids: list[uuid.UUID]) -> TypedRecord:
    """What the chosen entries and the search already say. What the person agreed to, and how much help they
    need, nobody can know but the worker: no level is chosen and no entry is agreed."""
    entries = published.list_entries(entry_ids)
    teams = queries.list_own_teams(find_actor())
    areas = queries.list_areas(utc_now().astimezone(LONDON).date())
    area = queries.find_area_of(request.args.get("place", "")[:200], areas)
    asked, meant = request.args.getlist("need"), request.args.getlist("meant")
    slugs = queries.suggest_needs(asked, meant, entries, queries.list_every_need())
    return TypedRecord(
        team=str(teams[0].id) if len(teams) == 1 else "",
        area=str(area.id) if area else "",
        role=find_work_role(),
        done=[ActionKind.PROVIDE_INFORMATION] if entries else [],
        needs=[TypedNeed(slug) for slug in slugs],
        entry_ids=[entry.id for entry in entries],
    )


def _show_new(typed: TypedRecord, problems: dict[str, str], error: InvalidData | None = None) -> str:
    cards = [present_card(entry) for entry in published.list_entries(typed.entry_ids)]
    today = utc_now().astimezone(LONDON).date()
    facts: dict[str, Any] = {
        "teams": queries.list_own_teams(find_actor()),
        "areas": choose_areas(queries.list_areas(today)),
        "needs": choose_needs(queries.list_every_need()),
        "levels": choose_levels(list_levels()),
        "level_words": describe_levels(list_levels()),
    }
    return render_template(
        "framework/record_new.html",
        typed=typed.pad(),
        problems=problems,
        asked=error if isinstance(error, AskedAgain) else None,
        cards=cards,
        words=wording,
        **facts,
    )

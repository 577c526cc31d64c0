"""Who is asked: the routing table, the bodies and who answers for them, kept by the knowledge officer."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.bodies import list_all_members, list_commissioners, list_members, set_members
from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.asked_again import AskedAgain, ask_again
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import CommissioningBody
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs import forms, queries
from directory.unmet_needs.commissioning import bodies, history, rules, trying
from directory.unmet_needs.views import blueprint

_EMPTY = {name: "" for name in bodies.FIELDS}
_RULE_FIELDS = ("need", "area", "body")


@blueprint.get("/routing")
@allow(*COUNT_KEEPERS)
def routing() -> ResponseReturnValue:
    return _show_table({}, {}, 200)


@blueprint.post("/routing/rules")
@allow(*COUNT_KEEPERS)
def rule_add() -> ResponseReturnValue:
    typed = forms.read_fields(request.form, _RULE_FIELDS)
    try:
        rules.add_rule(actor=find_actor(), typed=typed)
    except InvalidData as error:
        db.session.rollback()
        return _show_table(typed, error.fields, 422)
    return _done("The rule is added.")


@blueprint.get("/routing/rules/<uuid:rule_id>")
@allow(*COUNT_KEEPERS)
def rule(rule_id: uuid.UUID) -> ResponseReturnValue:
    return _show_rule(rule_id, {}, 200)


@blueprint.post("/routing/rules/<uuid:rule_id>")
@allow(*COUNT_KEEPERS)
def rule_save(rule_id: uuid.UUID) -> ResponseReturnValue:
    form = request.form
    try:
        rules.change_rule(
            actor=find_actor(),
            rule=rules.find_rule(rule_id),
            body_id=form.get("body", ""),
            expected_body_id=form.get("was", ""),
        )
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show_rule(rule_id, error.fields, int(error.status))
    return _done("The rule is saved.")


@blueprint.post("/routing/rules/<uuid:rule_id>/remove")
@allow(*COUNT_KEEPERS)
def rule_remove(rule_id: uuid.UUID) -> ResponseReturnValue:
    rules.remove_rule(actor=find_actor(), rule=rules.find_rule(rule_id))
    return _done("The rule is removed.")


@blueprint.get("/routing/new")
@allow(*COUNT_KEEPERS)
def body_new() -> ResponseReturnValue:
    return render_template("unmet_needs/body_new.html", typed=_EMPTY | {"answer_days": "42"}, problems={})


@blueprint.post("/routing/new")
@allow(*COUNT_KEEPERS)
def body_create() -> ResponseReturnValue:
    typed = forms.read_fields(request.form, bodies.FIELDS)
    try:
        made = bodies.create_body(actor=find_actor(), typed=typed)
        ask_again(request.form, "name")
    except InvalidData as error:
        db.session.rollback()
        asked = error if isinstance(error, AskedAgain) else None
        page = render_template("unmet_needs/body_new.html", typed=typed, problems=error.fields, asked=asked)
        return page, int(error.status)
    return _done(f"{made.name} is added. Add a rule that leads to it.")


@blueprint.get("/routing/<uuid:body_id>")
@allow(*COUNT_KEEPERS)
def body(body_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.find_body(body_id)
    return _show_body(found, {name: getattr(found, name) or "" for name in bodies.FIELDS}, {}, 200)


@blueprint.post("/routing/<uuid:body_id>")
@allow(*COUNT_KEEPERS)
def body_save(body_id: uuid.UUID) -> ResponseReturnValue:
    found, typed = queries.find_body(body_id), forms.read_fields(request.form, bodies.FIELDS)
    version = forms.read_version(request.form)
    try:
        bodies.edit_body(actor=find_actor(), body=found, typed=typed, expected_version=version)
        ask_again(request.form, "name")
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return _show_body(found, typed, error.fields, int(error.status), error)
    return _done(f"{found.name} is saved.")


@blueprint.post("/routing/<uuid:body_id>/members")
@allow(*COUNT_KEEPERS)
def body_members(body_id: uuid.UUID) -> ResponseReturnValue:
    found, chosen = queries.find_body(body_id), forms.read_ids(request.form, "members")
    seen = forms.read_ids(request.form, "seen") if "members_shown" in request.form else None
    set_members(actor=find_actor(), body=found, account_ids=chosen, seen_ids=seen)
    return _done(f"Who answers for {found.name} is saved.")


@blueprint.post("/routing/<uuid:body_id>/<any(open, close):deed>")
@allow(*COUNT_KEEPERS)
def body_open(body_id: uuid.UUID, deed: str) -> ResponseReturnValue:
    found, version = queries.find_body(body_id), forms.read_version(request.form)
    bodies.set_open(actor=find_actor(), body=found, is_open=deed == "open", expected_version=version)
    return _done(f"{found.name} is {'open again' if deed == 'open' else 'closed'}.")


def _done(words: str) -> ResponseReturnValue:
    db.session.commit()
    flash(words)
    return redirect(url_for("unmet_needs.routing"))


def _show_table(typed: dict[str, Any], problems: dict[str, str], status: int) -> ResponseReturnValue:
    on = day_of(utc_now())
    return render_template(
        "unmet_needs/routing.html",
        bodies=queries.list_bodies(with_closed=True),
        members=list_all_members(),
        rules=queries.list_rules(),
        typed=typed,
        problems=problems,
        asked=trying.find_asked(request.args, on),
        history=history.list_history(),
        **trying.list_choices(on),
    ), status


def _show_rule(rule_id: uuid.UUID, problems: dict[str, str], status: int) -> ResponseReturnValue:
    on = day_of(utc_now())
    return render_template(
        "unmet_needs/rule.html",
        rule=rules.find_rule(rule_id),
        problems=problems,
        is_stale=status == 409,
        history=history.list_history(rule_id),
        body_choices=trying.list_choices(on)["body_choices"],
    ), status


def _show_body(
    found: CommissioningBody,
    typed: dict[str, Any],
    problems: dict[str, str],
    status: int,
    error: InvalidData | EditConflict | None = None,
) -> ResponseReturnValue:
    return render_template(
        "unmet_needs/body.html",
        body=found,
        typed=typed,
        problems=problems,
        is_stale=status == 409,
        asked=error if isinstance(error, AskedAgain) else None,
        commissioners=[(str(one.id), one.name, one.email) for one in list_commissioners()],
        members=[str(one.id) for one in list_members(found)],
        history=history.list_history(found.id),
    ), status

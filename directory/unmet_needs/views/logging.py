"""Logs an unmet need from a search that found too little; each person's own list with the answers."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor
from directory.asked_again import AskedAgain, ask_again
from directory.errors import InvalidData
from directory.extensions import db
from directory.models.mixins import utc_now
from directory.network.checking import read_id
from directory.network.confirmation import day_of
from directory.search.request import parse_request
from directory.sent_once import SentAlready
from directory.unmet_needs import actions, forms, lists, opening, queries, wording
from directory.unmet_needs.views import blueprint


@blueprint.get("/log")
@allow(*STAFF)
def log() -> ResponseReturnValue:
    asked, _ = parse_request(request.args)
    typed = opening.propose(asked, request.args, find_actor(), utc_now())
    return _show_form(typed)


@blueprint.post("/log/begin")
@allow(*STAFF)
def log_begin() -> ResponseReturnValue:
    """From a support record, or from a search for words of danger: what they say is in no address."""
    asked, _ = parse_request(request.form)
    typed = opening.propose(asked, request.form, find_actor(), utc_now())
    return _show_form(typed)


@blueprint.post("/log")
@allow(*STAFF)
def log_save() -> ResponseReturnValue:
    typed, now = forms.read_unmet_need(request.form), utc_now()
    try:
        actions.log_unmet_need(
            actor=find_actor(),
            typed=typed,
            source=opening.find_source(typed),
            new_id=forms.read_new_id(typed),
            now=now,
        )
        ask_again(request.form, *forms.FREE_TEXTS)
        if not typed["group"] and queries.list_likely_groups(typed["needs"], typed["area"], day_of(now)):
            raise AskedAgain(request.form, {})
    except SentAlready:
        db.session.rollback()
        return _lead_back(typed, "This was logged already.")
    except InvalidData as error:
        db.session.rollback()
        return _show_form(typed, error)
    opening.settle_sought(actor=find_actor(), text=typed["proposal"], now=now)
    db.session.commit()
    return _lead_back(typed, "The unmet need is logged. You will be told what comes of it.")


def _lead_back(typed: dict[str, Any], words: str) -> ResponseReturnValue:
    """To the support record it is asked for, else to the own list."""
    flash(words)
    record_id = read_id(typed["record"])
    back = url_for("framework.record", record_id=record_id) if record_id else url_for("unmet_needs.own")
    return redirect(back)


@blueprint.get("/mine")
@allow(*STAFF)
def own() -> ResponseReturnValue:
    page = lists.list_own(find_actor(), lists.read_wanted(request.args).page)
    return render_template("unmet_needs/own.html", page=page, words=wording)


@blueprint.post("/mine/<uuid:unmet_id>/withdraw")
@allow(*STAFF)
def own_withdraw(unmet_id: uuid.UUID) -> ResponseReturnValue:
    """Takes back what was logged by mistake, by who logged it, until the officer has put it in a group."""
    unmet = queries.find_logged_by(find_actor(), unmet_id)
    if actions.withdraw_unmet_need(actor=find_actor(), unmet=unmet):
        db.session.commit()
        flash("It is taken back.")
    else:
        flash("It is in a group by now and stays there. Ask the knowledge officer.")
    return redirect(url_for("unmet_needs.own"))


def _show_form(typed: dict[str, Any], error: InvalidData | None = None) -> ResponseReturnValue:
    """Others who may have asked for the same are offered on it: that too is asked before it is kept."""
    now = utc_now()
    return render_template(
        "unmet_needs/log.html",
        typed=typed,
        problems=error.fields if error else {},
        asked=error if isinstance(error, AskedAgain) else None,
        offered=queries.list_likely_groups(typed["needs"], typed["area"], day_of(now)),
        words=wording,
        **opening.list_choices(day_of(now)),
    ), int(error.status) if error else 200

"""Pages on which the support records of a worker go to a colleague: asked for by the worker, or by an
administrator where the worker cannot, and answered by the colleague."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import ACCOUNT_KEEPERS, STAFF, allow, find_actor
from directory.accounts.queries import find_account_by_id
from directory.errors import InvalidData, NotFound
from directory.extensions import db
from directory.framework.handovers import actions
from directory.framework.handovers.held import list_held
from directory.framework.handovers.presenters import REASON_NAMES, describe_handovers_of
from directory.framework.handovers.queries import find_handover
from directory.framework.records.access import require_access
from directory.framework.views import blueprint
from directory.models import RecordHandover, User
from directory.models.mixins import utc_now


@blueprint.get("/admin/accounts/<uuid:account_id>/support-records")
@allow(*ACCOUNT_KEEPERS)
def handover(account_id: uuid.UUID) -> ResponseReturnValue:
    return _show(_require_account(account_id), {})


@blueprint.post("/admin/accounts/<uuid:account_id>/support-records")
@allow(*ACCOUNT_KEEPERS)
def handover_ask(account_id: uuid.UUID) -> ResponseReturnValue:
    return _ask(_require_account(account_id), url_for("framework.handover", account_id=account_id))


@blueprint.get("/support/hand-over")
@allow(*STAFF)
def own_handover() -> ResponseReturnValue:
    require_access(find_actor())
    return _show(find_actor(), {})


@blueprint.post("/support/hand-over")
@allow(*STAFF)
def own_handover_ask() -> ResponseReturnValue:
    return _ask(find_actor(), url_for("framework.support"))


@blueprint.post("/support/handovers/<uuid:handover_id>/accept")
@allow(*STAFF)
def handover_accept(handover_id: uuid.UUID) -> ResponseReturnValue:
    found = _require(handover_id)
    actions.accept_handover(actor=find_actor(), handover=found, now=utc_now())
    db.session.commit()
    flash(f"You have taken over. {found.worker.name} and the team are told.")
    return redirect(url_for("framework.support"))


@blueprint.post("/support/handovers/<uuid:handover_id>/agree")
@allow(*ACCOUNT_KEEPERS)
def handover_agree(handover_id: uuid.UUID) -> ResponseReturnValue:
    found = _require(handover_id)
    actions.agree_to_handover(actor=find_actor(), handover=found, now=utc_now())
    db.session.commit()
    flash(f"You have agreed. {found.colleague.name} can take over now.")
    return redirect(url_for("framework.handover", account_id=found.worker_id))


@blueprint.post("/support/handovers/<uuid:handover_id>/end")
@allow(*STAFF)
def handover_end(handover_id: uuid.UUID) -> ResponseReturnValue:
    found, actor = _require(handover_id), find_actor()
    actions.end_handover(actor=actor, handover=found, now=utc_now())
    db.session.commit()
    flash("The handover has ended. Those it concerns are told.")
    if actor.id in (found.worker_id, found.colleague_id):
        return redirect(url_for("framework.support"))
    return redirect(url_for("framework.handover", account_id=found.worker_id))


def _ask(worker: User, goes_on_to: str) -> ResponseReturnValue:
    worker_id = worker.id
    try:
        asked = actions.ask_for_handover(actor=find_actor(), worker=worker, typed=request.form, now=utc_now())
    except InvalidData as error:
        db.session.rollback()
        return _show(_require_account(worker_id), error.fields), 422
    db.session.commit()
    flash(f"{asked.colleague.name} is asked. {asked.worker.name} gets an e-mail about it.")
    return redirect(goes_on_to)


def _require_account(account_id: uuid.UUID) -> User:
    account = find_account_by_id(account_id)
    if account is None:
        raise NotFound("There is no such account.")
    return account


def _require(handover_id: uuid.UUID) -> RecordHandover:
    found = find_handover(handover_id)
    if found is None:
        raise NotFound("There is no such handover.")
    return found


def _show(worker: User, problems: dict[str, str]) -> str:
    actor, now = find_actor(), utc_now()
    return render_template(
        "framework/handover.html",
        account=worker,
        is_own=worker.id == actor.id,
        held=list_held(worker, actor),
        lines=describe_handovers_of(worker, actor, now),
        reasons=REASON_NAMES,
        typed=request.form,
        problems=problems,
    )

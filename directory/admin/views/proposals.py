"""Proposals: the list, one of them, and the officer's answer."""

import uuid
from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import CURATORS, allow, find_actor
from directory.admin import choices, wording
from directory.admin.blueprint import blueprint
from directory.admin.filters import EntryFilter, parse_proposal_filter, read_text
from directory.admin.queries import list_entries
from directory.asked_again import AskedAgain, ask_again
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.listings.checking import LOOK_AGAIN
from directory.listings.proposals import queries
from directory.listings.proposals.deciding import accept_proposal, decline_proposal
from directory.models import Proposal
from directory.models.improving.codes import ProposalState
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of

_MOST_FOUND = 10
_FREE_TEXTS = ("text", "reason", "withdrawn_because")


@blueprint.get("/proposals")
@allow(*CURATORS)
def proposal_list() -> ResponseReturnValue:
    wanted = parse_proposal_filter(request.args)
    page = queries.list_proposals(wanted)
    return render_template(
        "admin/proposal_list.html",
        wanted=wanted,
        page=page,
        entries=queries.find_entries_of(page.rows),
        words=wording,
        choices={
            "state": choices.name_choices(wording.PROPOSAL_STATES),
            "kind": choices.name_choices(wording.PROPOSAL_KINDS, "Any"),
            "source": choices.name_choices(wording.PROPOSAL_SOURCES, "Any"),
        },
    )


@blueprint.get("/proposals/<uuid:proposal_id>")
@allow(*CURATORS)
def proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    return _show(queries.find_proposal(proposal_id), {}, {})


@blueprint.post("/proposals/<uuid:proposal_id>/accept")
@allow(*CURATORS)
def proposal_accept(proposal_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.find_proposal(proposal_id)
    try:
        accept_proposal(actor=find_actor(), proposal=found, typed=request.form, now=utc_now())
        ask_again(request.form, *_FREE_TEXTS)
    except (InvalidData, EditConflict) as error:
        return _show_refused(found, error)
    done = wording.PROPOSAL_DONE[found.kind]
    return _done(wording.FAULT_DONE.get(found.fault, done) if found.fault else done)


@blueprint.post("/proposals/<uuid:proposal_id>/decline")
@allow(*CURATORS)
def proposal_decline(proposal_id: uuid.UUID) -> ResponseReturnValue:
    found, reason = queries.find_proposal(proposal_id), request.form.get("reason", "")
    try:
        decline_proposal(actor=find_actor(), proposal=found, reason=reason, now=utc_now())
        ask_again(request.form, *_FREE_TEXTS)
    except (InvalidData, EditConflict) as error:
        return _show_refused(found, error)
    return _done("Declined.")


def _done(words: str) -> ResponseReturnValue:
    """Back to the list as it was: the next one waits there."""
    db.session.commit()
    flash(words)
    wanted = parse_proposal_filter(request.form, start="list.")
    return redirect(url_for("admin.proposal_list", **wanted.to_query()))


def _show_refused(found: Proposal, error: InvalidData | EditConflict) -> ResponseReturnValue:
    db.session.rollback()
    asked = error if isinstance(error, AskedAgain) else None
    problems = error.fields or {"": error.message}
    return _show(found, problems, request.form, asked), int(error.status)


def _show(
    found: Proposal, problems: dict[str, str], typed: Mapping[str, str], asked: AskedAgain | None = None
) -> str:
    today, find = day_of(utc_now()), read_text(request.args, "find")
    return render_template(
        "admin/proposal.html",
        proposal=found,
        entry=queries.find_entries_of([found]).get(found.entry_id) if found.entry_id else None,
        is_open=found.state == ProposalState.OPEN,
        needs=choices.with_blank(choices.term_choices("needs"), "Choose"),
        typed=typed,
        problems=problems,
        asked=asked,
        words=wording,
        find=find,
        found=list_entries(EntryFilter(find), today).rows[:_MOST_FOUND] if find else (),
        statuses=choices.choose_closing(found.entry_type or ""),
        look_again_on=today + LOOK_AGAIN,
    )

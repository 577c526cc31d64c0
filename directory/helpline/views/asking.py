"""Staff ask online, and see their own questions and the answers."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor
from directory.asked_again import AskedAgain, ask_about, ask_again
from directory.errors import InvalidData
from directory.extensions import db
from directory.helpline import answer_parts, replies, wording
from directory.helpline.asking import actions, proposing, queries
from directory.helpline.enquiries.reply_contacts import PRIVATE_DOMAINS
from directory.helpline.enquiries.whereabouts import list_possible_districts
from directory.helpline.views import blueprint
from directory.helpline.views.once import find_started
from directory.models import Enquiry
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.search.request import parse_request
from directory.unmet_needs.wording import ANSWER_NAMES


@blueprint.get("/ask")
@allow(*STAFF)
def ask() -> ResponseReturnValue:
    asked, _ = parse_request(request.args)
    return _show_form(proposing.propose_question(asked, request.args, find_actor(), utc_now()))


@blueprint.post("/ask/begin")
@allow(*STAFF)
def ask_begin() -> ResponseReturnValue:
    """From a support record, or from a search for words of danger: what they say is in no address."""
    actor, now = find_actor(), utc_now()
    if "found" not in request.form:
        return _show_form(proposing.propose_for_record(request.form, actor, now))
    asked, _ = parse_request(request.form)
    return _show_form(proposing.propose_question(asked, request.form, actor, now))


@blueprint.post("/ask")
@allow(*STAFF)
def ask_save() -> ResponseReturnValue:
    typed, (asked, new_id) = proposing.read_question_form(request.form), find_started()
    if asked:
        flash("That is done already: this is the question that was asked.")
        return redirect(url_for("helpline.question", question_id=new_id))
    try:
        settled = proposing.settle_place(typed, utc_now())
        enquiry = actions.ask_online(actor=find_actor(), typed=settled, now=utc_now(), enquiry_id=new_id)
        ask_about(request.form, proposing.find_warnings(typed))
    except InvalidData as error:
        db.session.rollback()
        return _show_form(typed, error)
    db.session.commit()
    flash(f"Your question is number {enquiry.number}. The answer will be on this page.")
    return redirect(url_for("helpline.question", question_id=enquiry.id))


@blueprint.get("/questions")
@allow(*STAFF)
def questions() -> ResponseReturnValue:
    own = queries.list_own(find_actor())
    return render_template(
        "helpline/questions.html",
        questions=own,
        unmet_answers=queries.list_unmet_answers(own),
        answer_names=ANSWER_NAMES,
        state_names=proposing.ASKER_STATE_NAMES,
    )


@blueprint.get("/questions/<uuid:question_id>")
@allow(*STAFF)
def question(question_id: uuid.UUID) -> ResponseReturnValue:
    return _show_question(queries.find_own(find_actor(), question_id))


@blueprint.post("/questions/<uuid:question_id>/not-helped")
@allow(*STAFF)
def question_not_helped(question_id: uuid.UUID) -> ResponseReturnValue:
    enquiry, typed = queries.find_own(find_actor(), question_id), {"why": request.form.get("why", "")}
    try:
        actions.say_not_helped(actor=find_actor(), enquiry=enquiry, typed=typed, now=utc_now())
        ask_again(request.form, "why")
    except InvalidData as error:
        db.session.rollback()
        return _show_question(queries.find_own(find_actor(), question_id), error, typed["why"])
    db.session.commit()
    flash("Thank you. The helpline looks again.")
    return redirect(url_for("helpline.question", question_id=question_id))


@blueprint.post("/questions/<uuid:question_id>/withdraw")
@allow(*STAFF)
def question_withdraw(question_id: uuid.UUID) -> ResponseReturnValue:
    enquiry = queries.find_own(find_actor(), question_id)
    try:
        actions.take_back(actor=find_actor(), enquiry=enquiry, now=utc_now())
    except InvalidData:
        # Why is the helpline's own business.
        db.session.rollback()
        wrong = InvalidData("", {"": "The helpline is still at work on this question. Ask them to close it."})
        return _show_question(queries.find_own(find_actor(), question_id), wrong)
    db.session.commit()
    flash("Your question is taken back.")
    return redirect(url_for("helpline.questions"))


def _show_form(typed: Mapping[str, Any], error: InvalidData | None = None) -> ResponseReturnValue:
    place_name, districts = list_possible_districts(typed["place"], day_of(utc_now()))
    wrong = dict(error.fields) if error else {}
    if districts and wrong.pop("place", ""):
        wrong["district"] = "Choose a district."
    return render_template(
        "helpline/ask.html",
        typed=typed,
        problems=wrong,
        place_name=place_name,
        districts=[(one.name, one.name) for one in districts],
        not_sure=proposing.NOT_SURE,
        asked=error if isinstance(error, AskedAgain) else None,
        private_domains=PRIVATE_DOMAINS,
        **proposing.list_ask_choices(),
    ), int(error.status) if error else 200


def _show_question(enquiry: Enquiry, error: InvalidData | None = None, why: str = "") -> ResponseReturnValue:
    return render_template(
        "helpline/question.html",
        enquiry=enquiry,
        parts=answer_parts.list_answer_parts(enquiry),
        reply=replies.describe_reply(enquiry),
        words=wording,
        way_names=proposing.ASKER_WAY_NAMES,
        state_names=proposing.ASKER_STATE_NAMES,
        problems=error.fields if error else {},
        asked=error if isinstance(error, AskedAgain) else None,
        why=why,
    ), int(error.status) if error else 200

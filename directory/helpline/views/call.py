"""The screen of a call: what is asked, kept as it is typed, and the directory beside it."""

import uuid

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import HANDLERS, allow, find_actor
from directory.errors import EditConflict, InvalidData
from directory.extensions import db, only_reads
from directory.helpline import beside, wording
from directory.helpline.earlier.copying import copy_answer
from directory.helpline.enquiries import actions, queries
from directory.helpline.enquiries.ending_fields import read_endings
from directory.helpline.enquiries.reply_contacts import find_questions
from directory.helpline.enquiries.typed import read_enquiry
from directory.helpline.enquiries.whereabouts import find_place_said
from directory.helpline.views import blueprint
from directory.helpline.views.once import find_started, note_sent, was_sent
from directory.helpline.views.showing import read_question, show_call
from directory.models.mixins import utc_now
from directory.network.checking import read_id
from directory.network.confirmation import day_of


@blueprint.post("/enquiries")
@allow(*HANDLERS)
def call_start() -> ResponseReturnValue:
    """A call that this handler began and left untouched is gone on with. `source`: the id of an enquiry
    whose answer a new call starts from."""
    actor, typed, now = find_actor(), read_enquiry(request.form), utc_now()
    started, new_id = find_started()
    if started:
        flash("That is done already: this is the call that was started.")
        return redirect(url_for("helpline.call", enquiry_id=new_id))
    is_copy = "source" in request.form
    enquiry = None if typed or is_copy else queries.find_untouched_of(actor)
    enquiry = enquiry or actions.open_enquiry(actor=actor, typed=typed, enquiry_id=new_id)
    if is_copy:
        source_id = read_id(request.form["source"])
        copy_answer(actor=actor, enquiry=enquiry, source_id=source_id, now=now)
        flash("The earlier answer is here. Say what is asked now, and check that the answer still holds.")
    db.session.commit()
    return redirect(url_for("helpline.call", enquiry_id=enquiry.id))


@blueprint.get("/enquiries/<uuid:enquiry_id>")
@allow(*HANDLERS)
def call(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    return show_call(queries.find_enquiry(enquiry_id), {}, {})


@blueprint.get("/enquiries/<int(max=999999999):number>")
@allow(*HANDLERS)
def call_numbered(number: int) -> ResponseReturnValue:
    """Leads to the enquiry of this number, which is all that a proposal knows of it."""
    return redirect(url_for("helpline.call", enquiry_id=queries.find_enquiry_numbered(number).id))


@blueprint.post("/enquiries/<uuid:enquiry_id>")
@allow(*HANDLERS)
def call_save(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    enquiry, typed = queries.find_enquiry(enquiry_id, is_held=True), read_enquiry(request.form)
    version = request.form.get("expected_version", 0, type=int)
    try:
        if not was_sent(enquiry):
            note_sent(enquiry)
            actions.save_enquiry(actor=find_actor(), enquiry=enquiry, typed=typed, expected_version=version)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        shown = typed | read_endings(request.form) | {"q": request.form.get("q", "")}
        problems = error.fields or {"": error.message}
        return show_call(queries.find_enquiry(enquiry_id), shown, problems, int(error.status))
    db.session.commit()
    meant = request.form.get("meant", "")
    if meant or request.form.get("do") == "search":
        return show_call(enquiry, {"q": meant or request.form.get("q", "")}, {})
    flash("Saved.")
    return redirect(url_for("helpline.call", enquiry_id=enquiry_id))


@blueprint.post("/enquiries/<uuid:enquiry_id>/typed")
@allow(*HANDLERS)
def call_keep(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    """What is typed, as it is typed. Answers a program: the version now, the needs, what was left out and
    why, and what is asked about where to reply to, where that is new."""
    enquiry, typed = queries.find_enquiry(enquiry_id), read_enquiry(request.form)
    version = request.form.get("expected_version", 0, type=int)
    contacts = (enquiry.reply_email, enquiry.reply_phone)
    try:
        left_out = actions.save_enquiry(
            actor=find_actor(), enquiry=enquiry, typed=typed, expected_version=version, as_typed=True
        )
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        return jsonify(message=error.message), int(error.status)
    db.session.commit()
    needs = [[one.term.slug, one.term.name] for one in enquiry.needs]
    is_new = "reply_email" in left_out or contacts != (enquiry.reply_email, enquiry.reply_phone)
    asked = find_questions(typed) if is_new else None
    return jsonify(version=enquiry.version, left_out=left_out, needs=needs, asked=asked)


@blueprint.route("/enquiries/<uuid:enquiry_id>/search", methods=["GET", "POST"])
@allow(*HANDLERS)
@only_reads
def call_search(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    """A part of the screen, for each key pressed. Nothing of it is logged or kept."""
    asked, now = read_question(), utc_now()
    found = beside.search_beside(asked, beside.find_where(asked, now), now)
    html = render_template("helpline/results.html", beside=found, asked=asked, enquiry_id=enquiry_id)
    return jsonify(html=html, place=find_place_said(asked.words, day_of(now)))


@blueprint.route("/enquiries/<uuid:enquiry_id>/who", methods=["GET", "POST"])
@allow(*HANDLERS)
@only_reads
def call_who(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    """A part of the screen: who can help at a place."""
    asked, now = read_question(), utc_now()
    answer = beside.find_help_beside(asked, beside.find_where(asked, now), now)
    return jsonify(html=render_template("helpline/who.html", help_here=answer, enquiry_id=enquiry_id))


@blueprint.route("/enquiries/<uuid:enquiry_id>/earlier", methods=["GET", "POST"])
@allow(*HANDLERS)
@only_reads
def call_earlier(enquiry_id: uuid.UUID) -> ResponseReturnValue:
    """A part of the screen: earlier enquiries like this one."""
    found = beside.find_earlier(read_question(), enquiry_id, utc_now())
    html = render_template("helpline/earlier.html", earlier=found, enquiry_id=enquiry_id, words=wording)
    return jsonify(html=html)

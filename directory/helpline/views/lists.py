"""The officer's pages of the lists handlers answer from."""

import uuid
from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.asked_again import AskedAgain, ask_again
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.helpline import lists, wording
from directory.helpline.views import blueprint
from directory.helpline.views.once import read_new_id

_CONTACT_FORM = (*lists.CONTACT_FIELDS, "area", "age")


@blueprint.get("/lists")
@allow(*COUNT_KEEPERS)
def answer_lists() -> ResponseReturnValue:
    return render_template(
        "helpline/lists.html",
        destinations=lists.list_all_destinations(),
        contacts=lists.list_contacts(),
        words=wording,
    )


@blueprint.get("/lists/destinations/new")
@allow(*COUNT_KEEPERS)
def destination_new() -> ResponseReturnValue:
    return _show_destination({"is_open": "1", "position": "9"}, {}, None)


@blueprint.post("/lists/destinations/new")
@allow(*COUNT_KEEPERS)
def destination_add() -> ResponseReturnValue:
    typed, new_id = _read(lists.DESTINATION_FIELDS), read_new_id()
    return _do(
        lambda: lists.add_destination(actor=find_actor(), typed=typed, new_id=new_id),
        lambda problems, asked: _show_destination(typed, problems, None, asked=asked),
    )


@blueprint.get("/lists/destinations/<uuid:destination_id>")
@allow(*COUNT_KEEPERS)
def destination(destination_id: uuid.UUID) -> ResponseReturnValue:
    one = lists.find_destination(destination_id)
    return _show_destination(lists.describe_destination(one), {}, one.id, one.version)


@blueprint.post("/lists/destinations/<uuid:destination_id>")
@allow(*COUNT_KEEPERS)
def destination_save(destination_id: uuid.UUID) -> ResponseReturnValue:
    one, typed = lists.find_destination(destination_id), _read(lists.DESTINATION_FIELDS)
    version = request.form.get("version", 0, type=int)

    def show(problems: Mapping[str, str], asked: AskedAgain | None) -> str:
        now = lists.find_destination(destination_id).version
        return _show_destination(typed, problems, destination_id, now, asked)

    return _do(
        lambda: lists.edit_destination(actor=find_actor(), one=one, typed=typed, expected_version=version),
        show,
    )


@blueprint.get("/lists/contacts/new")
@allow(*COUNT_KEEPERS)
def contact_new() -> ResponseReturnValue:
    return _show_contact({}, {}, None)


@blueprint.post("/lists/contacts/new")
@allow(*COUNT_KEEPERS)
def contact_add() -> ResponseReturnValue:
    typed = _read(_CONTACT_FORM)
    return _do(
        lambda: lists.add_contact(actor=find_actor(), typed=typed),
        lambda problems, _: _show_contact(typed, problems, None),
    )


@blueprint.get("/lists/contacts/<uuid:contact_id>")
@allow(*COUNT_KEEPERS)
def contact(contact_id: uuid.UUID) -> ResponseReturnValue:
    one = lists.find_contact(contact_id)
    return _show_contact(lists.describe_contact(one), {}, one.id, one.version)


@blueprint.post("/lists/contacts/<uuid:contact_id>")
@allow(*COUNT_KEEPERS)
def contact_save(contact_id: uuid.UUID) -> ResponseReturnValue:
    one, typed = lists.find_contact(contact_id), _read(_CONTACT_FORM)
    version = request.form.get("version", 0, type=int)

    def show(problems: Mapping[str, str], _: AskedAgain | None) -> str:
        now = lists.find_contact(contact_id)
        return _show_contact(lists.describe_contact(now) | typed, problems, contact_id, now.version)

    return _do(
        lambda: lists.edit_contact(actor=find_actor(), one=one, typed=typed, expected_version=version), show
    )


def _read(names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.form[name] for name in names if name in request.form}


def _do(
    write: Callable[[], object], show: Callable[[Mapping[str, str], AskedAgain | None], str]
) -> ResponseReturnValue:
    """`show` is given what is wrong, and the question where that is only to be looked at once more."""
    try:
        write()
        ask_again(request.form, "what_to_say")
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        asked = error if isinstance(error, AskedAgain) else None
        return show(error.fields or {"": error.message}, asked), int(error.status)
    db.session.commit()
    flash("Saved.")
    return redirect(url_for("helpline.answer_lists"))


def _show_destination(
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    one: uuid.UUID | None,
    version: int = 0,
    asked: AskedAgain | None = None,
) -> str:
    return render_template(
        "helpline/destination.html",
        typed=typed,
        problems=problems,
        one=one,
        version=version,
        asked=asked,
    )


def _show_contact(
    typed: Mapping[str, str], problems: Mapping[str, str], one: uuid.UUID | None, version: int = 0
) -> str:
    return render_template(
        "helpline/contact.html",
        typed=typed,
        problems=problems,
        one=one,
        version=version,
        places=lists.list_places(),
        words=wording,
    )

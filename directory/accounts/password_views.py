"""Choosing a password by a link to one's own e-mail address, and asking for that link."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts import actions
from directory.accounts.password_links import (
    PATH,
    find_account_of_key,
    is_mail_set_up,
    request_password_link,
)
from directory.accounts.permissions import open_to_all
from directory.accounts.views import blueprint
from directory.errors import InvalidData
from directory.extensions import db, limiter
from directory.models.mixins import utc_now

_TRIES = "10 per minute;60 per hour"


@blueprint.get(PATH)
@open_to_all
def choose_password() -> ResponseReturnValue:
    key = request.args.get("key", "")
    account = find_account_of_key(key)
    if account is None:
        return render_template("accounts/choose_password_over.html"), 410
    return render_template("accounts/choose_password.html", account=account, key=key, problems={})


@blueprint.post(PATH)
@open_to_all
@limiter.limit(_TRIES)
def choose_password_save() -> ResponseReturnValue:
    key = request.form.get("key", "")
    account = find_account_of_key(key)
    if account is None:
        return render_template("accounts/choose_password_over.html"), 410
    new = request.form.get("new_password", "")
    hashed = actions.hash_new_password(new)
    try:
        actions.choose_password(account=account, password=new, hashed=hashed)
    except InvalidData as error:
        db.session.rollback()
        page = "accounts/choose_password.html"
        return render_template(page, account=account, key=key, problems=error.fields), 422
    db.session.commit()
    return render_template("accounts/choose_password_done.html")


@blueprint.get("/forgotten-password")
@open_to_all
def forgotten_password() -> ResponseReturnValue:
    return _show_forgotten(is_sent=False)


@blueprint.post("/forgotten-password")
@open_to_all
@limiter.limit(_TRIES)
def forgotten_password_send() -> ResponseReturnValue:
    """Answers the same whether there is such an account or not."""
    if is_mail_set_up():
        request_password_link(email=request.form.get("email", ""), now=utc_now())
        db.session.commit()
    return _show_forgotten(is_sent=is_mail_set_up())


def _show_forgotten(*, is_sent: bool) -> str:
    page = "accounts/forgotten_password.html"
    return render_template(page, is_sent=is_sent, has_mail=is_mail_set_up())

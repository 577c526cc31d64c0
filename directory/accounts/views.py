"""Signing in and out, and changing one's own password."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from directory.accounts import actions, permissions, sessions
from directory.accounts.permissions import EVERYBODY_SIGNED_IN, allow, open_to_all
from directory.accounts.wording import NOT_MATCHED, describe_lock
from directory.errors import InvalidData
from directory.extensions import db, limiter, login_manager
from directory.models.mixins import utc_now

blueprint = Blueprint("accounts", __name__)

_TRIES = "30 per minute"
# A password is typed again: it is written into no page.
_NOT_CARRIED = frozenset(("csrf_token", "password", "new_password"))


@blueprint.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(_find_next())
    return _show_sign_in({})


@blueprint.post("/sign-in")
@open_to_all
@limiter.limit(_TRIES)
def sign_in_try() -> ResponseReturnValue:
    """The try is committed before the password is looked at, so that none goes uncounted."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    now, address = utc_now(), request.remote_addr or ""
    try:
        actions.begin_sign_in(email=email, address=address, now=now)
    except actions.SignInLocked as locked:
        return _show_sign_in({"email": describe_lock(locked.until, now)}), 429
    db.session.commit()
    check = actions.check_password(email=email, password=password)
    account = actions.finish_sign_in(email=email, check=check, address=address, now=now)
    db.session.commit()
    if account is None:
        return _show_sign_in({"email": NOT_MATCHED}), 422
    sessions.start_session(account, now)
    return _show_carried() or redirect(_find_next())


@blueprint.post("/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        actions.end_sessions(account=permissions.find_actor())
        db.session.commit()
    sessions.end_session()
    return redirect(url_for("accounts.sign_in"))


@blueprint.get("/account/password")
@allow(*EVERYBODY_SIGNED_IN)
def own_password() -> ResponseReturnValue:
    return render_template("accounts/own_password.html", problems={})


@blueprint.post("/account/password")
@allow(*EVERYBODY_SIGNED_IN)
@limiter.limit(_TRIES)
def own_password_change() -> ResponseReturnValue:
    account, now, address = permissions.find_actor(), utc_now(), request.remote_addr or ""
    email, new = account.email, request.form.get("new_password", "")
    try:
        actions.begin_sign_in(email=email, address=address, now=now)
        db.session.commit()
        check = actions.check_password(email=email, password=request.form.get("password", ""))
        hashed = actions.hash_new_password(new)
        changed = actions.change_own_password(
            account=account, check=check, new=new, hashed=hashed, address=address
        )
    except actions.SignInLocked as locked:
        return _show_own_password({"password": describe_lock(locked.until, now)}, 429)
    except InvalidData as error:
        db.session.rollback()
        return _show_own_password(error.fields)
    db.session.commit()
    if not changed:
        return _show_own_password({"password": "That is not your current password."})
    sessions.start_session(account, now)
    flash("Your password is changed. Other devices are signed out.")
    return redirect(url_for("accounts.own_password"))


@login_manager.unauthorized_handler
def ask_to_sign_in() -> ResponseReturnValue:
    """What somebody typed before their session ran out is carried through the sign-in page."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    return _show_sign_in({}, carried_to=request.path, carried=_list_typed()), 401


def _show_sign_in(
    problems: dict[str, str], carried_to: str = "", carried: list[tuple[str, str]] | None = None
) -> str:
    if not carried_to and "carried_to" in request.form:
        carried_to, carried = request.form["carried_to"], _list_carried()
    return render_template(
        "accounts/sign_in.html",
        problems=problems,
        email="" if carried_to and "carried_to" not in request.form else request.form.get("email", ""),
        next=request.values.get("next", ""),
        carried_to=carried_to,
        carried=carried or [],
    )


def _show_carried() -> ResponseReturnValue | None:
    """After signing in: a page that hands on, at one press, what was typed before."""
    to = request.form.get("carried_to", "")
    if not to or not is_own_path(to):
        return None
    return render_template("accounts/carry_on.html", carried_to=to, carried=_list_carried())


def _list_typed() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_CARRIED]


def _list_carried() -> list[tuple[str, str]]:
    start = "carried."
    return [(name.removeprefix(start), value) for name, value in _list_typed() if name.startswith(start)]


def _show_own_password(problems: dict[str, str], status: int = 422) -> ResponseReturnValue:
    return render_template("accounts/own_password.html", problems=problems), status


def _find_next() -> str:
    asked = request.values.get("next", "")
    if asked and is_own_path(asked):
        return asked
    return url_for("admin.dashboard" if permissions.may_see_desk() else "start.waiting")


def is_own_path(address: str) -> bool:
    """Whether a browser sent there stays here: "//host" and "/\\host" would leave."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = address.startswith("/") and "\\" not in address and address.isprintable()
    return plain and not address.startswith("//") and not parts.scheme and not parts.netloc

"""The administrator's screens: who has an account, and what they may do."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts import actions, bodies, second_person, throttle
from directory.accounts.password_links import is_mail_set_up, send_password_link
from directory.accounts.passwords import make_password
from directory.accounts.permissions import (
    ACCOUNT_KEEPERS,
    allow,
    find_actor,
    refuse_changing_own_account,
)
from directory.accounts.queries import find_account_by_id, list_accounts
from directory.accounts.views import blueprint
from directory.accounts.wording import ROLE_MEANINGS, ROLE_NAMES
from directory.errors import InvalidData, NotFound
from directory.extensions import db
from directory.models import User
from directory.models.mixins import utc_now


@blueprint.get("/admin/accounts")
@allow(*ACCOUNT_KEEPERS)
def account_list() -> ResponseReturnValue:
    accounts = list_accounts()
    locked = {account.id: until for account, until in throttle.list_locked(accounts, utc_now())}
    return render_template(
        "accounts/account_list.html", accounts=accounts, locked=locked, role_names=ROLE_NAMES
    )


@blueprint.get("/admin/accounts/new")
@allow(*ACCOUNT_KEEPERS)
def account_new() -> ResponseReturnValue:
    return _show_new({}, 200)


@blueprint.post("/admin/accounts/new")
@allow(*ACCOUNT_KEEPERS)
def account_create() -> ResponseReturnValue:
    actor, password = find_actor(), None if is_mail_set_up() else make_password()
    hashed = actions.hash_new_password(password) if password else None
    try:
        account = actions.create_account(
            actor=actor,
            email=request.form.get("email", ""),
            name=request.form.get("name", ""),
            roles=request.form.getlist("roles"),
            password=password,
            hashed=hashed,
        )
    except InvalidData as error:
        db.session.rollback()
        return _show_new(error.fields, 422)
    return _hand_over_password(account, password, is_new=True)


@blueprint.get("/admin/accounts/<uuid:account_id>")
@allow(*ACCOUNT_KEEPERS)
def account_detail(account_id: uuid.UUID) -> ResponseReturnValue:
    account = _require(account_id)
    return _show_detail(account, {}, 200)


@blueprint.post("/admin/accounts/<uuid:account_id>")
@allow(*ACCOUNT_KEEPERS)
def account_set_roles(account_id: uuid.UUID) -> ResponseReturnValue:
    account = _require(account_id)
    refuse_changing_own_account(find_actor(), account)
    try:
        actions.set_roles(actor=find_actor(), account=account, roles=request.form.getlist("roles"))
    except InvalidData as error:
        return _show_detail(account, error.fields, 422)
    db.session.commit()
    flash(f"Roles of {account.name} are changed. They are asked to sign in again.")
    return redirect(url_for("accounts.account_list"))


@blueprint.post("/admin/accounts/<uuid:account_id>/bodies")
@allow(*ACCOUNT_KEEPERS)
def account_set_bodies(account_id: uuid.UUID) -> ResponseReturnValue:
    account = _require(account_id)
    refuse_changing_own_account(find_actor(), account)
    try:
        bodies.set_bodies(actor=find_actor(), account=account, slugs=request.form.getlist("bodies"))
    except InvalidData as error:
        return _show_detail(account, error.fields, 422)
    db.session.commit()
    flash(f"What {account.name} answers for is saved.")
    return redirect(url_for("accounts.account_detail", account_id=account.id))


@blueprint.post("/admin/accounts/<uuid:account_id>/password")
@allow(*ACCOUNT_KEEPERS)
def account_password(account_id: uuid.UUID) -> ResponseReturnValue:
    """A link to the owner's own address. Only where there is no mail, a password that is shown once."""
    account, password = _require(account_id), None if is_mail_set_up() else make_password()
    refuse_changing_own_account(find_actor(), account)
    if password:
        hashed = actions.hash_new_password(password)
        actions.set_password(actor=find_actor(), account=account, password=password, hashed=hashed)
    return _hand_over_password(account, password, is_new=False)


@blueprint.post("/admin/accounts/<uuid:account_id>/agree")
@allow(*ACCOUNT_KEEPERS)
def account_agree(account_id: uuid.UUID) -> ResponseReturnValue:
    account = _require(account_id)
    second_person.agree_to_account(actor=find_actor(), account=account)
    db.session.commit()
    flash(f"You have agreed to the account of {account.name}.")
    return redirect(url_for("accounts.account_detail", account_id=account.id))


@blueprint.get("/admin/accounts/<uuid:account_id>/disable")
@allow(*ACCOUNT_KEEPERS)
def account_disable_ask(account_id: uuid.UUID) -> ResponseReturnValue:
    return render_template("accounts/account_disable_ask.html", account=_require(account_id))


@blueprint.post("/admin/accounts/<uuid:account_id>/disable")
@allow(*ACCOUNT_KEEPERS)
def account_disable(account_id: uuid.UUID) -> ResponseReturnValue:
    account = _require(account_id)
    refuse_changing_own_account(find_actor(), account)
    actions.disable_account(actor=find_actor(), account=account)
    db.session.commit()
    flash(f"The account of {account.name} is closed, and they are signed out everywhere.")
    return redirect(url_for("framework.handover", account_id=account.id))


@blueprint.post("/admin/accounts/<uuid:account_id>/unlock")
@allow(*ACCOUNT_KEEPERS)
def account_unlock(account_id: uuid.UUID) -> ResponseReturnValue:
    account = _require(account_id)
    throttle.unlock_account(actor=find_actor(), account=account)
    db.session.commit()
    flash(f"{account.name} can try to sign in again.")
    return redirect(url_for("accounts.account_detail", account_id=account.id))


@blueprint.post("/admin/accounts/<uuid:account_id>/enable")
@allow(*ACCOUNT_KEEPERS)
def account_enable(account_id: uuid.UUID) -> ResponseReturnValue:
    account = _require(account_id)
    actions.enable_account(actor=find_actor(), account=account)
    db.session.commit()
    flash(f"The account of {account.name} is open again.")
    return redirect(url_for("accounts.account_list"))


def _hand_over_password(account: User, password: str | None, *, is_new: bool) -> ResponseReturnValue:
    if password is None:
        send_password_link(actor=find_actor(), account=account, now=utc_now(), is_new=is_new)
    db.session.commit()
    page = "accounts/account_password.html"
    return render_template(page, account=account, password=password, is_new=is_new)


def _require(account_id: uuid.UUID) -> User:
    account = find_account_by_id(account_id)
    if account is None:
        raise NotFound("There is no such account.")
    return account


def _show_new(problems: dict[str, str], status: int) -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in ("email", "name")}
    chosen = request.form.getlist("roles")
    page = "accounts/account_new.html"
    return render_template(
        page,
        typed=typed,
        chosen=chosen,
        problems=problems,
        roles=_list_roles(),
        has_mail=is_mail_set_up(),
    ), status


def _show_detail(account: User, problems: dict[str, str], status: int) -> ResponseReturnValue:
    page = "accounts/account_detail.html"
    is_roles = "roles" in problems
    return render_template(
        page,
        account=account,
        chosen=request.form.getlist("roles") if is_roles else [role.value for role in account.roles],
        problems=problems,
        roles=_list_roles(),
        has_mail=is_mail_set_up(),
        locked_until=next((until for _, until in throttle.list_locked([account], utc_now())), None),
        password_giver=second_person.find_password_giver(account),
        is_unconfirmed=second_person.is_unconfirmed(account, utc_now()),
        may_agree=second_person.may_agree_to_account(find_actor(), account, utc_now()),
        bodies=[(body.slug, body.name) for body in bodies.list_open_bodies()],
        own_bodies=request.form.getlist("bodies")
        if "bodies" in problems
        else [body.slug for body in bodies.list_bodies_of(account)],
    ), status


def _list_roles() -> list[tuple[str, str, str]]:
    return [(role.value, name, ROLE_MEANINGS[role]) for role, name in ROLE_NAMES.items()]

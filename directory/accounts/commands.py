"""`flask accounts ...`: accounts from the command line. A password is asked for or made, never an argument:
arguments stay in the shell's history and show in the list of processes."""

import click
from flask import current_app
from flask.cli import AppGroup

from directory.accounts import actions, bodies, demo, second_person, throttle
from directory.accounts.passwords import make_password
from directory.accounts.queries import find_account, list_accounts
from directory.accounts.wording import describe_time
from directory.errors import DirectoryError
from directory.extensions import db, expect_writes
from directory.models import User
from directory.models.codes import Role
from directory.models.mixins import utc_now

accounts = AppGroup("accounts", help="People who can sign in.")
_roles = click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role])
)
_bodies = click.option(
    "--body", "slugs", multiple=True, help="The short name of a commissioning body they answer for."
)
_generate = click.option("--generate", is_flag=True, help="Make a password and show it once.")


@accounts.command("create")
@click.argument("email")
@click.option("--name", prompt=True, help="The person's name.")
@_roles
@_bodies
@_generate
def create(email: str, name: str, roles: tuple[str, ...], slugs: tuple[str, ...], generate: bool) -> None:
    """Create an account."""
    expect_writes()
    password = _ask_password(generate)
    with _told():
        made = actions.create_account(actor=None, email=email, name=name, roles=roles, password=password)
        if slugs:
            bodies.set_bodies(actor=None, account=made, slugs=slugs)
    db.session.commit()
    click.echo(f"Created {email}.")


@accounts.command("set-password")
@click.argument("email")
@_generate
def set_password(email: str, generate: bool) -> None:
    """Give an account a new password."""
    expect_writes()
    account = _require(email)
    with _told():
        actions.set_password(actor=None, account=account, password=_ask_password(generate))
    db.session.commit()
    click.echo(f"{email} has a new password, and is signed out everywhere.")


@accounts.command("agree")
@click.argument("email")
def agree(email: str) -> None:
    """Agree, as the second person, that an account is right and its password has reached its owner."""
    expect_writes()
    account = _require(email)
    second_person.agree_to_account(actor=None, account=account)
    db.session.commit()
    click.echo(f"{email} is agreed to.")


@accounts.command("set-roles")
@click.argument("email")
@_roles
def set_roles(email: str, roles: tuple[str, ...]) -> None:
    """Say what an account may do: these roles and no others."""
    expect_writes()
    account = _require(email)
    with _told():
        actions.set_roles(actor=None, account=account, roles=roles)
    db.session.commit()
    click.echo(f"{email} is now: {', '.join(role.value for role in account.roles)}.")


@accounts.command("set-bodies")
@click.argument("email")
@_bodies
def set_bodies(email: str, slugs: tuple[str, ...]) -> None:
    """Say which commissioning bodies a commissioner answers for: these and no others."""
    expect_writes()
    account = _require(email)
    with _told():
        bodies.set_bodies(actor=None, account=account, slugs=slugs)
    db.session.commit()
    click.echo(f"{email} answers for: {', '.join(sorted(slugs)) or 'nobody'}.")


@accounts.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Close an account and end its sessions."""
    expect_writes()
    account = _require(email)
    with _told():
        actions.disable_account(actor=None, account=account)
    db.session.commit()
    click.echo(f"{email} is closed, and signed out everywhere.")


@accounts.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Open a closed account again."""
    expect_writes()
    actions.enable_account(actor=None, account=_require(email))
    db.session.commit()
    click.echo(f"{email} is open again.")


@accounts.command("unlock")
@click.argument("email")
def unlock(email: str) -> None:
    """Let an account try to sign in again at once, after too many wrong passwords."""
    expect_writes()
    throttle.unlock_account(actor=None, account=_require(email))
    db.session.commit()
    click.echo(f"{email} can try to sign in again.")


@accounts.command("locked")
def show_locked() -> None:
    """The accounts that cannot sign in for a while, after too many wrong passwords."""
    for account, until in throttle.list_locked(list_accounts(), utc_now()):
        click.echo(f"{account.email}  until {describe_time(until)}")


@accounts.command("list")
def show_list() -> None:
    """Every account with its roles."""
    for account in list_accounts():
        state = "" if account.is_enabled else "  (closed)"
        click.echo(f"{account.email}  {account.name}  {', '.join(account.roles)}{state}")


@accounts.command("demo")
def make_demo() -> None:
    """For trying things out on one machine: one account for each role."""
    expect_writes()
    with _told():
        sign_ins = demo.make_demo_accounts(current_app.config)
    db.session.commit()
    for email, password in sign_ins.items():
        click.echo(f"{email}  {password}")


class _told:
    """Says what was wrong in words, and stops."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, DirectoryError):
            db.session.rollback()
            raise click.ClickException(" ".join([error.message, *error.fields.values()])) from error


def _ask_password(generate: bool) -> str:
    if not generate:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    password = make_password()
    click.echo(f"Password (shown only now): {password}")
    return password


def _require(email: str) -> User:
    account = find_account(email)
    if account is None:
        raise click.ClickException(f"There is no account {email}.")
    return account

"""Accounts for trying the directory out on one machine."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from directory.accounts import actions
from directory.accounts.passwords import make_password
from directory.accounts.queries import find_account, find_demo_address
from directory.accounts.wording import ROLE_NAMES
from directory.errors import NotAllowed
from directory.extensions import db
from directory.models import BodyMember, CommissioningBody, Team, TeamMember, User
from directory.models.codes import Role

_TEAM = "example-city-adults"
_BODY = "city-public-health"


def make_demo_accounts(config: Mapping[str, Any]) -> dict[str, str]:
    """E-mail address to password, one for each role. Passwords are made once for each instance folder, and
    stay in a file there that only its owner can read."""
    if config["ENVIRONMENT"] != "local":
        raise NotAllowed("Demo accounts are made only where ENVIRONMENT is local.")
    sign_ins = _kept_sign_ins(Path(config["INSTANCE_DIR"]) / "demo_accounts.txt")
    for role in Role:
        email = find_demo_address(role)
        if find_account(email) is None:
            name = f"Demo {ROLE_NAMES[role].lower()}"
            password = sign_ins[email]
            account = actions.create_account(
                actor=None, email=email, name=name, roles=[role], password=password
            )
            _join_example_team(account)
            _answer_for_example_body(account)
    return sign_ins


def _join_example_team(account: User) -> None:
    """So that there is a due list to try out. The team comes with the example directory, if at all."""
    team = db.session.scalar(select(Team).where(Team.slug == _TEAM))
    if team is not None and Role.COMMISSIONER not in account.roles:
        db.session.add(TeamMember(team_id=team.id, user_id=account.id))


def _answer_for_example_body(account: User) -> None:
    body = db.session.scalar(select(CommissioningBody).where(CommissioningBody.slug == _BODY))
    if body is not None and Role.COMMISSIONER in account.roles:
        db.session.add(BodyMember(user_id=account.id, body_id=body.id))


def _kept_sign_ins(path: Path) -> dict[str, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.writelines(f"{find_demo_address(role)}  {make_password()}\n" for role in Role)
    except FileExistsError:
        pass
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    return {email: password for email, password in lines}

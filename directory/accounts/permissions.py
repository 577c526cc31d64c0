"""Who may do what. Every endpoint declares it with one of the two decorators here; one that declares
nothing is refused, and a guard test names it."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from directory.accounts import sessions
from directory.accounts.second_person import is_unconfirmed
from directory.errors import NotAllowed
from directory.extensions import db, login_manager
from directory.models import User
from directory.models.codes import Role
from directory.models.mixins import utc_now

View = TypeVar("View", bound=Callable[..., Any])

# The static files of Flask itself carry no decorator.
_OPEN_ENDPOINTS = frozenset({"static"})

EVERYBODY_SIGNED_IN = tuple(Role)
CURATORS = (Role.KNOWLEDGE_OFFICER, Role.ADMINISTRATOR)
# Who sees the desk's list of entries, drafts and suspended ones too, and may hide one at once.
DESK = (Role.HELPLINE, *CURATORS)
STAFF = (Role.STAFF, *DESK)
# Who answers enquiries to the helpline.
HANDLERS = (Role.HELPLINE, Role.KNOWLEDGE_OFFICER)
# Who sees true counts of unmet needs, and groups and sends them.
COUNT_KEEPERS = (Role.KNOWLEDGE_OFFICER,)
# Who reads what is missing and what was answered, small counts hidden.
COMMISSIONING = (Role.COMMISSIONER, *CURATORS)
ACCOUNT_KEEPERS = (Role.ADMINISTRATOR,)


def open_to_all(view: View) -> View:
    """Anybody may use this endpoint, signed in or not."""
    view.allowed_roles = None  # type: ignore[attr-defined]
    return view


def allow(*roles: Role) -> Callable[[View], View]:
    """Only somebody signed in with one of these roles may use this endpoint."""

    def mark(view: View) -> View:
        view.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def find_allowed_roles(endpoint: str) -> frozenset[Role] | None:
    """The roles an endpoint declares; None when it is open to all; empty when it declares nothing."""
    if endpoint in _OPEN_ENDPOINTS:
        return None
    view = current_app.view_functions[endpoint]
    return getattr(view, "allowed_roles", frozenset())


def refuse_unallowed() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    roles = find_allowed_roles(request.endpoint)
    if roles is None or has_any_role(roles):
        return None
    if not roles or current_user.is_authenticated:
        abort(403)
    return login_manager.unauthorized()


def has_any_role(roles: frozenset[Role] | tuple[Role, ...]) -> bool:
    return current_user.is_authenticated and not set(roles).isdisjoint(current_user.roles)


def find_actor() -> User:
    """The signed-in person's own record, for actions to name. Only where the endpoint asks for a role."""
    return current_user._get_current_object()


def is_staff() -> bool:
    """Whether the person at the screen may see what is for staff only."""
    return has_any_role(STAFF)


def may_see_network() -> bool:
    return has_any_role(STAFF)


def may_see_desk() -> bool:
    return has_any_role(DESK)


def may_curate() -> bool:
    """Create, edit, publish, withdraw, assure and restore entries."""
    return has_any_role(CURATORS)


def may_suspend() -> bool:
    return has_any_role(DESK)


def may_support() -> bool:
    """Make packs and support records. Which record opens is decided by its reference (framework)."""
    return has_any_role(STAFF)


def may_see_references() -> bool:
    """Read the reference of a support record where somebody else wrote it down. Not with an account that
    waits for a second administrator."""
    return has_any_role(STAFF) and not is_unconfirmed(current_user, utc_now())


def may_ask_helpline() -> bool:
    return has_any_role(STAFF)


def may_handle_enquiries() -> bool:
    return has_any_role(HANDLERS)


def may_log_unmet_needs() -> bool:
    return has_any_role(STAFF)


def may_see_exact_counts() -> bool:
    """Everybody else sees small counts as small_numbers.protect() shows them."""
    return has_any_role(COUNT_KEEPERS)


def may_see_commissioning() -> bool:
    return has_any_role(COMMISSIONING)


def may_keep_accounts() -> bool:
    return has_any_role(ACCOUNT_KEEPERS)


def refuse_changing_own_account(actor: User, account: User) -> None:
    """Nobody takes away their own roles or closes their own account: a slip could not be put right."""
    if actor.id == account.id:
        raise NotAllowed("You cannot do this to your own account. Ask another administrator.")


@login_manager.user_loader
def load_user(session_key: str) -> User | None:
    """`session_key` is "<user id>:<session epoch>": it stops working when either account or epoch does,
    and when the session has lasted too long."""
    now = utc_now()
    if sessions.is_session_over(now):
        return None
    user_id, _, epoch = session_key.partition(":")
    try:
        user = db.session.get(User, uuid.UUID(user_id))
    except ValueError:
        return None
    if user is None or not user.is_enabled or str(user.session_epoch) != epoch:
        return None
    sessions.note_seen(now)
    return user

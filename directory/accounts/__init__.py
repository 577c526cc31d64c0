"""Sign-in, roles and permissions."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages and commands, and refuses whatever an endpoint does not allow."""
    from directory.accounts import permissions

    app.before_request(permissions.refuse_unallowed)

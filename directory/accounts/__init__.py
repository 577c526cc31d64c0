"""Sign-in, roles and permissions."""

from datetime import timedelta

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages and commands, and refuses whatever an endpoint does not allow."""
    from directory.accounts import (
        admin_views,  # noqa: F401  puts its pages on the blueprint
        password_views,  # noqa: F401  so does this
        permissions,
        throttle,
        views,
        wording,
    )
    from directory.command_line import add_commands
    from directory.extensions import login_manager
    from directory.jobs import register

    # A person's network address changes as they move about; the epoch and the expiry protect the session.
    login_manager.session_protection = None
    app.before_request(permissions.refuse_unallowed)
    app.register_blueprint(views.blueprint)
    add_commands(app, "accounts", "directory.accounts.commands:accounts", "People who can sign in.")
    register(app, "drop-old-sign-in-counts", timedelta(hours=6), throttle.drop_old_counts)
    app.jinja_env.globals["may"] = {
        "see_desk": permissions.may_see_desk,
        "see_network": permissions.may_see_network,
        "curate": permissions.may_curate,
        "suspend": permissions.may_suspend,
        "support": permissions.may_support,
        "see_references": permissions.may_see_references,
        "ask_helpline": permissions.may_ask_helpline,
        "handle_enquiries": permissions.may_handle_enquiries,
        "log_unmet_needs": permissions.may_log_unmet_needs,
        "see_exact_counts": permissions.may_see_exact_counts,
        "see_commissioning": permissions.may_see_commissioning,
        "keep_accounts": permissions.may_keep_accounts,
    }
    app.jinja_env.filters["local_time"] = wording.describe_time
    app.jinja_env.filters["local_date"] = wording.describe_date

"""The support network: the people, by role, who help others to find and use support. Staff only."""

from datetime import timedelta

from flask import Flask

from directory.free_text import FreeText, register

register(
    FreeText("support_role.hours", "When a support role works.", "staff", "when an officer changes it", 300),
    FreeText(
        "support_role.languages",
        "Which languages a support role speaks.",
        "staff",
        "when an officer changes it",
        300,
    ),
    FreeText(
        "support_role.notes",
        "What staff should know before they ask a support role for help.",
        "staff",
        "when an officer changes it",
        2000,
    ),
    FreeText(
        "support_role.holder_note",
        "What the holder of a support role says is no longer true.",
        "knowledge officer",
        "until an officer has put it right",
        1000,
    ),
)


def init_app(app: Flask) -> None:
    """Binds this room's pages and jobs."""
    from directory import jobs
    from directory.network import mailing, wording
    from directory.network.views import blueprint

    app.register_blueprint(blueprint)
    jobs.register(app, "confirm-roles", timedelta(hours=6), mailing.ask_roles)
    app.jinja_env.filters["places_free"] = wording.describe_places
    app.jinja_env.globals["specialty_names"] = wording.SPECIALTY_NAMES

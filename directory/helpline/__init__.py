"""The helpline of the Community Knowledge Service: enquiries of staff, and how each of them ends."""

from datetime import timedelta

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages and jobs, and puts its free-text fields in the register."""
    from directory.helpline import free_text_fields
    from directory.helpline.hours.wording import describe_opening_now
    from directory.helpline.left import tell_of_left
    from directory.helpline.replies import describe_reply
    from directory.helpline.retention import empty_old_enquiries
    from directory.helpline.views import blueprint
    from directory.jobs import register

    free_text_fields.register_fields()
    app.register_blueprint(blueprint)
    register(app, "empty-old-enquiries", timedelta(hours=24), empty_old_enquiries, forgets=True)
    register(app, "tell-of-left-enquiries", timedelta(hours=12), tell_of_left)
    app.jinja_env.globals["helpline_reply"] = describe_reply
    app.jinja_env.globals["helpline_opening"] = describe_opening_now

"""The helpline of the Community Knowledge Service: enquiries of staff, and how each of them ends."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages and jobs, and puts its free-text fields in the register."""
    from directory.helpline import free_text_fields
    from directory.helpline.views import blueprint

    free_text_fields.register_fields()
    app.register_blueprint(blueprint)

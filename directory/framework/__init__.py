"""The framework for supporting other needs: levels, support records, packs, the care-plan entry."""

from datetime import timedelta

from flask import Flask


def init_app(app: Flask) -> None:
    """Binds this room's pages and jobs, and puts its free-text fields in the register."""
    from directory.command_line import add_commands
    from directory.framework import free_text_fields, wording
    from directory.framework.packs.actions import delete_ended_packs
    from directory.framework.records.deleting import delete_old_records
    from directory.framework.records.reference import format_reference, spell_reference
    from directory.framework.views import blueprint
    from directory.jobs import register

    free_text_fields.register_fields()
    app.register_blueprint(blueprint)
    commands = "directory.framework.commands:support_records"
    add_commands(app, "support-records", commands, "Handovers of support records.")
    app.jinja_env.filters["reference"] = format_reference
    app.jinja_env.filters["spoken_reference"] = spell_reference
    app.jinja_env.filters["day_in_words"] = wording.say_date
    register(app, "delete-records", timedelta(hours=12), delete_old_records, forgets=True)
    register(app, "end-packs", timedelta(hours=6), delete_ended_packs, forgets=True)

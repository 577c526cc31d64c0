"""Starting, watching and keeping the whole: prepare, serve, health, backup."""

from flask import Flask


def init_app(app: Flask) -> None:
    from directory.command_line import add_commands
    from directory.operations.backup import backup_command, restore_command
    from directory.operations.health import health_pages
    from directory.operations.keeping import prune_backups_command
    from directory.operations.prepare import prepare_command
    from directory.operations.withheld import refuse_unfinished

    app.before_request(refuse_unfinished)
    app.register_blueprint(health_pages)
    app.cli.add_command(prepare_command)
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)
    app.cli.add_command(prune_backups_command)
    add_commands(app, "privacy", "directory.operations.stored_numbers:privacy", "Details of patients.")

"""E-mail to staff and providers: queued in the transaction of what it tells of, sent by a job."""

from datetime import timedelta

from flask import Flask


def init_app(app: Flask) -> None:
    from directory.jobs import registry
    from directory.mail import actions, sending

    registry.register(app, "send-mail", timedelta(seconds=15), sending.send_due_mail, writes=False)
    registry.register(app, "empty-old-mail", timedelta(hours=12), actions.empty_old_mail, forgets=True)

"""`flask support-records ...`: what somebody at the machine does where no second administrator can."""

import click
from flask.cli import AppGroup

from directory.accounts.queries import find_account
from directory.extensions import db, expect_writes
from directory.framework.handovers.actions import agree_to_handover
from directory.framework.handovers.queries import list_of_worker
from directory.framework.handovers.rules import needs_agreement
from directory.models.mixins import utc_now

support_records = AppGroup("support-records", help="Handovers of support records.")


@support_records.command("agree")
@click.argument("email")
def agree(email: str) -> None:
    """Agree, as the second person, that the records of the worker EMAIL are handed over as they were asked
    for."""
    expect_writes()
    worker, now = find_account(email), utc_now()
    if worker is None:
        raise click.ClickException(f"There is no account {email}.")
    waiting = [one for one in list_of_worker(worker, now) if needs_agreement(one, now)]
    for handover in waiting:
        agree_to_handover(actor=None, handover=handover, now=now)
        click.echo(f"Agreed: {handover.colleague.name} can take over in {handover.team.name}.")
    db.session.commit()
    if not waiting:
        click.echo("Nothing waits for a second person.")

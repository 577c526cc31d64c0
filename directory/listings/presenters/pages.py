"""What the templates of an entry's own page are given."""

from datetime import datetime
from typing import Any

from flask import current_app

from directory.listings.presenters.entries import present_entry
from directory.listings.presenters.mail import write_email
from directory.listings.presenters.markdown import render_markdown
from directory.listings.presenters.wording import describe_check
from directory.models import Guidance, Service
from directory.models.codes import PUBLISHED
from directory.web import link_from_outside


def present_service_page(service: Service, *, staff: bool, now: datetime) -> dict[str, Any]:
    """For listings/entry.html."""
    address = link_from_outside("listings.entry", entry_id=service.id)
    contact = current_app.config["CONTACT_EMAIL"]
    return {
        "entry": present_entry(service, staff=staff, now=now),
        "address": address,
        "share": write_email(f"This may help: {service.name}", service.name, service.summary, address),
        "report": write_email(f"Something is wrong: {service.name}", address, to=contact),
    }


def present_guidance_page(guidance: Guidance) -> dict[str, Any]:
    """For listings/guidance.html."""
    return {
        "guidance": guidance,
        "body": render_markdown(guidance.body),
        "checked": describe_check(guidance),
        "is_hidden": guidance.status not in PUBLISHED,
    }

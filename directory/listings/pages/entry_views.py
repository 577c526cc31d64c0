"""The page of one entry, its calendar file, and the page of one guidance."""

import uuid

from flask import Response, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import is_staff, open_to_all
from directory.listings import published
from directory.listings.calendar import write_calendar
from directory.listings.pages import pages
from directory.listings.presenters.entries import list_needs, list_next, present_entry
from directory.listings.presenters.mail import write_email
from directory.listings.presenters.markdown import render_markdown
from directory.listings.presenters.wording import describe_check
from directory.models import Service
from directory.models.codes import PUBLISHED, Status
from directory.models.mixins import utc_now

_CALENDAR_DATES = 12


@pages.get("/entry/<uuid:entry_id>")
@open_to_all
def entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    service, staff = published.get_service(entry_id), is_staff()
    if not staff and service.status == Status.DEFUNCT:
        return render_template("listings/gone.html", needs=list_needs(service)), 410
    _refuse_unpublished(service, staff)
    address = url_for("listings.entry", entry_id=entry_id, _external=True)
    return render_template(
        "listings/entry.html",
        entry=present_entry(service, staff=staff, now=utc_now()),
        address=address,
        share=write_email(f"This may help: {service.name}", service.name, service.summary, address),
        report=write_email(
            f"Something is wrong: {service.name}", address, to=current_app.config["CONTACT_EMAIL"]
        ),
    )


@pages.get("/entry/<uuid:entry_id>/calendar.ics")
@open_to_all
def calendar(entry_id: uuid.UUID) -> Response:
    service, now = published.get_service(entry_id), utc_now()
    _refuse_unpublished(service, staff=False)
    dates = list_next(service, False, now, _CALENDAR_DATES)
    if not dates:
        abort(404)
    address = url_for("listings.entry", entry_id=entry_id, _external=True)
    response = Response(write_calendar(service, dates, address, now), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return response


@pages.get("/guidance/<uuid:guidance_id>")
@open_to_all
def guidance(guidance_id: uuid.UUID) -> str:
    found = published.get_guidance(guidance_id)
    if found.status not in PUBLISHED and not is_staff():
        abort(404)
    return render_template(
        "listings/guidance.html",
        guidance=found,
        body=render_markdown(found.body),
        checked=describe_check(found),
        is_hidden=found.status not in PUBLISHED,
    )


def _refuse_unpublished(service: Service, staff: bool) -> None:
    if service.status not in PUBLISHED and not staff:
        abort(404)

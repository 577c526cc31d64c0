"""The page of one entry, its calendar file, and the page of one guidance."""

import uuid

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import is_staff, open_to_all
from directory.listings import published
from directory.listings.calendar import write_calendar
from directory.listings.pages import pages
from directory.listings.presenters.entries import list_needs, list_next
from directory.listings.presenters.pages import present_guidance_page, present_service_page
from directory.models import Service
from directory.models.codes import PUBLISHED, Status
from directory.models.mixins import utc_now
from directory.web import link_from_outside

_CALENDAR_DATES = 12


@pages.get("/entry/<uuid:entry_id>")
@open_to_all
def entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    service, staff = published.get_service(entry_id), is_staff()
    if not staff and service.status == Status.DEFUNCT:
        return render_template("listings/gone.html", needs=list_needs(service)), 410
    _refuse_unpublished(service, staff)
    facts = present_service_page(service, staff=staff, now=utc_now())
    return render_template("listings/entry.html", **facts)


@pages.get("/entry/<uuid:entry_id>/calendar.ics")
@open_to_all
def calendar(entry_id: uuid.UUID) -> Response:
    service, now = published.get_service(entry_id), utc_now()
    _refuse_unpublished(service, staff=False)
    dates = list_next(service, False, now, _CALENDAR_DATES)
    if not dates:
        abort(404)
    address = link_from_outside("listings.entry", entry_id=entry_id)
    response = Response(write_calendar(service, dates, address, now), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return response


@pages.get("/guidance/<uuid:guidance_id>")
@open_to_all
def guidance(guidance_id: uuid.UUID) -> str:
    found = published.get_guidance(guidance_id)
    if found.status not in PUBLISHED and not is_staff():
        abort(404)
    return render_template("listings/guidance.html", **present_guidance_page(found))


def _refuse_unpublished(service: Service, staff: bool) -> None:
    if service.status not in PUBLISHED and not staff:
        abort(404)

"""The desk: what waits for somebody."""

from flask import render_template
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import (
    DESK,
    allow,
    find_actor,
    may_handle_enquiries,
    may_see_exact_counts,
)
from directory.admin import queries
from directory.admin.blueprint import blueprint
from directory.admin.waiting import list_waiting
from directory.helpline.enquiries.queue import count_waiting as count_enquiries
from directory.jobs.queries import list_overdue_jobs
from directory.listings.proposals.queries import count_open_proposals
from directory.listings.withholding.review_queue import count_open as count_held_back
from directory.mail.letters import count_undelivered
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.network.queries import count_roles_by_state
from directory.search.log.queries import LogFilter, count_searches
from directory.unmet_needs.groups.matching import count_offers
from directory.unmet_needs.lists import count_waiting


@blueprint.get("/")
@allow(*DESK)
def dashboard() -> ResponseReturnValue:
    now = utc_now()
    counts = queries.count_by_state(day_of(now))
    searched = count_searches(LogFilter(), now) if may_see_exact_counts() else None
    return render_template(
        "admin/dashboard.html",
        own=list_waiting(find_actor(), now),
        counts=counts,
        roles=count_roles_by_state(day_of(now)),
        searched=searched,
        proposals=count_open_proposals(),
        held_back=count_held_back(),
        enquiries=count_enquiries(find_actor(), now) if may_handle_enquiries() else None,
        offers=count_offers(),
        waiting=count_waiting(day_of(now)),
        undelivered=count_undelivered() if may_see_exact_counts() else 0,
        overdue_jobs=list_overdue_jobs(now),
    )

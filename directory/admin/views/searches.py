"""What was searched. True counts, which only the knowledge officer sees."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.admin import choices, searched, wording
from directory.admin.blueprint import blueprint
from directory.admin.filters import parse_log_filter, parse_month
from directory.errors import InvalidData
from directory.extensions import db
from directory.models.improving.codes import ProposalKind
from directory.models.mixins import utc_now
from directory.search.log import queries
from directory.search.log.queries import LogFilter


@blueprint.get("/searches")
@allow(*COUNT_KEEPERS)
def search_log() -> ResponseReturnValue:
    return _show(parse_log_filter(request.args), {})


@blueprint.get("/searches/months")
@allow(*COUNT_KEEPERS)
def search_months() -> ResponseReturnValue:
    months = queries.list_months()
    month = parse_month(request.args.get("month", ""), months)
    return render_template(
        "admin/search_months.html",
        months=months,
        month=month,
        rows=queries.list_words_of(month) if month else [],
    )


@blueprint.post("/searches/propose")
@allow(*COUNT_KEEPERS)
def search_propose() -> ResponseReturnValue:
    """Makes a proposal or a task of one row."""
    wanted = parse_log_filter(request.form, start="list.")
    words, deed = request.form.get("words", "")[:300], request.form.get("do", "")
    try:
        made = searched.propose_from_row(actor=find_actor(), words=words, deed=deed, wanted=wanted)
    except InvalidData as error:
        db.session.rollback()
        return _show(wanted, {"": next(iter(error.fields.values()), error.message)}), 422
    db.session.commit()
    if made.kind == ProposalKind.WORD:
        return redirect(url_for("admin.proposal", proposal_id=made.id))
    flash("It waits among the proposals.")
    return redirect(url_for("admin.search_log", _anchor="words", **wanted.to_query()))


def _show(wanted: LogFilter, problems: dict[str, str]) -> str:
    now = utc_now()
    page = queries.list_words(wanted, now)
    areas = {row.slug: row.name for row in queries.list_areas()}
    return render_template(
        "admin/search_log.html",
        wanted=wanted,
        page=page,
        rows=searched.present_rows(page.rows),
        all=queries.count_searches(wanted, now),
        by_need=queries.list_by_need(wanted, now),
        by_area=queries.list_by_area(wanted, now),
        problems=problems,
        words=wording,
        choices={
            "view": choices.name_choices(wording.SEARCH_VIEWS),
            "days": choices.name_choices(wording.SEARCH_PERIODS),
            "need": choices.with_blank(choices.term_choices("needs"), "Any"),
            "area": choices.name_choices(areas, "Any"),
            "who": choices.name_choices(wording.SEARCHERS, "Everybody"),
        },
    )

"""What is behind a figure: for exact eyes the unmet needs that it adds up, for everybody else what they may
read on."""

from collections.abc import Callable, Mapping
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs import lists, wording
from directory.unmet_needs.figures.behind import find_groups_filter, look_behind
from directory.unmet_needs.figures.periods import list_months, list_quarters
from directory.unmet_needs.figures.shapes import ALL_DISTRICTS
from directory.unmet_needs.figures.tables import Row, Table
from directory.unmet_needs.views import blueprint

Lead = Callable[[Table, Row | None, int | None], str | None]
"""The address behind a figure: its row and the place of its column; None for a total."""


@blueprint.get("/behind")
@allow(*COUNT_KEEPERS)
def behind() -> ResponseReturnValue:
    on = day_of(utc_now())
    found = look_behind(request.args, lists.read_wanted(request.args).page, on)
    return render_template(
        "unmet_needs/behind.html",
        found=found,
        page=found.page,
        groups=find_groups_filter(found.filter, on),
        words=wording,
    )


def make_lead(on: date, *, is_exact: bool) -> Lead:
    if is_exact:
        return lambda table, row, place: url_for("unmet_needs.behind", **table.find_filter(row, place))
    quarters = list_quarters(on, with_current=False)
    quarter_of = {month.key: quarter.key for quarter in quarters for month in list_months(quarter)}
    return lambda table, row, place: _lead_on(table.slug, table.find_filter(row, place), quarter_of)


def _lead_on(slug: str, asked: Mapping[str, str], quarter_of: Mapping[str, str]) -> str | None:
    """Groups are narrowed down by need and area alone. That a group is listed under a barrier, under people
    or a team would tell that there is at least one."""
    need, area, period = asked.get("need"), asked.get("area"), asked.get("period", "")
    if slug == "team-quarter":
        return None
    if slug in ("need-quarter", "need-month"):
        return url_for("unmet_needs.figures", period=quarter_of.get(period, period))
    if slug == "need-place":
        return url_for("unmet_needs.table", table_slug="need-district", period=period)
    if need and area != ALL_DISTRICTS:
        return url_for("unmet_needs.sent_list", body="", need=need, area=area)
    if area and area != ALL_DISTRICTS:
        return url_for("unmet_needs.area", area_slug=area, period=period)
    return url_for("unmet_needs.table", table_slug="need-quarter")

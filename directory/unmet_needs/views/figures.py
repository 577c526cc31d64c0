"""What is missing, in figures: what a commissioner reads first, the fixed tables, and files of both."""

from collections.abc import Mapping

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COMMISSIONING, allow, may_see_exact_counts
from directory.errors import NotFound
from directory.models import Area
from directory.models.mixins import utc_now
from directory.network.checking import clean_line
from directory.network.confirmation import day_of
from directory.small_numbers import LEAST_SCALE
from directory.unmet_needs import choices, queries, wording
from directory.unmet_needs.figures.assessment import list_lines
from directory.unmet_needs.figures.files import write_csv, write_lines, write_sheet, write_workbook
from directory.unmet_needs.figures.one_area import look_at_area
from directory.unmet_needs.figures.overview import make_overview
from directory.unmet_needs.figures.periods import Period, find_before, find_period, list_quarters, list_years
from directory.unmet_needs.figures.picture import HEIGHT, WIDTH
from directory.unmet_needs.figures.tables import (
    BY_MONTH,
    FOR_ALL,
    FOR_EXACT_EYES,
    LEAST,
    TITLES,
    WITHOUT_PERIOD,
    Table,
    make_table,
)
from directory.unmet_needs.views import blueprint
from directory.unmet_needs.views.behind import make_lead

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/figures")
@allow(*COMMISSIONING)
def figures() -> ResponseReturnValue:
    is_exact, on = may_see_exact_counts(), day_of(utc_now())
    if chosen := _find_chosen(request.args):
        return redirect(chosen)
    quarters = list_quarters(on, with_current=is_exact)
    wanted = request.args.get("period", "")
    # The quarter that still runs is shown to who asks for it, and not first.
    period = next((one for one in quarters if one.key == wanted), quarters[is_exact])
    return render_template(
        "unmet_needs/overview.html",
        overview=make_overview(period, on, is_exact=is_exact),
        lead=make_lead(on, is_exact=is_exact),
        period=period,
        before=find_before(period, on, with_current=is_exact),
        quarters=quarters,
        year=list_years(on, with_current=False)[0],
        picture=(WIDTH, HEIGHT),
        least=LEAST["need-district"],
        area_choices=choices.choose_area(queries.list_areas(on), "All areas"),
        words=wording,
    )


@blueprint.get("/areas/<area_slug>")
@allow(*COMMISSIONING)
def area(area_slug: str) -> ResponseReturnValue:
    is_exact, on = may_see_exact_counts(), day_of(utc_now())
    found, quarters = queries.find_area(area_slug, on), list_quarters(on, with_current=is_exact)
    period = find_period(request.args.get("period", quarters[is_exact].key), on, with_current=is_exact)
    before = find_before(period, on, with_current=is_exact)
    periods = [period, before] if before else [period]
    return render_template(
        "unmet_needs/area.html",
        area=found,
        looked=look_at_area(found, periods, on, is_exact=is_exact),
        period=period,
        before=before,
        quarters=quarters,
        years=list_years(on, with_current=is_exact),
        area_choices=choices.choose_area(queries.list_areas(on), "All areas"),
        words=wording,
    )


@blueprint.get("/figures/<table_slug>")
@allow(*COMMISSIONING)
def table(table_slug: str) -> ResponseReturnValue:
    is_exact, on = may_see_exact_counts(), day_of(utc_now())
    if table_slug in FOR_EXACT_EYES and not is_exact:
        return redirect(url_for("unmet_needs.table", table_slug="need-month"))
    period, place = read_period(with_current=is_exact), _find_place() if is_exact else None
    years = list_years(on, with_current=is_exact)
    return render_template(
        "unmet_needs/table.html",
        table=_make_table(table_slug, period, is_exact, place),
        lead=make_lead(on, is_exact=is_exact),
        titles=TITLES if is_exact else FOR_ALL,
        period=period,
        place=place,
        places=queries.list_places(on) if table_slug == "need-month" and is_exact else (),
        least=LEAST.get(table_slug),
        has_file=table_slug in FOR_ALL and not place,
        quarters=list_quarters(on, with_current=is_exact),
        years=years,
        has_period=table_slug not in WITHOUT_PERIOD,
        is_by_month=table_slug in BY_MONTH,
        least_scale=LEAST_SCALE,
        wider=next((year for year in years if year.first <= period.first and year.key != period.key), None),
    )


@blueprint.get("/figures/<table_slug>/file.<any(csv, xlsx):form>")
@allow(*COMMISSIONING)
def table_file(table_slug: str, form: str) -> ResponseReturnValue:
    """Small counts are hidden whoever asks: a file is handed on."""
    if table_slug in FOR_EXACT_EYES:
        return redirect(url_for("unmet_needs.table_file", table_slug="need-month", form=form))
    made = _make_table(table_slug, read_period(with_current=False), False, None)
    content = write_csv(made) if form == "csv" else write_workbook([made])
    return send_file(content, form, made.slug)


@blueprint.get("/needs-assessment.<any(csv, xlsx):form>")
@allow(*COMMISSIONING)
def assessment_file(form: str) -> ResponseReturnValue:
    """For the joint strategic needs assessment. Small counts are hidden whoever asks."""
    period = read_period(with_current=False)
    lines = list_lines(period, day_of(utc_now()))
    content = write_lines(lines) if form == "csv" else write_sheet(f"Unmet needs {period.key}", lines)
    return send_file(content, form, f"unmet-needs-assessment-{period.key}")


def _find_chosen(args: Mapping[str, str]) -> str | None:
    """Where the forms that choose a table or an area lead."""
    period, slug = args.get("period"), clean_line(args.get("area"))[:120]
    if args.get("table") in TITLES:
        place = args.get("place") if args["table"] == "need-month" else None
        return url_for("unmet_needs.table", table_slug=args["table"], period=period, place=place or None)
    return url_for("unmet_needs.area", area_slug=slug, period=period) if slug else None


def read_period(*, with_current: bool) -> Period:
    return find_period(request.values.get("period", ""), day_of(utc_now()), with_current=with_current)


def send_file(content: bytes, form: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, mimetype="text/csv" if form == "csv" else WORKBOOK, headers=disposition)


def _find_place() -> Area | None:
    """None: all areas."""
    slug = request.args.get("place")
    places = queries.list_places(day_of(utc_now())) if slug else []
    return next((place for place in places if place.slug == slug), None)


def _make_table(slug: str, period: Period, is_exact: bool, place: Area | None) -> Table:
    if slug not in TITLES:
        raise NotFound("There is no such table.")
    place = place if slug == "need-month" else None
    return make_table(slug, period, day_of(utc_now()), is_exact=is_exact, place=place)

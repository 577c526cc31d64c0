"""How the helpline does, in figures: true counts for its handlers, protected ones for everybody else."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import EVERYBODY_SIGNED_IN, allow, may_handle_enquiries
from directory.errors import NotFound
from directory.helpline.figures.chart import HEIGHT, WIDTH, draw_lines
from directory.helpline.figures.tables import BY_TIME, TITLES, Table, make_table, say_whether_it_falls
from directory.helpline.views import blueprint
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.files import write_lines, write_sheet
from directory.unmet_needs.figures.periods import Period, find_period, list_quarters, list_years

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST = next(iter(TITLES))


@blueprint.get("/figures")
@allow(*EVERYBODY_SIGNED_IN)
def figures() -> ResponseReturnValue:
    is_exact, on = may_handle_enquiries(), day_of(utc_now())
    period = _read_period(is_exact)
    table = _make_table(period, is_exact)
    return render_template(
        "helpline/figures.html",
        table=table,
        titles=TITLES,
        period=period,
        quarters=list_quarters(on, with_current=is_exact),
        years=list_years(on, with_current=is_exact),
        has_period=table.slug not in BY_TIME,
        is_exact=is_exact,
        lines=draw_lines(table.rows) if table.slug in BY_TIME else [],
        size=(WIDTH, HEIGHT),
        trend=say_whether_it_falls(table) if table.slug == "answers-quarter" else "",
    )


@blueprint.get("/figures/file.<any(csv, xlsx):form>")
@allow(*EVERYBODY_SIGNED_IN)
def figures_file(form: str) -> ResponseReturnValue:
    """Small counts are hidden whoever asks: a file is handed on."""
    table = _make_table(_read_period(False), False)
    lines = table.list_lines()
    content = write_lines(lines) if form == "csv" else write_sheet(table.title, lines)
    name = {"Content-Disposition": f'attachment; filename="helpline-{table.slug}.{form}"'}
    return Response(content, mimetype="text/csv" if form == "csv" else _WORKBOOK, headers=name)


def _read_period(with_current: bool) -> Period:
    return find_period(request.args.get("period", ""), day_of(utc_now()), with_current=with_current)


def _make_table(period: Period, is_exact: bool) -> Table:
    slug = request.args.get("table") or _FIRST
    if slug not in TITLES:
        raise NotFound("There is no such table.")
    return make_table(slug, period, day_of(utc_now()), is_exact=is_exact)

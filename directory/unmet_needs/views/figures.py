"""What is missing, in figures, and the report for a committee."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import (
    COMMISSIONING,
    COUNT_KEEPERS,
    allow,
    find_actor,
    may_see_exact_counts,
)
from directory.errors import EditConflict, InvalidData, NotFound
from directory.extensions import db
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs import forms
from directory.unmet_needs.figures import report as reports
from directory.unmet_needs.figures.files import write_csv, write_workbook
from directory.unmet_needs.figures.periods import Period, find_period, list_quarters, list_years
from directory.unmet_needs.figures.tables import BY_QUARTER, TITLES, Table, make_table
from directory.unmet_needs.views import blueprint
from directory.unmet_needs.wording import ANSWER_NAMES

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/figures")
@allow(*COMMISSIONING)
def figures() -> ResponseReturnValue:
    return redirect(url_for("unmet_needs.table", table_slug=next(iter(TITLES))))


@blueprint.get("/figures/<table_slug>")
@allow(*COMMISSIONING)
def table(table_slug: str) -> ResponseReturnValue:
    is_exact, on = may_see_exact_counts(), day_of(utc_now())
    period = _read_period(with_current=is_exact)
    years = list_years(on, with_current=is_exact)
    return render_template(
        "unmet_needs/table.html",
        table=_make_table(table_slug, period, is_exact),
        titles=TITLES,
        period=period,
        quarters=list_quarters(on, with_current=is_exact),
        years=years,
        has_period=table_slug not in BY_QUARTER,
        wider=next((year for year in years if year.first <= period.first and year.key != period.key), None),
    )


@blueprint.get("/figures/<table_slug>/file.<any(csv, xlsx):form>")
@allow(*COMMISSIONING)
def table_file(table_slug: str, form: str) -> ResponseReturnValue:
    """Small counts are hidden whoever asks: a file is handed on."""
    made = _make_table(table_slug, _read_period(with_current=False), False)
    content = write_csv(made) if form == "csv" else write_workbook([made])
    return _send(content, "text/csv" if form == "csv" else _WORKBOOK, f"{made.slug}.{form}")


@blueprint.get("/report")
@allow(*COMMISSIONING)
def report() -> ResponseReturnValue:
    made = reports.make_report(_read_period(with_current=False), day_of(utc_now()))
    return _show_report(made, made.summary, {}, 200)


@blueprint.post("/report")
@allow(*COUNT_KEEPERS)
def report_save() -> ResponseReturnValue:
    period, version = _read_period(with_current=False), forms.read_version(request.form)
    typed = forms.read_fields(request.form, ("summary",))
    try:
        reports.save_summary(actor=find_actor(), period=period, typed=typed, expected_version=version)
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        made = reports.make_report(period, day_of(utc_now()))
        return _show_report(made, typed["summary"], error.fields, int(error.status))
    db.session.commit()
    flash("The summary is saved.")
    return redirect(url_for("unmet_needs.report", period=period.key))


@blueprint.get("/report/file.xlsx")
@allow(*COMMISSIONING)
def report_file() -> ResponseReturnValue:
    made = reports.make_report(_read_period(with_current=False), day_of(utc_now()))
    return _send(reports.write_report_workbook(made), _WORKBOOK, f"unmet-needs-{made.period.key}.xlsx")


def _show_report(
    made: reports.Report, summary: str, problems: dict[str, str], status: int
) -> ResponseReturnValue:
    on = day_of(utc_now())
    return render_template(
        "unmet_needs/report.html",
        report=made,
        summary=summary,
        problems=problems,
        is_stale=status == 409,
        quarters=list_quarters(on, with_current=False),
        years=list_years(on, with_current=False),
        names=ANSWER_NAMES,
        on=on,
    ), status


def _read_period(*, with_current: bool) -> Period:
    return find_period(request.values.get("period", ""), day_of(utc_now()), with_current=with_current)


def _make_table(slug: str, period: Period, is_exact: bool) -> Table:
    if slug not in TITLES:
        raise NotFound("There is no such table.")
    return make_table(slug, period, day_of(utc_now()), is_exact=is_exact)


def _send(content: bytes, mimetype: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=mimetype, headers=disposition)

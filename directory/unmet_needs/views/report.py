"""The report for a committee."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COMMISSIONING, COUNT_KEEPERS, allow, find_actor
from directory.asked_again import AskedAgain, ask_again
from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs import forms
from directory.unmet_needs.figures import report as reports
from directory.unmet_needs.figures.periods import list_quarters, list_years
from directory.unmet_needs.figures.report_files import write_report_csv, write_report_workbook
from directory.unmet_needs.views import blueprint
from directory.unmet_needs.views.figures import read_period, send_file
from directory.unmet_needs.wording import ANSWER_NAMES


@blueprint.get("/report")
@allow(*COMMISSIONING)
def report() -> ResponseReturnValue:
    made = reports.make_report(read_period(with_current=False), day_of(utc_now()))
    return _show_report(made, made.summary)


@blueprint.post("/report")
@allow(*COUNT_KEEPERS)
def report_save() -> ResponseReturnValue:
    period, version = read_period(with_current=False), forms.read_version(request.form)
    typed = forms.read_fields(request.form, ("summary",))
    try:
        reports.save_summary(actor=find_actor(), period=period, typed=typed, expected_version=version)
        ask_again(request.form, "summary")
    except (InvalidData, EditConflict) as error:
        db.session.rollback()
        made = reports.make_report(period, day_of(utc_now()))
        return _show_report(made, typed["summary"], error)
    db.session.commit()
    flash("The summary is saved.")
    return redirect(url_for("unmet_needs.report", period=period.key))


@blueprint.get("/report/file.<any(csv, xlsx):form>")
@allow(*COMMISSIONING)
def report_file(form: str) -> ResponseReturnValue:
    """Small counts are hidden whoever asks: a file is handed on."""
    on = day_of(utc_now())
    made = reports.make_report(read_period(with_current=False), on)
    content = write_report_csv(made, on) if form == "csv" else write_report_workbook(made)
    return send_file(content, form, f"unmet-needs-report-{made.period.key}")


def _show_report(
    made: reports.Report, summary: str, error: InvalidData | EditConflict | None = None
) -> ResponseReturnValue:
    on, status = day_of(utc_now()), int(error.status) if error else 200
    return render_template(
        "unmet_needs/report.html",
        report=made,
        summary=summary,
        problems=error.fields if error else {},
        is_stale=status == 409,
        asked=error if isinstance(error, AskedAgain) else None,
        quarters=list_quarters(on, with_current=False),
        years=list_years(on, with_current=False),
        names=ANSWER_NAMES,
        on=on,
    ), status

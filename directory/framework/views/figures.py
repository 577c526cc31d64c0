"""Support given, in figures: for the knowledge officer and for those who commission."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COMMISSIONING, allow, may_see_exact_counts
from directory.errors import NotFound
from directory.framework.figures import FIGURES, make_figure
from directory.framework.views import blueprint
from directory.models.mixins import utc_now
from directory.network.confirmation import day_of
from directory.unmet_needs.figures.files import write_csv
from directory.unmet_needs.figures.tables import Table


@blueprint.get("/support/figures")
@allow(*COMMISSIONING)
def figures() -> ResponseReturnValue:
    return redirect(url_for("framework.figure", figure_slug=next(iter(FIGURES))))


@blueprint.get("/support/figures/<figure_slug>")
@allow(*COMMISSIONING)
def figure(figure_slug: str) -> ResponseReturnValue:
    table = _make(figure_slug, is_exact=may_see_exact_counts())
    return render_template("framework/figure.html", table=table, titles=FIGURES)


@blueprint.get("/support/figures/<figure_slug>/file.csv")
@allow(*COMMISSIONING)
def figure_file(figure_slug: str) -> ResponseReturnValue:
    """Small counts are hidden whoever asks: a file is handed on."""
    content = write_csv(_make(figure_slug, is_exact=False))
    disposition = {"Content-Disposition": f'attachment; filename="support-{figure_slug}.csv"'}
    return Response(content, mimetype="text/csv", headers=disposition)


def _make(figure_slug: str, *, is_exact: bool) -> Table:
    if figure_slug not in FIGURES:
        raise NotFound("There is no such table.")
    return make_figure(figure_slug, day_of(utc_now()), is_exact=is_exact)

"""All entries: the list, and one entry with everything that can be done to it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import DESK, allow
from directory.admin import choices, queries, wording
from directory.admin.blueprint import blueprint
from directory.admin.filters import parse_filter
from directory.models.codes import AreaKind
from directory.models.mixins import utc_now


@blueprint.get("/entries")
@allow(*DESK)
def entry_list() -> ResponseReturnValue:
    wanted, today = parse_filter(request.args), utc_now().date()
    return render_template(
        "admin/entry_list.html",
        wanted=wanted,
        page=queries.list_entries(wanted, today),
        choices=_list_filter_choices(),
        words=wording,
        today=today,
    )


def _list_filter_choices() -> dict[str, list[choices.ChoiceGroup]]:
    districts = {area.slug: area.name for area in queries.list_areas(AreaKind.DISTRICT)}
    sources = {source: source for source in queries.list_sources()}
    return {
        "status": choices.name_choices(wording.STATUS_NAMES, "Any"),
        "kind": choices.name_choices(wording.KIND_NAMES, "Any"),
        "review": choices.name_choices(wording.REVIEW_NAMES, "Any"),
        "need": choices.with_blank(choices.term_choices("needs"), "Any"),
        "district": choices.name_choices(districts, "Any"),
        "source": choices.name_choices(sources, "Any"),
    }

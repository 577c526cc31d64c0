"""What joins a group that has an answer is told that answer, which cannot be taken back: so it is asked about
first."""

import uuid
from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from directory.models import UnmetNeedGroup
from directory.unmet_needs import lists, queries, wording


def ask_first(
    into_id: uuid.UUID | None, chosen: Sequence[uuid.UUID], out_of: UnmetNeedGroup | None = None
) -> ResponseReturnValue | None:
    """The page that asks; None where nothing would be told, or the officer has just read what."""
    into = queries.find_group(into_id) if into_id and chosen else None
    if into is None or may_join(into):
        return None
    return render_template(
        "unmet_needs/group_join_ask.html",
        into=into,
        chosen=chosen,
        out_of=out_of,
        query=lists.read_wanted(request.args).to_query(),
        words=wording,
    )


def may_join(into: UnmetNeedGroup) -> bool:
    return into.answer is None or request.form.get("told") == str(into.answer.id)

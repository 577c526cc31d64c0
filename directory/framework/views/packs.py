"""Packs: the worker's page with every way to hand one over, and the page the person opens."""

import uuid

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import STAFF, allow, find_actor, open_to_all
from directory.errors import InvalidData
from directory.extensions import db, limiter
from directory.framework.packs.actions import make_pack
from directory.framework.packs.queries import PackGone, find_pack, list_pack_facts
from directory.framework.packs.ways import list_ways
from directory.framework.records.typed import read_entry_ids
from directory.framework.views import blueprint
from directory.models.mixins import utc_now

_LOOKS = "60 per minute"


@blueprint.post("/packs")
@allow(*STAFF)
def pack_make() -> ResponseReturnValue:
    ids, now = read_entry_ids(request.form.getlist("entry")), utc_now()
    try:
        token = make_pack(actor=find_actor(), entry_ids=ids, now=now).token
    except InvalidData as error:
        db.session.rollback()
        return render_template("framework/pack_nothing.html", message=error.message), 422
    db.session.commit()
    return redirect(url_for("framework.pack_ways", token=token))


@blueprint.get("/packs/<token>")
@allow(*STAFF)
def pack_ways(token: str) -> ResponseReturnValue:
    now = utc_now()
    try:
        found = find_pack(token, now)
    except PackGone:
        return _show_gone()
    entries = list_pack_facts(found, now)
    ways = list_ways(found, entries)
    record_id = request.args.get("record", type=uuid.UUID)
    return render_template(
        "framework/pack_ways.html", pack=found, entries=entries, ways=ways, record_id=record_id
    )


@blueprint.get("/pack/<token>")
@open_to_all
@limiter.limit(_LOOKS)
def pack(token: str) -> ResponseReturnValue:
    now = utc_now()
    try:
        found = find_pack(token, now)
    except PackGone:
        return _show_gone()
    entries = list_pack_facts(found, now)
    page = render_template(
        "framework/pack.html",
        pack=found,
        entries=entries,
        gone_count=len(found.entries) - len(entries),
        ways=list_ways(found, entries),
        is_large=request.args.get("print") == "large",
    )
    return _keep_out_of_searches(make_response(page))


def _show_gone() -> Response:
    return _keep_out_of_searches(make_response(render_template("framework/pack_gone.html"), 404))


def _keep_out_of_searches(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response

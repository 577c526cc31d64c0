"""New entries that may be what was missing: the officer says yes, and the askers are told, or no."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.accounts.permissions import COUNT_KEEPERS, allow, find_actor
from directory.errors import EditConflict, NotFound
from directory.extensions import db
from directory.listings import published
from directory.models.mixins import utc_now
from directory.network.checking import read_id
from directory.unmet_needs import forms, queries
from directory.unmet_needs.groups import matching
from directory.unmet_needs.groups.matching import Offer
from directory.unmet_needs.views import blueprint
from directory.web import link_from_outside


@blueprint.get("/matches")
@allow(*COUNT_KEEPERS)
def matches() -> ResponseReturnValue:
    return _show({}, 200)


@blueprint.post("/matches")
@allow(*COUNT_KEEPERS)
def matches_save() -> ResponseReturnValue:
    chosen = set(forms.read_ids(request.form, "chosen"))
    offers = [offer for offer in _list_asked() if offer.match.id in chosen]
    if not offers:
        return _show({"chosen": "Tick at least one."}, 422)
    try:
        words = _decide(offers, request.form.get("do", ""))
    except EditConflict as error:
        db.session.rollback()
        return _show({"": f"{error.message} Look again, then say yes or no."}, 409)
    db.session.commit()
    flash(words)
    return redirect(url_for("unmet_needs.matches"))


@blueprint.post("/groups/<uuid:group_id>/found")
@allow(*COUNT_KEEPERS)
def group_found(group_id: uuid.UUID) -> ResponseReturnValue:
    """Closes a group with an entry that is published now, and tells the askers."""
    found, entry_id = queries.find_group(group_id), read_id(request.form.get("entry"))
    entry = next(iter(published.list_entries([entry_id] if entry_id else [])), None)
    if entry is None:
        raise NotFound("This entry is not published.")
    version = forms.read_version(request.form)
    matching.close_with(find_actor(), found, entry, link_to_entry(entry.id), version, utc_now())
    db.session.commit()
    flash("Closed. Everybody who asked is told.")
    return redirect(url_for("unmet_needs.group", group_id=found.id))


def _decide(offers: list[Offer], deed: str) -> str:
    if deed == "decline":
        matching.decline_offers(actor=find_actor(), offers=offers)
        return "You are not asked about these again."
    links = {offer.entry.id: link_to_entry(offer.entry.id) for offer in offers}
    versions = {
        offer.match.group_id: forms.read_number(request.form, f"version-{offer.match.group_id}")
        for offer in offers
    }
    count = matching.accept_offers(
        actor=find_actor(), offers=offers, links=links, versions=versions, now=utc_now()
    )
    what = "One group is closed" if count == 1 else f"{count} groups are closed"
    return f"{what}. Everybody who asked is told."


def _list_asked() -> list[Offer]:
    return matching.list_offers(entry_id=read_id(request.args.get("entry")))


def _show(problems: dict[str, str], status: int) -> ResponseReturnValue:
    return render_template(
        "unmet_needs/matches.html",
        offers=_list_asked(),
        entry=request.args.get("entry") or None,
        problems=problems,
        chosen=forms.read_ids(request.form, "chosen"),
        most_shown=matching.MOST_SHOWN,
    ), status


def link_to_entry(entry_id: uuid.UUID) -> str:
    """As it stands in the e-mail to the askers."""
    return link_from_outside("listings.entry", entry_id=entry_id)

"""An officer's decision about what was held back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from directory import audit
from directory.errors import InvalidData, NotFound
from directory.extensions import db
from directory.listings import actions
from directory.listings.dumping import dump_keys
from directory.listings.withholding import marks, review_queue, sweep
from directory.models import Entry, Guidance, Location, Organization, Service, User, WithholdingReview
from directory.models.codes import Visibility
from directory.models.withholding.records import ReviewCause, ReviewDecision, ReviewSubject

_WHY = {
    ReviewCause.KNOWN_PLACE: "It has the street or postcode of a place that is or was confidential.",
    ReviewCause.KNOWN_ENTRY: "It is like an entry that is or was suspended.",
    ReviewCause.KNOWN_ORGANIZATION: "The organization that runs it was suspended.",
    ReviewCause.SAFE_ACCOMMODATION: "It reads like a safe place to live for people who are abused.",
    ReviewCause.ADDRESS_IN_TEXT: "Its text named a street, postcode or map point that is confidential.",
}
_HELD = {
    ReviewSubject.PLACE: "The public sees the entry without this place.",
    ReviewSubject.PUBLICATION: "The public does not see the entry.",
    ReviewSubject.WORDS: "The address was taken out of the text. Check that the text still reads well.",
}


@dataclass(frozen=True)
class HeldBack:
    """One line of the list. `entry` is None where the text of an organization was changed."""

    review: WithholdingReview
    name: str
    entry: Entry | None
    organization: Organization | None
    why: str
    held: str
    places: tuple[str, ...] = ()

    @property
    def may_be_made_public(self) -> bool:
        return self.entry is not None and self.review.subject != ReviewSubject.WORDS


def list_held_back() -> list[HeldBack]:
    """What waits for a decision, the oldest first. What is gone is left out."""
    found = review_queue.list_open()
    entry_ids = [one.entry_id for one in found if one.entry_id]
    organization_ids = [one.organization_id for one in found if one.organization_id]
    services = db.session.scalars(select(Service).where(Service.id.in_(entry_ids)))
    guidance = db.session.scalars(select(Guidance).where(Guidance.id.in_(entry_ids)))
    entries: dict[uuid.UUID | None, Entry] = {one.id: one for one in services}
    entries |= {one.id: one for one in guidance}
    rows = db.session.scalars(select(Organization).where(Organization.id.in_(organization_ids)))
    organizations: dict[uuid.UUID | None, Organization] = {row.id: row for row in rows}
    made = [
        _describe(one, entries.get(one.entry_id), organizations.get(one.organization_id)) for one in found
    ]
    return [one for one in made if one.name]


def get_held_back(review: WithholdingReview | None) -> HeldBack:
    """With the places that are held. Raises NotFound where there is nothing to decide any more."""
    if review is None or review.decided_at is not None:
        raise NotFound("This has been decided already.")
    entry = _find_entry(review)
    organization = db.session.get(Organization, review.organization_id) if review.organization_id else None
    found = _describe(review, entry, organization)
    if not found.name:
        raise NotFound("The entry is gone.")
    return found


def decide_review(*, actor: User, review: WithholdingReview, typed: Mapping[str, str], now: datetime) -> None:
    """`typed` holds decision and, where it is to be made public, is_checked. Raises InvalidData under their
    names."""
    held = get_held_back(review)
    decision = next((one for one in ReviewDecision if one.value == typed.get("decision")), None)
    if decision is None or (decision == ReviewDecision.MAKE_PUBLIC and not held.may_be_made_public):
        raise InvalidData("Choose one.", {"decision": "Choose what to do."})
    if decision == ReviewDecision.MAKE_PUBLIC:
        if not typed.get("is_checked"):
            raise InvalidData("Not checked.", {"is_checked": "Tick that you checked that it is safe."})
        _make_public(actor, review, held.entry, now)
    elif isinstance(held.entry, Service) and review.subject == ReviewSubject.PLACE:
        sweep.hide_places(_list_held_places(held.entry, review), sweep.Applied())
    review.decision, review.decided_at, review.decided_by_id = decision, now, actor.id
    about = held.entry or held.organization
    audit.record(f"withheld.{decision.value}", actor, about, held=review.subject.value)
    db.session.flush()


def _make_public(actor: User, review: WithholdingReview, entry: Entry | None, now: datetime) -> None:
    if entry is not None and review.subject == ReviewSubject.PUBLICATION:
        marks.release_entry(entry, now)
        if isinstance(entry, Service):
            marks.lift_organization(entry.organization, now)
        if not actions.list_what_publishing_needs(entry):
            actions.publish_entry(actor=actor, entry=entry, now=now)
    elif isinstance(entry, Service):
        data = dump_keys(entry, ("service_at_locations",))
        for site in data["service_at_locations"]:
            if review.location_id is None or site["location"]["id"] == str(review.location_id):
                site["location"]["visibility"] = Visibility.PUBLIC.value
        actions.edit_service(actor=actor, service=entry, data=data, expected_version=entry.version, now=now)


def _describe(review: WithholdingReview, entry: Entry | None, organization: Organization | None) -> HeldBack:
    about = entry or organization
    places = _name_places(entry, review) if isinstance(entry, Service) else ()
    name = about.name if about else ""
    return HeldBack(review, name, entry, organization, _WHY[review.cause], _HELD[review.subject], places)


def _name_places(service: Service, review: WithholdingReview) -> tuple[str, ...]:
    """The addresses that would be shown, for the officer alone."""
    if review.subject != ReviewSubject.PLACE:
        return ()
    held = _list_held_places(service, review)
    lines = [
        [
            place.name,
            *(part for a in place.addresses for part in (a.address_1, a.address_2, a.city, a.postal_code)),
        ]
        for place in held
    ]
    return tuple(", ".join(dict.fromkeys(filter(None, line))) for line in lines)


def _list_held_places(service: Service, review: WithholdingReview) -> list[Location]:
    return [
        site.location
        for site in service.service_at_locations
        if site.location.visibility == Visibility.CONFIDENTIAL
        and review.location_id in (None, site.location_id)
    ]


def _find_entry(review: WithholdingReview) -> Entry | None:
    if review.entry_id is None:
        return None
    return db.session.get(Service, review.entry_id) or db.session.get(Guidance, review.entry_id)

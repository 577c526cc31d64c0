"""What can be chosen from where a call ends, and where it stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.helpline.enquiries.ending_fields import FIELDS, list_begun
from directory.helpline.enquiries.queries import list_needs_without_outcome
from directory.helpline.outcomes.missing import list_offered, propose_unmet
from directory.listings.needs import Need
from directory.models import Area, Enquiry, HelplineDestination, SafeguardingContact
from directory.network.confirmation import day_of
from directory.places.containment import find_above_and_below
from directory.unmet_needs import choices, wording
from directory.unmet_needs.queries import list_populations


def list_ending_choices(
    enquiry: Enquiry, typed: Mapping[str, Any], now: datetime, needs: Sequence[Need] | None = None
) -> dict[str, Any]:
    """`ends`: the fields as they are shown, what was typed before what is proposed; of an empty one it is not
    known whether it was ever seen, but where a hand emptied it. `begun`: the ways of
    which something is half typed. `needs`: the tree, where it is read already."""
    left = list_needs_without_outcome(enquiry)
    first = left[0].slug if left and enquiry.outcomes else ""
    half_typed = typed.get("half_typed", {})
    shown = [name for name in FIELDS if name in typed and (typed[name] or name in half_typed)]
    ends = {"for_need": first} | propose_unmet(enquiry, typed) | {name: typed[name] for name in shown}
    slugs = [ends["for_need"]] if ends["for_need"] else [one.term.slug for one in enquiry.needs]
    return {
        "ends": ends,
        "begun": list_begun(half_typed),
        "left": left,
        "destinations": list_destinations(),
        "contacts": list_safeguarding_contacts(enquiry.area, now),
        "offered": list_offered(enquiry, slugs, day_of(now), needs),
        "barriers": choices.choose_code(wording.BARRIER_NAMES, "Choose"),
        "populations": choices.choose_term(list_populations(), "Anybody"),
    }


def list_destinations() -> list[HelplineDestination]:
    """Emergencies first."""
    query = select(HelplineDestination).where(HelplineDestination.is_open)
    order = (HelplineDestination.is_emergency.desc(), HelplineDestination.position, HelplineDestination.name)
    return list(db.session.scalars(query.order_by(*order)))


def list_safeguarding_contacts(area: Area | None, now: datetime) -> list[SafeguardingContact]:
    """Those of the place that holds the area; where that is not known, of every place."""
    query = select(SafeguardingContact).join(Area, SafeguardingContact.area_id == Area.id)
    contacts = list(db.session.scalars(query.order_by(Area.name, SafeguardingContact.age)))
    if area is None:
        return contacts
    around, _ = find_above_and_below(area.id, day_of(now))
    return [contact for contact in contacts if contact.area_id in around] or contacts

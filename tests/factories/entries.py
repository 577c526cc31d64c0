"""Services, groups, activities and guidance."""

from typing import Any

from directory.extensions import db
from directory.listings import actions
from directory.models import (
    Guidance,
    Service,
)
from directory.search.find import find_follower
from directory.search.index.builder import rebuild_index
from tests.factories.numbers import numbers
from tests.factories.words_and_places import make_need


def service_data(**values: Any) -> dict[str, Any]:
    """Entry data of a published group with one need, which `values` change or add to."""
    number = next(numbers)
    make_need("company")
    return {
        "name": f"Friendly Tuesdays {number}",
        "kind": "group",
        "summary": "A warm room, tea and people to talk to.",
        "status": "active",
        "organization": {"name": f"Example Neighbours {number}"},
        "needs": ["company"],
        "attending_types": ["place"],
        "phones": [{"number": "0116 496 0123"}],
        **values,
    }


def make_service(**values: Any) -> Service:
    return actions.create_service(actor=None, data=service_data(**values))


def make_location_data(latitude: float = 52.63, longitude: float = -1.13, **values: Any) -> dict[str, Any]:
    """One item of `service_at_locations`; `values` are of the location."""
    address = {"address_1": "1 Example Street", "city": "Leicester", "postal_code": "LE1 1AA"}
    if values.get("visibility") == "confidential" and "id" not in values:
        # Not the address of the other places: what shares it would be withheld too.
        address = {"address_1": "7 Hidden Close", "city": "Leicester", "postal_code": "LE9 7HC"}
    location = {"name": "Example Hall", "latitude": latitude, "longitude": longitude, "addresses": [address]}
    return {"location": location | values}


def make_guidance(**values: Any) -> Guidance:
    number = next(numbers)
    make_need("company")
    data = {
        "name": f"How to meet people {number}",
        "summary": "Small steps that help.",
        "body": "Start with **one** thing.",
        "status": "active",
        "needs": ["company"],
        **values,
    }
    return actions.create_guidance(actor=None, data=data)


def make_index() -> None:
    """The search index of what has been made so far, as `flask index rebuild` makes it."""
    db.session.commit()
    follower = find_follower()
    follower.read(lambda session: rebuild_index(session, follower.root))

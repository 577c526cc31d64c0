"""A small directory for the journeys: what they look for, and enough beside it to be lost in."""

from dataclasses import dataclass
from uuid import UUID

from directory.extensions import db
from directory.models import PlacePoint
from directory.models.codes import PointKind
from tests.factories import make_area, make_guidance, make_location_data, make_need, make_service, make_term


@dataclass(frozen=True)
class Example:
    coffee: UUID
    far: UUID
    refuge: UUID
    closed: UUID
    guidance: UUID


def make_example() -> Example:
    make_area("leicester")
    make_term("carers")
    company = make_need("loneliness", words=("lonely",))
    make_need("meeting-people", parent=company, words=("coffee morning",))
    make_need("debt", parent=make_need("money"))
    db.session.add(
        PlacePoint(kind=PointKind.DISTRICT, key="LE3", name="LE3", latitude=52.632, longitude=-1.171)
    )
    for number in range(24):
        make_service(name=f"Friendly group {number:02}", needs=["debt"], attending_types=["phone"])
    return Example(
        coffee=_make_coffee(),
        far=make_service(
            name="Coffee far away",
            needs=["meeting-people"],
            service_at_locations=[make_location_data(52.2, -0.6, name="Far Hall")],
        ).id,
        refuge=make_service(
            name="Safe Haven",
            needs=["debt"],
            service_at_locations=[make_location_data(visibility="confidential", name="Secret House")],
        ).id,
        closed=make_service(name="Old club", status="defunct").id,
        guidance=make_guidance(
            name="Making a budget",
            needs=["debt"],
            body="## Start\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
            links=[{"label": "More", "url": "https://www.example.org/"}],
        ).id,
    )


def _make_coffee() -> UUID:
    service = make_service(
        name="West End Coffee Morning",
        summary="Drop in for coffee and a natter.",
        description="There is **always** somebody at the door.",
        needs=["meeting-people"],
        eligibility=[{"people": "carers"}],
        minimum_age=18,
        cost_options=[{"option": "Tea and cake", "amount": "1"}],
        schedules=[{"freq": "WEEKLY", "byday": "TH", "opens_at": "10:00", "closes_at": "12:00"}],
        service_at_locations=[
            make_location_data(
                52.6335, -1.165, name="West End Rooms", accessibility=[{"description": "Step-free entrance"}]
            )
        ],
        phones=[{"number": "0116 496 0112", "description": "Ask for Bev"}],
        email="bev@example.org",
        referral_routes=["self"],
        languages=[{"name": "English"}],
        alert="Closed on bank holidays.",
        availability={"status": "open", "said_on": "2026-11-01"},
        checks=[{"kind": "insurance", "checked_on": "2026-05-01"}],
    )
    return service.id

from datetime import date
from typing import Any

from directory.exchange.example.authoring import expand_guidance, expand_service
from directory.exchange.example.files import Book

TODAY = date(2026, 11, 22)
BOOK = Book(
    organizations={
        "example-tea": {
            "name": "Example Tea",
            "about": "Tea.",
            "phone": "0116 496 0999",
            "email": "pot@tea.example.org",
            "website": "https://tea.example.org",
            "charity": "0000999",
        }
    },
    venues={
        "hall": {
            "name": "Example Hall",
            "street": "1 Example Street",
            "town": "Oakham",
            "postcode": "LE15 6ZZ",
            "lat": 52.67,
            "lon": -0.73,
            "district": "rutland",
            "access": ["step-free"],
        }
    },
)


def expand(**values: Any) -> dict[str, Any]:
    item = {
        "slug": "tea",
        "name": "Tea",
        "org": "example-tea",
        "kind": "group",
        "summary": "Tea.",
        "description": "Hot tea.",
        "needs": ["meeting-people"],
        "cost": "free",
        **values,
    }
    return expand_service(item, BOOK, TODAY, 180)


def test_an_entry_takes_the_phone_and_site_of_its_organization():
    data = expand()
    assert data["phones"] == [{"number": "0116 496 0999"}]
    assert data["url"] == "https://tea.example.org"


def test_its_own_phone_wins_and_none_means_none():
    assert expand(phone="01632 960001")["phones"] == [{"number": "01632 960001"}]
    assert expand(phone="none")["phones"] == []


def test_an_organization_that_is_not_in_the_book_is_known_by_its_name():
    organization = expand(org="Samaritans", url="https://www.samaritans.org")["organization"]
    assert (organization["name"], organization["website"]) == ("Samaritans", "https://www.samaritans.org")


def test_checked_days_become_dates_before_today():
    data = expand(checked="40 phone")
    assert data["assured_at"] == "2026-10-13T12:00:00+00:00"
    assert data["assured_how"] == "phone"
    assert data["next_review_on"] == "2027-04-11"


def test_an_entry_that_nobody_checked_has_no_date():
    assert "assured_at" not in expand()


def test_costs_become_pounds():
    assert expand()["cost_options"][0]["amount"] == "0"
    assert expand(cost="£2.50 a session")["cost_options"][0]["amount"] == "2.50"
    assert expand(cost="50p a mile")["cost_options"][0]["amount"] == "0.50"
    assert expand(cost="Pay what you can")["cost_options"][0]["amount"] is None


def test_a_pause_ends_in_the_future_and_was_said_in_the_past():
    availability = expand(checked="90 phone", avail="paused 20: Flood.")["availability"]
    assert availability == {
        "status": "paused",
        "note": "Flood.",
        "said_on": "2026-10-28",
        "paused_until": "2026-12-12",
    }


def test_ages_are_read_from_either_side():
    assert (expand(ages="18+")["minimum_age"], expand(ages="18+")["maximum_age"]) == (18, None)
    assert (expand(ages="-11")["minimum_age"], expand(ages="-11")["maximum_age"]) == (None, 11)


def test_a_venue_gives_the_place_and_makes_it_attended():
    data = expand(at=[{"venue": "hall", "when": ["MO 10:00-12:00"]}], by=["phone"])
    site = data["service_at_locations"][0]
    assert data["attending_types"] == ["place", "phone"]
    assert site["location"]["addresses"][0]["state_province"] == "Rutland"
    assert site["location"]["accessibility"] == [{"description": "Step-free entrance"}]
    assert site["schedules"][0]["byday"] == "MO"


def test_the_same_slug_gives_the_same_id_and_another_slug_another():
    assert expand()["id"] == expand()["id"] != expand(slug="coffee")["id"]


def test_guidance_keeps_its_links_in_order():
    item = {
        "slug": "rights",
        "name": "Your rights",
        "summary": "What they are.",
        "needs": ["debt"],
        "body": "Text.",
        "links": {"One": "https://one.example.org", "Two": "https://two.example.org"},
    }
    assert [link["label"] for link in expand_guidance(item, TODAY, 180)["links"]] == ["One", "Two"]


def test_a_shape_is_closed_where_it_began():
    corners = [[-1.2, 52.7], [-1.1, 52.7], [-1.1, 52.8]]
    areas = expand(covers=["rutland", {"name": "A corner", "polygon": corners}])["service_areas"]
    assert areas[0] == {"area": "rutland"}
    assert areas[1]["extent"] == {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}

"""A safeguarding concern is not over until it is handed over, at a time that can be."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from directory.listings.schedules import LONDON
from directory.models.codes import AreaKind
from directory.models.helpline.codes import SafeguardingAge
from directory.models.mixins import utc_now
from tests.factories import make_area, make_safeguarding_contact
from tests.helpline.calls import find_call, open_call, send


def test_a_safeguarding_concern_is_not_over_until_it_is_handed_over(client: FlaskClient) -> None:
    county, city = make_area("county", AreaKind.PLACE), make_area("city", AreaKind.PLACE)
    charnwood = make_area("charnwood", parent=county)
    make_safeguarding_contact(county, SafeguardingAge.CHILD, name="County children")
    make_safeguarding_contact(city, name="City decoy")
    enquiry_id, address = open_call(client, area=charnwood)
    page = client.get(address).text
    assert "County children" in page
    assert "City decoy" not in page
    assert client.post(f"{address}/ends/safeguarding", data=send()).status_code == 422
    assert client.post(f"{address}/ends/safeguarding", data=send(age="child")).status_code == 302
    page = client.get(address).text
    assert "Not handed over yet" in page
    refused = client.post(f"{address}/close", data=send(2, how="now"))
    assert (refused.status_code, "not handed over yet" in refused.text) == (422, True)
    outcome_id = find_call(enquiry_id).outcomes[0].id
    handed = f"{address}/ends/{outcome_id}/handed"
    assert client.post(handed, data=send(2)).status_code == 422
    assert client.post(handed, data=send(2) | {f"handed-{outcome_id}": "Duty worker"}).status_code == 302
    outcome = find_call(enquiry_id).outcomes[0]
    assert (outcome.handed_to, outcome.handed_at is not None) == ("Duty worker", True)
    assert client.post(f"{address}/close", data=send(3, how="now")).status_code == 302
    assert find_call(enquiry_id).is_answered_at_once is True


@pytest.mark.parametrize("when", ["soon", "2026-13-40T10:00", "ahead", "2020-01-01T10:00"])
def test_when_a_concern_was_handed_over_is_a_time_that_can_be(client: FlaskClient, when: str) -> None:
    enquiry_id, address = open_call(client, area=make_area("charnwood"))
    ahead = f"{utc_now() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    given = {"age": "child", "handed_to": "Duty desk", "handed_when": ahead if when == "ahead" else when}
    refused = client.post(f"{address}/ends/safeguarding", data=send(**given))
    assert (refused.status_code, 'id="handed_when-error"' in refused.text) == (422, True)
    assert "Duty desk" in refused.text
    assert find_call(enquiry_id).outcomes == []


def test_a_concern_says_when_it_was_handed_over_and_not_when_that_was_written_down(
    client: FlaskClient,
) -> None:
    enquiry_id, address = open_call(client, area=make_area("charnwood"))
    when = f"{utc_now().astimezone(LONDON) - timedelta(days=1):%Y-%m-%dT10:15}"
    for data in ({"handed_to": "Duty desk", "handed_when": when}, {}):
        version = find_call(enquiry_id).version
        client.post(f"{address}/ends/safeguarding", data=send(version, age="child", **data))
    _, second = find_call(enquiry_id).outcomes
    wrong = {f"handed-{second.id}": "Night desk", f"handed_when-{second.id}": "soon"}
    refused = client.post(f"{address}/ends/{second.id}/handed", data=send(3, **wrong))
    assert (refused.status_code, f'id="handed_when-{second.id}-error"' in refused.text) == (422, True)
    right = wrong | {f"handed_when-{second.id}": when}
    assert client.post(f"{address}/ends/{second.id}/handed", data=send(3, **right)).status_code == 302
    handed = [one.handed_at.astimezone(LONDON) for one in find_call(enquiry_id).outcomes]
    assert [f"{at:%Y-%m-%dT%H:%M}" for at in handed] == [when, when]

"""What waits is put in groups, split and merged."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.models import UnmetNeedTerm
from directory.models.codes import Role
from directory.unmet_needs import queries
from directory.unmet_needs.groups import grouping
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_need,
    make_unmet_group,
    make_unmet_need,
    make_user,
)
from tests.looked import read_looked

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.both_engines
def test_what_is_ticked_becomes_a_group_and_can_be_split_off_again(app: Flask) -> None:
    need, area, officer = make_need("debt"), make_area(), make_user()
    first, second = make_unmet_need(need, area), make_unmet_need(need, area)
    decoy = make_unmet_need(need, area)
    ids = [first.id, second.id]
    group = grouping.create_group(actor=officer, unmet_need_ids=ids, typed={"name": "Debt advice"})
    assert (first.group_id, second.group_id, decoy.group_id) == (group.id, group.id, None)
    split = {"actor": officer, "unmet_need_ids": [second.id], "typed": {"name": "Other"}}
    other = grouping.create_group(**split, out_of=group)
    assert (first.group_id, second.group_id) == (group.id, other.id)
    with pytest.raises(InvalidData):
        grouping.create_group(**split, out_of=group)
    with pytest.raises(InvalidData):
        grouping.add_to_group(actor=officer, group=group, unmet_need_ids=[first.id, second.id])
    assert second.group_id == other.id


def test_the_name_of_a_new_group_is_asked_about_once_where_it_may_be_a_persons(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area()
    group, waiting = make_unmet_group(need, area), make_unmet_need(need, area)
    decoy = make_unmet_need(need, area, group=group)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    for address, name, unmet in (
        ("/unmet-needs/group", "name", waiting),
        (f"/unmet-needs/groups/{group.id}/split", "split_name", decoy),
    ):
        before, data = unmet.group_id, {"chosen": str(unmet.id), name: f"Help for Mrs Patel ({name})"}
        asked = client.post(address, data=data)
        assert (asked.status_code, unmet.group_id) == (200, before)
        assert "looks like a person&#39;s name" in asked.text
        data |= read_looked(asked.text)
        assert client.post(address, data=data).status_code == 302
        assert unmet.group_id != before
        assert client.post(address, data=data).status_code == 422


def test_what_waits_is_put_in_a_likely_group_with_one_press(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area()
    likely = make_unmet_group(need, area, name="Evening debt advice")
    make_unmet_group(need, make_area("rutland"), name="Decoy elsewhere")
    make_unmet_group(make_need("company"), area, name="Decoy of another need")
    waiting, decoy = make_unmet_need(need, area), make_unmet_need(make_need("housing"), area)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get("/unmet-needs/").text
    offered = f'name="put" value="{waiting.id} {likely.id}"'
    assert offered in page
    assert page.count('name="put"') == 1
    data = {"put": f"{waiting.id} {likely.id}", "name": ""}
    answer = client.post("/unmet-needs/group?need=debt", data=data)
    assert answer.location.endswith("/unmet-needs/?need=debt")
    assert (waiting.group_id, decoy.group_id) == (likely.id, None)


def test_only_groups_of_a_need_like_its_own_are_offered_and_all_can_be_chosen(client: FlaskClient) -> None:
    area, above = make_area(), make_need("rights")
    advocate, language = make_need("advocate", parent=above), make_need("language", parent=above)
    below = make_need("advocate-at-court", parent=advocate)
    far = make_unmet_group(language, area, name="Gujarati groups")
    near = [make_unmet_group(need, area) for need in (above, advocate, below)]
    waiting, alone = make_unmet_need(advocate, area), make_unmet_need(make_need("housing"), area)
    both = make_unmet_need(make_need("chess"), area)
    both.needs.append(UnmetNeedTerm(term=language, position=1))
    db.session.flush()
    found = queries.find_likely_groups([waiting, alone, both])
    offered = {unmet_id: [group.id for group in groups] for unmet_id, groups in found.items()}
    assert offered[waiting.id][0] == near[1].id
    assert set(offered[waiting.id]) == {group.id for group in near}
    assert (offered[alone.id], offered[both.id]) == ([], [far.id, near[0].id])
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get("/unmet-needs/").text
    assert 'href="#into"' in page
    assert f'<option value="{far.id}">Gujarati groups' in page


def test_what_was_grouped_by_mistake_goes_back_to_the_queue_or_to_another_group(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area()
    group, other = make_unmet_group(need, area), make_unmet_group(need, area)
    back, away, decoy = (make_unmet_need(need, area, group=group) for _ in range(3))
    elsewhere = make_unmet_need(need, area, group=other)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    address = f"/unmet-needs/groups/{group.id}/split"
    client.post(address, data={"chosen": [str(back.id), str(elsewhere.id)], "to": "queue"})
    client.post(address, data={"chosen": str(away.id), "to": str(other.id)})
    nothing = client.post(address, data={"to": "queue"})
    assert (nothing.status_code, "Tick at least one" in nothing.text) == (422, True)
    unnamed = client.post(address, data={"chosen": str(decoy.id), "split_name": " "})
    assert re.search(rf'value="{decoy.id}" checked', unnamed.text)
    assert (back.group_id, away.group_id, decoy.group_id) == (None, other.id, group.id)
    assert elsewhere.group_id == other.id


def test_what_was_tried_for_what_is_in_a_group_is_said_once(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area()
    group = make_unmet_group(need, area)
    for tried in ("Searched for debt", "Searched for debt", "Rang the desk", None):
        make_unmet_need(need, area, group=group, tried=tried)
    make_unmet_need(make_need("housing"), make_area("rutland"), group=group)
    waiting = make_unmet_need(need, area, tried="Rang in the evening")
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get(f"/unmet-needs/groups/{group.id}").text
    assert re.search(r"<li>Searched for debt \(2 times\)</li>\s*</ul>", page)
    assert page.count("Searched for debt") == page.count("<li>Rang the desk</li>") == 1
    assert page.count("Housing, Rutland.") == 1
    assert f"Tried: {waiting.tried}" in client.get("/unmet-needs/").text


def test_a_merged_group_leads_to_the_one_it_is_part_of(client: FlaskClient) -> None:
    need, area = make_need("debt"), make_area()
    one, two, decoy = (make_unmet_group(need, area) for _ in range(3))
    db.session.commit()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    data = {"version": str(one.version), "into": str(two.id)}
    assert client.post(f"/unmet-needs/groups/{one.id}/merge", data=data).status_code == 302
    assert client.get(f"/unmet-needs/groups/{one.id}").location.endswith(str(two.id))
    assert (len(two.unmet_needs), len(decoy.unmet_needs)) == (2, 1)


def test_an_officer_who_read_an_older_state_does_not_overwrite_a_newer_one(app: Flask) -> None:
    group = make_unmet_group(make_need("debt"), make_area())
    typed = {"name": "New name", "summary": "", "position": "1"}
    with pytest.raises(EditConflict):
        grouping.edit_group(actor=make_user(), group=group, typed=typed, expected_version=group.version + 1)

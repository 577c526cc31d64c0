"""Searches that found nothing stand beside unmet needs and are never added to them."""

import re

from flask.testing import FlaskClient

from directory.extensions import db
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_area, make_logged_search, make_need, make_unmet_group


def test_weak_signals_stand_beside_groups_and_change_no_count(client: FlaskClient) -> None:
    debt, hobby = make_need("debt"), make_need("hobby")
    near, far = make_area("charnwood"), make_area("melton")
    group_id = make_unmet_group(debt, near, times_asked=3).id
    make_logged_search("owe money", debt, times=7, total=0, area_id=near.id)
    make_logged_search("owe money", debt, times=9, total=4, area_id=near.id)
    make_logged_search("owe a lot", debt, times=6, total=4, area_id=near.id, is_weak=True)
    make_logged_search("chess", hobby, times=8, total=0, area_id=far.id)
    db.session.commit()
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    queue = client.get("/unmet-needs/").text
    assert queue.index("Melton</td><td") < queue.index("Charnwood</td><td")
    group = client.get(f"/unmet-needs/groups/{group_id}").text
    assert re.findall(r">(\d+)<span class=.nhsuk-u-visually-hidden.> for Debt, Charnwood", group) == [
        "7",
        "6",
    ]
    assert "Melton" not in group[group.index("Weak signals") :]
    assert "3 times" in group
    assert "need=debt&amp;area=charnwood" in group


def test_who_may_not_see_true_counts_sees_no_weak_signal(client: FlaskClient) -> None:
    make_logged_search("owe money", make_need("debt"), times=7, total=0, area_id=make_area().id)
    db.session.commit()
    for role in (Role.COMMISSIONER, Role.STAFF, Role.HELPLINE, Role.ADMINISTRATOR):
        sign_in_as(client, role)
        for path in ("/unmet-needs/", "/unmet-needs/sent", "/unmet-needs/figures", "/unmet-needs/mine"):
            assert "Weak signals" not in client.get(path, follow_redirects=True).text

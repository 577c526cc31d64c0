"""Options side by side, people with room, corrections."""

import re
from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.listings.actions import mark_for_crisis
from directory.models import AreaMembership, Enquiry, Proposal
from directory.models.codes import AreaKind, EntryChoice, Role
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_framework,
    make_index,
    make_location_data,
    make_need,
    make_postcode,
    make_service,
    make_support_role,
    make_team,
)
from tests.framework.support import find_record, make_open_record


def test_up_to_four_options_stand_side_by_side(client: FlaskClient) -> None:
    services = [make_service(name=f"Option {number}", referral_routes=["self"]) for number in range(5)]
    query = "&".join(f"entry={service.id}" for service in services)
    sign_in_as(client, Role.STAFF)
    page = client.get(f"/support/compare?{query}").text
    heads = [f">Option {number}</a></th>" for number in range(5)]
    assert [head in page for head in heads] == [True, True, True, True, False]
    for row in ("Where", "When", "Cost", "How to join", "How to get there", "Takes people now"):
        assert f">{row}<" in page
    assert "Only the first four are shown" in page
    two = client.get(f"/support/compare?{query}&beside={services[0].id}&beside={services[4].id}").text
    assert [head in two for head in heads] == [True, False, False, False, True]
    assert "Use in a support record" in two


def test_those_with_room_come_first_and_whom_was_asked_is_noted(client: FlaskClient) -> None:
    make_framework()
    pcn = make_area("west-pcn", AreaKind.PCN)
    today = utc_now().date()
    full = make_support_role(pcn, name="Full post", places_free=0, places_said_on=today)
    room = make_support_role(pcn, name="Post with room", places_free=3, places_said_on=today)
    elsewhere = make_support_role(make_area("east-pcn", AreaKind.PCN), name="Elsewhere")
    room_id = room.id
    assert full.id != elsewhere.id
    record_id, address = make_open_record(client, area=pcn)
    page = client.get(f"{address}/people").text
    assert page.index("Post with room") < page.index("Full post")
    assert "Elsewhere" not in page
    data = {
        "role": "Nurse",
        "support_role": str(room_id),
        "asked_about": str(room_id),
        "result": "Starts Monday",
        "all_the_same": "yes",
    }
    client.post(f"{address}/people", data=data)
    [action] = find_record(record_id).actions
    assert (action.support_role_id, action.result) == (room_id, "Starts Monday")


def test_closed_full_or_moved_reaches_the_officer_once_and_names_nobody(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client, entries=(make_service(name="Old Club"),))
    today = utc_now().date().isoformat()
    for what in ("Ring", "Ring again"):
        client.post(f"{address}/follow-ups", data={"due_on": today, "what": what, "who": "Worker"})
    record = find_record(record_id)
    link, ids = str(record.entries[0].id), [one.id for one in record.follow_ups]
    for follow_up in ids:
        data = {"outcome": "did_not_suit", "entry": link, "fault": "closed"}
        assert client.post(f"{address}/follow-ups/{follow_up}", data=data).status_code == 302
    [proposal] = db.session.scalars(select(Proposal))
    assert (proposal.kind, proposal.fault, proposal.times) == ("correction", "closed", 2)
    # Nothing leads from it to the record.
    assert (proposal.source, proposal.source_reference, proposal.text) == ("support_record", None, None)
    proposal_id = proposal.id
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    assert "Old Club" in client.get("/support/corrections", follow_redirects=True).text
    assert client.post(f"/support/corrections/{proposal_id}").location == f"/admin/proposals/{proposal_id}"
    client.post(f"/admin/proposals/{proposal_id}/accept", data={"status": "defunct"})
    assert "Old Club" not in client.get("/support/corrections", follow_redirects=True).text


def test_words_of_danger_find_only_what_is_marked_for_it_until_one_press(client: FlaskClient) -> None:
    make_framework()
    make_service(name="Self harm and gambling talk")
    line = make_service(name="Night line")
    mark_for_crisis(actor=None, entry=line, crises=["self_harm"], expected_version=1)
    _, address = make_open_record(client)
    make_index()
    page = client.post(f"{address}/find", data={"q": "self harm"}).text
    assert ("Night line" in page, "gambling talk" in page, "app-crisis" in page) == (True, False, True)
    ordinary = client.post(f"{address}/find", data={"q": "self harm", "show": "ordinary"})
    assert "gambling talk" in ordinary.text


def test_a_search_for_the_record_leaves_out_what_is_on_it(client: FlaskClient) -> None:
    make_framework()
    make_need("debt")
    on_it = make_service(name="Debt on record", needs=["debt"])
    make_service(name="Debt help two", needs=["debt"])
    _, address = make_open_record(client, entries=(on_it,))
    make_index()
    page = client.get(f"{address}/find?q=debt").text
    assert ("Debt help two" in page, "Debt on record" in page) == (True, False)
    # Without words, by whichever of its needs is chosen.
    make_service(name="Company only", needs=["company"])
    needs = ((make_need("debt"), "needing-help"), (make_need("company"), "needing-help"))
    _, two_needs = make_open_record(client, needs=needs)
    make_index()
    first, second = (client.get(f"{two_needs}/find{query}").text for query in ("?need=debt", "?need=company"))
    assert ("Debt help two" in first, "Company only" in first) == (True, False)
    assert ("Debt help two" in second, "Company only" in second) == (False, True)


def test_a_search_for_a_record_of_a_network_is_near_its_practices(client: FlaskClient) -> None:
    make_framework()
    make_need("debt")
    district = make_area("charnwood", code="E07000130")
    elsewhere = make_area("rutland", code="E06000017")
    network = make_area("soar-pcn", AreaKind.PCN)
    make_postcode("LE12 7RX", 52.73, -1.11, district_code="E07000130")
    practice = make_area("surgery", AreaKind.PRACTICE, code="C1", postcode="LE12 7RX")
    db.session.add(AreaMembership(member_id=practice.id, group_id=network.id))
    for name, point in (("A far away", (52.67, -0.73)), ("B near by", (52.731, -1.112))):
        make_service(name=f"Debt {name}", needs=["debt"], service_at_locations=[make_location_data(*point)])
    for area in (district, elsewhere):
        line = {"attending_types": ["phone"], "service_areas": [{"area": area.slug}]}
        make_service(name=f"Debt line of {area.name}", needs=["debt"], **line)
    make_index()
    needs, empty = ((make_need("debt"), "needing-help"),), make_area("empty-pcn", AreaKind.PCN)
    pages = []
    for area in (network, empty):
        _, address = make_open_record(client, area=area, needs=needs)
        pages.append(client.get(f"{address}/find").text)
    page, anywhere = pages
    assert page.index("Debt B near by") < page.index("Debt A far away")
    assert ("Debt line of Charnwood" in page, "Debt line of Rutland" in page) == (True, False)
    assert ("Debt B near by" in anywhere, "Debt A far away" in anywhere) == (True, True)


def test_a_team_sees_what_is_due_by_today(client: FlaskClient) -> None:
    make_framework()
    team = make_team()
    record_id, address = make_open_record(client, team=team)
    for due, what in ((date(2099, 1, 1), "Far away"), (utc_now().date(), "Today's task")):
        client.post(f"{address}/follow-ups", data={"due_on": due.isoformat(), "what": what, "who": "Worker"})
    assert record_id
    page = client.get("/support").text
    assert ("Today&#39;s task" in page, "Far away" in page) == (True, False)


def test_the_helpline_is_asked_from_a_record_and_told_its_reference_by_choice(
    client: FlaskClient,
) -> None:
    make_framework()
    area = make_area("charnwood")
    record_id, address = make_open_record(client, area=area)
    record = find_record(record_id)
    reference = f"{record.reference[:4]}-{record.reference[4:]}"
    begun = {"needs": "debt", "place": record.area.name, "level": "advice-and-information"}
    plain = client.post("/helpline/ask/begin", data=begun).text
    assert reference not in plain
    assert '<option value="debt" selected>' in plain
    assert f'value="{record.area.name}"' in plain
    told = client.post("/helpline/ask/begin", data=begun | {"support_reference": reference}).text
    assert f'value="{reference}"' in told
    question = {"question": "An evening group", "need": "debt", "urgency": "routine", "reply_way": "on_page"}
    asked = client.post("/helpline/ask", data=question | {"support_reference": reference})
    assert asked.status_code == 302
    assert db.session.scalar(select(Enquiry.support_reference)) == record.reference
    said = "The helpline was asked with this reference on"
    assert said in client.get(address).text
    _, other = make_open_record(client)
    assert said not in client.get(other).text


def test_an_unmet_need_is_logged_from_a_record_and_stands_in_no_address(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client, area=make_area("charnwood"))
    make_index()
    for page in (client.get(address).text, client.get(f"{address}/find?q=choir").text):
        assert "/unmet-needs/log?" not in page
        form = re.search(r'<form[^>]*action="/unmet-needs/log/begin">(.*?)</form>', page, re.DOTALL)
        assert form
        data = dict(re.findall(r'name="([a-z]+)" value="([^"]*)"', form[1]))
        said = {"need": "debt", "area": "charnwood", "level": "advice-and-information"}
        assert data.items() >= (said | {"record": str(record_id)}).items()
        begun = client.post("/unmet-needs/log/begin", data=data)
        for value in said.values():
            assert f'<option value="{value}" selected>' in begun.text
        assert f'name="record" value="{record_id}"' in begun.text
    assert "choir" in begun.text


def test_why_something_was_declined_stands_in_the_entry(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client, entries=(make_service(name="Loud Choir"), make_service()))
    first, second = (link.id for link in find_record(record_id).entries)
    data = {
        "expected_version": "1",
        f"choice-{first}": "declined",
        f"why-{first}": "Too loud",
        f"choice-{second}": "agreed",
        f"why-{second}": "Not declined",
    }
    warned = client.post(f"{address}/options", data=data | {f"why-{first}": "Mrs Patel goes there"})
    assert (warned.status_code, "Mrs Patel goes there" in warned.text) == (200, True)
    refused = client.post(f"{address}/options", data=data | {f"why-{first}": "943 476 5919"})
    assert (refused.status_code, f'id="why-{first}-error"' in refused.text) == (422, True)
    assert client.post(f"{address}/options", data=data).status_code == 302
    assert [link.why for link in find_record(record_id).entries] == ["Too loud", None]
    assert "Declined because: Too loud" in client.get(f"{address}/care-plan").text
    assert "Declined by the person: Too loud" in client.get(f"{address}/care-plan.json").text


def test_an_unmet_need_logged_from_a_record_tells_what_was_looked_at_and_of_no_search(
    client: FlaskClient,
) -> None:
    make_framework()
    make_area("charnwood")
    entries = tuple(make_service(name=name) for name in ("Loud Choir", "Debt help", "Decoy agreed"))
    record_id, address = make_open_record(client, entries=entries)
    declined, _, agreed = find_record(record_id).entries
    declined.choice, declined.why, agreed.choice = EntryChoice.DECLINED, "Too loud.", EntryChoice.AGREED
    db.session.commit()
    log = f"/unmet-needs/log?need=debt&area=charnwood&record={record_id}"
    assert "Loud Choir" not in client.get(log).text
    client.get(address)
    form = client.get(log).text
    assert "Looked at: Loud Choir (declined: Too loud); Debt help.</textarea>" in form
    assert "Searched the directory" not in form
    found = client.get(f"{log}&found=3").text
    assert "(needs: Debt; place: in Charnwood): 3 entries found.\nLooked at: Loud Choir" in found
    sign_in_as(client, Role.STAFF)
    assert "Loud Choir" not in client.get(log).text

"""Before somebody else is told, the page says what the person said, and asks again where it was not yes."""

import re

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.framework.care_plan.facts import build_care_plan
from directory.framework.care_plan.text import write_text
from directory.models.codes import AreaKind, Consent
from directory.models.mixins import utc_now
from tests.factories import make_area, make_framework, make_need, make_support_role
from tests.framework.support import find_record, make_open_record

TODAY = utc_now().date().isoformat()


def note_data(**values: str) -> dict[str, str]:
    return {
        "kind": "organise_support",
        "done_on": TODAY,
        "role": "Worker",
        "result": "Meets on Monday",
    } | values


def write_plan(record_id: object) -> str:
    return write_text(build_care_plan(find_record(record_id), utc_now()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("consent", "asked", "said"),
    [
        (Consent.NOT_ASKED, "has not been asked whether Link post may be told", "had not been asked"),
        (Consent.AGREED_IN_PART, "in part that others are told (Her GP)", "had agreed in part"),
        (
            Consent.NOT_AGREED,
            "did not agree that others are told. This would tell Link post",
            "had not agreed that others are told",
        ),
    ],
)
def test_telling_somebody_of_the_network_is_asked_once_more(
    client: FlaskClient, consent: Consent, asked: str, said: str
) -> None:
    make_framework()
    pcn = make_area("west-pcn", AreaKind.PCN)
    role = str(make_support_role(pcn, name="Link post").id)
    note = "Her GP" if consent == Consent.AGREED_IN_PART else None
    record_id, address = make_open_record(client, area=pcn, consent=consent, consent_note=note)
    first = client.post(f"{address}/people", data=note_data(support_role=role))
    assert first.status_code == 200
    assert asked in first.text
    assert "Meets on Monday" in first.text
    assert f'name="support_role" value="{role}" checked' in first.text
    # The question stands on the page where somebody was picked, and the page leads to it.
    assert '<h1 class="nhsuk-heading-l">Who can help</h1>' in first.text
    assert first.text.count("Not saved yet.") == 1
    assert re.search(rf'<a href="#asked-again">[^<]*{re.escape(asked)}', first.text)
    assert find_record(record_id).actions == []
    # A tick that was set for one is not taken for another.
    other = note_data(support_role=str(make_support_role(pcn, name="Other post").id), all_the_same="yes")
    again = client.post(f"{address}/people", data=other | {"asked_about": role})
    assert (again.status_code, "Other post" in again.text) == (200, True)
    assert 'value="yes" checked' not in again.text
    assert find_record(record_id).actions == []
    sure = note_data(support_role=role, asked_about=role, all_the_same="yes")
    assert client.post(f"{address}/people", data=sure).status_code == 302
    assert said in write_plan(record_id)


def test_who_was_picked_and_what_was_typed_stay_where_something_is_wrong(client: FlaskClient) -> None:
    make_framework()
    pcn = make_area("west-pcn", AreaKind.PCN)
    role = str(make_support_role(pcn, name="Link post").id)
    record_id, address = make_open_record(client, area=pcn, consent=Consent.AGREED)
    number = note_data(support_role=role, result="943 476 5919")
    refused = client.post(f"{address}/people", data=number)
    assert (refused.status_code, 'id="result-error"' in refused.text) == (422, True)
    assert f'value="{role}" checked' in refused.text
    gone = client.post(f"{address}/people", data=note_data(support_role=str(make_support_role().id)))
    assert (gone.status_code, "not listed for this any more" in gone.text) == (422, True)
    assert find_record(record_id).actions == []
    # The form for what was done knows nobody of the network.
    client.post(f"{address}/actions", data=note_data(support_role=role))
    assert [action.support_role_id for action in find_record(record_id).actions] == [None]


def test_where_the_person_agreed_or_nobody_is_told_nothing_is_asked(client: FlaskClient) -> None:
    make_framework()
    pcn = make_area("west-pcn", AreaKind.PCN)
    role = str(make_support_role(pcn).id)
    record_id, address = make_open_record(client, area=pcn)
    assert client.post(f"{address}/actions", data=note_data()).status_code == 302
    together = note_data(kind="assist_contact", way="with_person")
    assert client.post(f"{address}/actions", data=together).status_code == 302
    find_record(record_id).consent = Consent.AGREED
    db.session.commit()
    assert client.post(f"{address}/people", data=note_data(support_role=role)).status_code == 302
    # What was agreed later does not change what had been said when somebody was told.
    assert "had not" not in write_plan(record_id)


def test_contact_made_for_the_person_is_asked_about_however_it_is_noted(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client, needs=((make_need("debt"), "needing-help"),))
    contact = note_data(kind="assist_contact", way="phone")
    assert "whether others may be told" in client.post(f"{address}/actions", data=contact).text
    tick = client.post(f"{address}/expected", data={"kind": "assist_contact"})
    assert (tick.status_code, "Tick: Helped to make contact" in tick.text) == (200, True)
    assert find_record(record_id).actions == []
    sure = {"kind": "assist_contact", "all_the_same": "yes"}
    assert client.post(f"{address}/expected", data=sure).status_code == 302
    assert "had not been asked" in write_plan(record_id)


def test_what_the_person_said_stands_where_somebody_is_picked(client: FlaskClient) -> None:
    make_framework()
    _, address = make_open_record(client, consent=Consent.AGREED_IN_PART, consent_note="Only the GP")
    for page in ("", "/people"):
        assert "Agreed in part: Only the GP" in client.get(f"{address}{page}").text


def test_a_note_about_consent_stands_with_the_answer_it_was_written_for(client: FlaskClient) -> None:
    make_framework()
    record_id, address = make_open_record(client)

    def save(consent: str, note: str) -> None:
        data = {"expected_version": str(find_record(record_id).version), "consent": consent}
        answer = client.post(f"{address}/conversation", data=data | {"consent_note": note})
        assert answer.status_code == 302

    # What was written before the person was asked goes with what they say then.
    save("not_asked", "Not now")
    save("not_agreed", "Not now")
    assert "Did not agree: tell nobody else: Not now." in client.get(address).text
    save("agreed", "Not now")
    earlier = "Noted when the answer was “Did not agree: tell nobody else”: Not now"
    said = client.get(address).text
    assert f"Agreed that others may be told. {earlier}." in said
    assert f"- {earlier}\n" in write_plan(record_id)
    assert "Change it if it is no longer so" in client.get(f"{address}/conversation").text
    save("agreed_in_part", "Not now")
    contact = note_data(kind="assist_contact", way="phone")
    assert "(Not now)" not in client.post(f"{address}/actions", data=contact).text
    save("agreed_in_part", "Only the GP")
    assert "Agreed in part: Only the GP." in client.get(address).text
    assert "(Only the GP)" in client.post(f"{address}/actions", data=contact).text

"""What a call does by itself, so that the hands have less to do."""

import re
import uuid
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.helpline.enquiries.whereabouts import find_place_said
from directory.models import EnquiryOutcome
from directory.models.codes import Role
from directory.models.helpline.codes import EnquiryOutcomeKind, EnquiryState
from tests.accounts.signing_in import sign_in_as
from tests.factories import (
    make_area,
    make_destination,
    make_enquiry,
    make_index,
    make_need,
    make_service,
    make_town,
)
from tests.helpline.calls import find_call, open_call, send

TODAY = date(2026, 6, 1)
LOUGHBOROUGH, QUORN = "E07000130", "E07000132"


def lay_towns() -> None:
    make_area("charnwood", code=LOUGHBOROUGH, name="Charnwood", latitude=52.7, longitude=-1.2)
    make_area("hinckley-bosworth", code=QUORN, name="Hinckley and Bosworth")
    for name, code in (("Loughborough", LOUGHBOROUGH), ("Market Bosworth", QUORN), ("Farhope", None)):
        make_town(name).district_code = code
    on_the_edge = make_town("Threefold")
    on_the_edge.district_code, on_the_edge.district_codes = LOUGHBOROUGH, f"{LOUGHBOROUGH} {QUORN}"
    db.session.flush()


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("where can she get help with a gas bill in Loughborough", "Loughborough"),
        ("somewhere in loughborough. Not in the evening", "Loughborough"),
        ("was in Loughborough and is now near market bosworth station", "Market Bosworth"),
        ("a group around Charnwood for men", "Charnwood"),
        ("moved from Loughborough", ""),
        ("in debt, in Farhope or in Threefold", ""),
        ("in", ""),
        ("in \x00" + "in " * 500, ""),
    ],
)
def test_the_place_that_the_question_names_is_known(app: Flask, words: str, place: str) -> None:
    lay_towns()
    assert find_place_said(words, TODAY) == place


def test_the_browser_is_told_the_place_while_somebody_types(client: FlaskClient) -> None:
    lay_towns()
    _, address = open_call(client)
    make_index()
    assert client.get(f"{address}/search?q=a+choir+in+Loughborough").json["place"] == "Loughborough"
    assert client.get(f"{address}/search?q=a+choir").json["place"] == ""


def test_a_slip_is_pointed_out_in_a_few_words_and_not_in_a_whole_question(client: FlaskClient) -> None:
    make_service(name="Bailiffs and what they may do")
    make_index()
    _, address = open_call(client)
    few = client.get(f"{address}/search?q=balifs").json["html"]
    assert 'name="meant" value="bailiffs"' in few
    whole = client.get(f"{address}/search?q=she+is+nervous+of+balifs+at+the+door").json["html"]
    assert "Did you mean" not in whole
    answer = client.post(address, data=send(question="Tea", meant="bailiffs"))
    assert 'value="bailiffs"' in answer.text


def test_a_call_starts_from_an_answer_with_its_needs(client: FlaskClient) -> None:
    handler = sign_in_as(client, Role.HELPLINE)
    need, answered = make_need("debt"), EnquiryState.ANSWERED
    source = make_enquiry(need, state=answered, answer="Ring first", question="Rent")
    outcome = EnquiryOutcome(kind=EnquiryOutcomeKind.ROUTED, destination=make_destination())
    source.outcomes = [outcome]
    make_enquiry(make_need("home"), state=answered, answer="A decoy")
    db.session.commit()
    source_id = source.id
    assert "Start a call from this answer" in client.get(f"/helpline/enquiries/{source_id}").text
    page = client.post("/helpline/enquiries", data={"source": str(source_id)})
    started = find_call(uuid.UUID(page.location.rsplit("/", 1)[-1]))
    assert (started.state, started.handler_id, started.question) == (EnquiryState.OPEN, handler.id, None)
    assert [one.term.slug for one in started.needs] == ["debt"]
    assert (started.answer, len(started.outcomes)) == ("Ring first", 1)
    assert find_call(source_id).state == EnquiryState.ANSWERED


@pytest.mark.parametrize("source", ["", "x", "8f14e45f-ceea-467f-a0e6-5a3f2c0a9d11"])
def test_a_call_does_not_start_from_an_answer_that_is_not_there(client: FlaskClient, source: str) -> None:
    sign_in_as(client, Role.HELPLINE)
    assert client.post("/helpline/enquiries", data={"source": source}).status_code in (404, 422)


def test_a_town_in_the_district_that_is_saved_is_no_clash(client: FlaskClient) -> None:
    lay_towns()
    _, address = open_call(client)
    client.post(address, data=send(place="Loughborough", question="Theirs"))
    late = client.post(address, data=send(place="Loughborough", question="Mine"))
    assert 'href="#question"' in late.text
    assert 'href="#place"' not in late.text


def test_a_call_opened_again_with_its_district_looks_near_the_town_in_the_words(client: FlaskClient) -> None:
    lay_towns()
    for name in ("Gas bill help", "Gas bill help two", "Loughborough stamp swap"):
        make_service(name=name)
    _, address = open_call(client)
    make_index()
    words = "q=gas+bill+in+Loughborough&place="
    typed, again, elsewhere = (
        client.get(f"{address}/search?{words}{place}").json["html"]
        for place in ("Loughborough", "Charnwood", "Market+Bosworth")
    )
    assert ("stamp swap" in typed, "stamp swap" in elsewhere) == (False, True)
    assert re.sub("Charnwood|Loughborough", "", again) == re.sub("Charnwood|Loughborough", "", typed)

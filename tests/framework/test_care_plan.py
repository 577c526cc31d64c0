"""The entry for the care plan: everything that was agreed, and nothing of who it is."""

from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

from fhir.resources.R4B.bundle import Bundle
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.framework.care_plan.facts import build_care_plan, list_tasks
from directory.framework.care_plan.fhir import build_bundle
from directory.framework.care_plan.text import list_own_copy, write_own_copy, write_text
from directory.models import FollowUp, SupportAction, SupportRecord
from directory.models.codes import ActionKind, Consent, EntryChoice
from tests.factories import (
    make_framework,
    make_guidance,
    make_need,
    make_role_type,
    make_service,
    make_support_record,
    make_support_role,
)
from tests.framework.support import find_record, make_open_record

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

# The elements of FHIR R4 (4.0.1). R4B has the same but for a few; R5 renamed some.
R4 = {
    "Bundle": {"resourceType", "type", "timestamp", "entry"},
    "CarePlan": {
        "resourceType", "id", "text", "identifier", "instantiatesCanonical", "instantiatesUri", "basedOn",
        "replaces", "partOf", "status", "intent", "category", "title", "description", "subject", "encounter",
        "period", "created", "author", "contributor", "careTeam", "addresses", "supportingInfo", "goal",
        "activity", "note", "contained",
    },
    "Goal": {
        "resourceType", "id", "identifier", "lifecycleStatus", "achievementStatus", "category", "priority",
        "description", "subject", "startDate", "target", "statusDate", "statusReason", "expressedBy",
        "addresses", "note", "outcomeCode", "outcomeReference",
    },
    "ServiceRequest": {
        "resourceType", "id", "text", "identifier", "instantiatesCanonical", "instantiatesUri", "basedOn",
        "replaces", "requisition", "status", "intent", "category", "priority", "doNotPerform", "code",
        "orderDetail", "subject", "encounter", "occurrenceDateTime", "authoredOn", "requester",
        "performerType", "performer", "locationCode", "locationReference", "reasonCode", "reasonReference",
        "insurance", "supportingInfo", "specimen", "bodySite", "note", "patientInstruction",
        "relevantHistory",
    },
}  # fmt: skip
R4_DETAIL = {
    "kind",
    "code",
    "reasonCode",
    "goal",
    "status",
    "statusReason",
    "scheduledPeriod",
    "performer",
    "description",
}
R4_ACTIVITY_STATUS = {
    "not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped", "unknown",
    "entered-in-error",
}  # fmt: skip


def make_full_record() -> SupportRecord:
    make_framework()
    agreed, declined = make_service(name="Money Talk"), make_service(name="Loud Choir")
    guidance = make_guidance(name="About debts")
    record = make_support_record(
        needs=((make_need("debt"), "needing-help"),),
        entries=(agreed, declined, guidance),
        goals="Open the letters\nSleep again",
        carer_goals="A night off",
        consent=Consent.AGREED_IN_PART,
        consent_note="The GP may be told",
        asked_of_others="GP: review sleep",
        actions=[
            SupportAction(
                kind=ActionKind.ASSIST_CONTACT,
                done_on=date(2026, 11, 20),
                role="Support worker",
                result="Booked",
            )
        ],
        follow_ups=[
            FollowUp(due_on=date(2026, 11, 27), who="Support worker", what="Ask how it went"),
            FollowUp(due_on=date(2026, 11, 10), who="The person", what="Ring", outcome="made_contact"),
            FollowUp(due_on=date(2026, 11, 12), who="The carer", what="Did they ring?", outcome="waiting"),
        ],
    )
    record.entries[0].choice, record.entries[1].choice = EntryChoice.AGREED, EntryChoice.DECLINED
    return record


def test_the_entry_says_all_that_was_agreed(app: Flask) -> None:
    record = make_full_record()
    with app.test_request_context():
        text = write_text(build_care_plan(record, NOW))
    wanted = (
        f"Support record {record.reference[:4]}-{record.reference[4:]}",
        "Open the letters",
        "A night off",
        "Debt: Needing help",
        "Options agreed\n- Money Talk",
        "Options offered\n- About debts",
        "Options declined\n- Loud Choir",
        "Agreed in part",
        "The GP may be told",
        "20 November 2026: Helped to make contact (Support worker). Result: Booked",
        "Support worker: Ask how it went, by 27 November 2026",
        "The person: Ring, by 10 November 2026. Made contact",
        "The carer: Did they ring? By 12 November 2026. Waiting",
        "Asked of the GP or others\n- GP: review sleep",
        "Next follow-up\n- 27 November 2026",
        "0116 496 0123",
    )
    assert [line for line in wanted if line not in text] == []


def test_each_follow_up_that_waits_has_its_task_line(app: Flask) -> None:
    record = make_full_record()
    [line] = list_tasks(record)
    reference = f"{record.reference[:4]}-{record.reference[4:]}"
    assert line == f"27 November 2026: Ask how it went. Who: Support worker. Support record {reference}"


def test_the_copy_for_the_person_has_no_level_no_reference_and_crisis_help(app: Flask) -> None:
    record = make_full_record()
    record.team.work_phone, record.team.work_email = "0116 496 0301", None
    with app.test_request_context():
        text = write_own_copy(list_own_copy(record, NOW), NOW)
    whom = f"Who to ask, or to tell when something changes\n- {record.team.name}: 0116 496 0301\n"
    wanted = ("Open the letters", "Money Talk", "116 123", whom)
    assert [words for words in wanted if words not in text] == []
    hidden = ("Needing help", "Loud Choir", record.reference[:4], "Level")
    assert [words for words in hidden if words in text] == []


def test_who_was_picked_is_there_with_the_contact_of_their_work(app: Flask) -> None:
    record = make_full_record()
    role = make_support_role(
        name="Link post",
        type=make_role_type("Coordinator"),
        work_phone="0116 496 0777",
        work_email="link@example.org",
    )
    for day in (20, 21):
        organised = SupportAction(
            kind=ActionKind.ORGANISE_SUPPORT, done_on=date(2026, 11, day), role="Nurse", support_role=role
        )
        record.actions.append(organised)
    said = "with Link post, Coordinator, 0116 496 0777, link@example.org (Nurse)"
    with app.test_request_context():
        assert write_text(build_care_plan(record, NOW)).count(said) == 2
        assert "Link post" not in write_own_copy(list_own_copy(record, NOW), NOW)
        record.consent = Consent.AGREED
        own = write_own_copy(list_own_copy(record, NOW), NOW)
    line = "Who supports you\n- Link post, Coordinator: 0116 496 0777; link@example.org\n"
    assert (line in own, own.count("Link post")) == (True, 1)


def bundle_of(app: Flask, record: SupportRecord) -> dict[str, Any]:
    with app.test_request_context():
        return build_bundle(record, build_care_plan(record, NOW), NOW)


def test_the_bundle_is_valid_by_the_models_of_a_fhir_library(app: Flask) -> None:
    bundle = bundle_of(app, make_full_record())
    assert [one.resource.get_resource_type() for one in Bundle.model_validate(bundle).entry] == [
        "CarePlan",
        "ServiceRequest",
        "ServiceRequest",
    ]


def test_the_bundle_has_only_elements_of_r4(app: Flask) -> None:
    bundle = bundle_of(app, make_full_record())
    assert set(bundle) <= R4["Bundle"]
    for resource in (one["resource"] for one in bundle["entry"]):
        assert set(resource) <= R4[resource["resourceType"]]
        for activity in resource.get("activity", []):
            # Invariant cpl-3: a reference or a detail, never both.
            assert len(activity.keys() & {"reference", "detail"}) == 1
            assert set(activity.get("detail", {})) <= R4_DETAIL
            assert activity.get("detail", {}).get("status", "unknown") in R4_ACTIVITY_STATUS
    plan = bundle["entry"][0]["resource"]
    assert all(isinstance(one["resource"].get("code", {}).get("text", ""), str) for one in bundle["entry"])
    references = [one["reference"]["reference"] for one in plan["activity"] if "reference" in one]
    assert references == [one["fullUrl"] for one in bundle["entry"][1:]]


def test_the_bundle_says_goals_contacts_what_was_declined_and_what_is_asked_of_others(app: Flask) -> None:
    plan, request, *_ = [one["resource"] for one in bundle_of(app, make_full_record())["entry"]]
    assert [set(goal) - R4["Goal"] for goal in plan["contained"]] == [set(), set(), set()]
    said = [(goal["description"]["text"], goal.get("expressedBy")) for goal in plan["contained"]]
    assert said == [("Open the letters", None), ("Sleep again", None), ("A night off", {"display": "Carer"})]
    # Invariant dom-3: whatever is contained is referred to.
    assert [one["reference"] for one in plan["goal"]] == [f"#{goal['id']}" for goal in plan["contained"]]
    assert "0116 496 0123" in request["patientInstruction"]
    details = {one["detail"]["description"]: one["detail"] for one in plan["activity"] if "detail" in one}
    assert details["Loud Choir"]["status"] == "cancelled"
    assert details["GP: review sleep"]["performer"] == [{"display": "GP or others"}]


def test_of_a_closed_record_nothing_is_asked_for_any_more(app: Flask) -> None:
    record = make_full_record()
    before = {one["resource"]["resourceType"]: one["resource"] for one in bundle_of(app, record)["entry"]}
    assert (before["CarePlan"]["status"], "end" in before["CarePlan"]["period"]) == ("active", False)
    record.closed_at = NOW
    bundle = bundle_of(app, record)
    Bundle.model_validate(bundle)
    plan, *requests = [one["resource"] for one in bundle["entry"]]
    assert (plan["status"], "end" in plan["period"]) == ("completed", True)
    assert {goal["lifecycleStatus"] for goal in plan["contained"]} == {"completed"}
    # What was agreed, and what was only offered.
    assert [one["status"] for one in requests] == ["completed", "revoked"]
    details = [one["detail"]["status"] for one in plan["activity"] if "detail" in one]
    assert ("scheduled" in details, "stopped" in details) == (False, True)


def test_the_subject_is_an_identifier_and_nothing_more(app: Flask) -> None:
    record = make_full_record()
    for one in bundle_of(app, record)["entry"]:
        subject = one["resource"]["subject"]
        assert subject.keys() == {"type", "identifier"}
        assert subject["identifier"]["value"].replace("-", "") == record.reference


def test_a_record_with_nothing_in_it_still_makes_a_valid_bundle(app: Flask) -> None:
    make_framework()
    record = make_support_record()
    record.needs = []
    assert len(Bundle.model_validate(bundle_of(app, record)).entry) == 1


def test_the_bundle_is_downloaded_as_fhir_and_noted(client: FlaskClient) -> None:
    make_framework()
    _, address = make_open_record(client)
    answer = client.get(f"{address}/care-plan.json")
    assert answer.content_type == "application/fhir+json"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_marks_of_control_are_in_no_text_so_that_the_narrative_can_be_read(client: FlaskClient) -> None:
    make_framework()
    _, address = make_open_record(client)
    typed = {"kind": "help_with_forms", "done_on": "2026-01-02", "role": "Nurse"}
    client.post(f"{address}/actions", data=typed | {"result": "Booked\x0b & <paid>\tby\x1b card\ufffe"})
    plan = client.get(f"{address}/care-plan.json").get_json()["entry"][0]["resource"]
    narrative = "".join(ElementTree.fromstring(plan["text"]["div"]).itertext())
    assert "Booked & <paid> by card" in narrative


def test_markup_in_a_record_is_text_in_the_narrative(app: Flask) -> None:
    make_framework()
    record = make_support_record(goals="<script>alert(1)</script>")
    narrative = bundle_of(app, record)["entry"][0]["resource"]["text"]["div"]
    assert ("<script" in narrative, "&lt;script&gt;" in narrative) == (False, True)


def test_an_entry_that_says_nothing_yet_leads_to_the_conversation(client: FlaskClient) -> None:
    record_id, address = make_open_record(client)
    said = "This entry says almost nothing yet"
    assert said not in client.get(f"{address}/care-plan").text
    find_record(record_id).needs = []
    db.session.commit()
    assert said in client.get(f"{address}/care-plan").text

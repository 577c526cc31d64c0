"""The care-plan entry as a FHIR R4 bundle: one CarePlan, and a ServiceRequest for each entry that was offered
or agreed. Plain dictionaries. The subject is a reference by identifier alone: who it is stands in the care
plan."""

import uuid
from datetime import datetime
from typing import Any

from flask import current_app
from markupsafe import escape

from directory.framework.care_plan.facts import HEADING, CarePlan, split_lines
from directory.framework.records.reference import format_reference
from directory.models import FollowUp, SupportRecord, SupportRecordEntry
from directory.models.codes import EntryChoice, FollowUpOutcome

Resource = dict[str, Any]

# (status, intent) of a ServiceRequest; what was declined is not asked for.
_REQUESTS = {EntryChoice.AGREED: ("active", "plan"), EntryChoice.OFFERED: ("draft", "proposal")}
# Of a record that is closed nothing is asked for any more.
_ENDED_REQUESTS = {EntryChoice.AGREED: ("completed", "plan"), EntryChoice.OFFERED: ("revoked", "proposal")}
# Care plan activity status. None: nothing was said yet.
_ACTIVITIES = {
    None: "scheduled",
    FollowUpOutcome.MADE_CONTACT: "in-progress",
    FollowUpOutcome.WAITING: "on-hold",
    FollowUpOutcome.ATTENDED: "completed",
    FollowUpOutcome.DID_NOT_SUIT: "stopped",
    FollowUpOutcome.NOT_TAKEN_UP: "cancelled",
    FollowUpOutcome.NO_LONGER_NEEDED: "cancelled",
}


def build_bundle(record: SupportRecord, plan: CarePlan, now: datetime) -> Resource:
    """A collection. Its addresses are made anew each time: nothing here can be matched but the reference."""
    requests = [(_make_address(), link) for link in record.entries if link.choice in _REQUESTS]
    resources = [(_make_address(), _describe_plan(record, plan, [address for address, _ in requests]))]
    resources += [
        (address, _describe_request(record, link, plan.options[link.entry_id], now))
        for address, link in requests
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _instant(now),
        "entry": [{"fullUrl": address, "resource": resource} for address, resource in resources],
    }


def _describe_plan(record: SupportRecord, plan: CarePlan, requests: list[str]) -> Resource:
    resource: Resource = {
        "resourceType": "CarePlan",
        "text": {"status": "generated", "div": _narrate(plan)},
        "identifier": [_identify(record)],
        "status": "completed" if record.closed_at else "active",
        "intent": "plan",
        "category": [{"text": HEADING}],
        "title": HEADING,
        "description": "; ".join(need.term.name for need in record.needs) or HEADING,
        "subject": _subject(record),
        "period": _describe_period(record),
        "created": _instant(record.created_at),
        "author": {"display": record.team.name},
        "note": [{"text": f"{one.heading}: {' '.join(one.lines)}"} for one in plan.sections],
    }
    activities: list[Resource] = [{"reference": {"reference": address}} for address in requests]
    activities += [{"detail": _describe_follow_up(one)} for one in record.follow_ups]
    activities += [{"detail": one} for one in (*_list_declined(record), *_list_asked(record))]
    goals = _list_goals(record)
    if goals:
        resource |= {"contained": goals, "goal": [{"reference": f"#{goal['id']}"} for goal in goals]}
    return resource | ({"activity": activities} if activities else {})


def _describe_period(record: SupportRecord) -> Resource:
    ended = {"end": _instant(record.closed_at)} if record.closed_at else {}
    return {"start": _instant(record.created_at), **ended}


def _list_goals(record: SupportRecord) -> list[Resource]:
    """A resource for each line, the carer's as theirs."""
    own: list[tuple[str, Resource]] = [(line, {}) for line in split_lines(record.goals)]
    carers = [(line, {"expressedBy": {"display": "Carer"}}) for line in split_lines(record.carer_goals)]
    return [
        {
            "resourceType": "Goal",
            "id": f"goal-{number}",
            # "completed" in FHIR: it is not sought any more, reached or not.
            "lifecycleStatus": "completed" if record.closed_at else "active",
            "description": {"text": line},
            "subject": _subject(record),
            **said_by,
        }
        for number, (line, said_by) in enumerate([*own, *carers], 1)
    ]


def _list_declined(record: SupportRecord) -> list[Resource]:
    declined = [link for link in record.entries if link.choice == EntryChoice.DECLINED]
    return [
        {
            "kind": "ServiceRequest",
            "status": "cancelled",
            "statusReason": {"text": ": ".join(filter(None, ("Declined by the person", link.why)))},
            "description": link.name,
        }
        for link in declined
    ]


def _list_asked(record: SupportRecord) -> list[Resource]:
    return [
        {
            "kind": "Task",
            "status": "not-started",
            "performer": [{"display": "GP or others"}],
            "description": line,
        }
        for line in split_lines(record.asked_of_others)
    ]


def _describe_follow_up(follow_up: FollowUp) -> Resource:
    is_left = follow_up.outcome is None and follow_up.record.closed_at is not None
    return {
        "kind": "Task",
        "status": "stopped" if is_left else _ACTIVITIES[follow_up.outcome],
        "scheduledPeriod": {"end": follow_up.due_on.isoformat()},
        "performer": [{"display": follow_up.who}],
        "description": follow_up.what,
    }


def _describe_request(record: SupportRecord, link: SupportRecordEntry, words: str, now: datetime) -> Resource:
    status, intent = (_ENDED_REQUESTS if record.closed_at else _REQUESTS)[link.choice]
    return {
        "resourceType": "ServiceRequest",
        "status": status,
        "intent": intent,
        "category": [{"text": "Community support"}],
        "code": {"text": link.name},
        "subject": _subject(record),
        "authoredOn": _instant(now),
        "requester": {"display": record.team.name},
        "reasonCode": [{"text": need.term.name} for need in record.needs]
        or [{"text": "Other support needs"}],
        "patientInstruction": words,
    }


def _subject(record: SupportRecord) -> Resource:
    return {"type": "Patient", "identifier": _identify(record)}


def _identify(record: SupportRecord) -> Resource:
    system = f"{current_app.config['SITE_URL'].rstrip('/')}/support-record"
    return {"system": system, "value": format_reference(record.reference)}


def _narrate(plan: CarePlan) -> str:
    parts = [f"<p>Support record {escape(plan.reference)}, {escape(plan.team)}</p>"]
    for section in plan.sections:
        lines = "".join(f"<li>{escape(line)}</li>" for line in section.lines)
        parts.append(f"<p><b>{escape(section.heading)}</b></p><ul>{lines}</ul>")
    return f'<div xmlns="http://www.w3.org/1999/xhtml">{"".join(parts)}</div>'


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _make_address() -> str:
    return f"urn:uuid:{uuid.uuid4()}"

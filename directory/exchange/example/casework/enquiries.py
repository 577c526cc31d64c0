"""Lays enquiries in the order in which they were asked: those of the year, answered, and those that wait."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from directory.exchange.example.casework.endings import Ending, lay_endings
from directory.exchange.example.casework.ground import Ground
from directory.free_text import check_text
from directory.helpline.asking.actions import ask_online
from directory.helpline.enquiries.actions import answer_enquiry, hand_enquiry, open_enquiry, take_enquiry
from directory.helpline.replies import mark_reply, tell_asker
from directory.models import Enquiry, User
from directory.models.helpline.codes import EnquiryChannel

_WAYS = ("phone", "phone", "email", "on_page")
_CHANNELS = ("phone", "phone", "phone", "email", "chat", "online")
_AT_ONCE = ("phone", "chat")
_PREFERRED = 0.75
"""How often the demo handler took it, and not the officer."""


class _Call(NamedTuple):
    """`waits` for one of waiting.yaml."""

    asked_at: datetime
    area: str
    item: Mapping[str, Any]
    waits: bool


def lay_enquiries(ground: Ground) -> None:
    draw = random.Random("enquiries")
    calls = [call for item in ground.read("enquiries") for call in _plan_asked(ground, item, draw)]
    calls += [_plan_waiting(ground, item) for item in ground.read("waiting")]
    for call in sorted(calls, key=lambda one: (one.asked_at, one.area, str(one.item["needs"]))):
        lay = _lay_waiting if call.waits else _lay_answered
        lay(ground, call, draw)


def _plan_asked(ground: Ground, item: Mapping[str, Any], draw: random.Random) -> list[_Call]:
    moments = ground.calendar.draw(draw, item["shape"], item["count"])
    return [_Call(at, ground.choose_area(draw, item.get("areas")), item, False) for at in moments]


def _plan_waiting(ground: Ground, item: Mapping[str, Any]) -> _Call:
    return _Call(ground.calendar.shift(ground.now, -60 * item["asked"]), item["area"], item, True)


def _lay_answered(ground: Ground, call: _Call, draw: random.Random) -> None:
    item, team = call.item, draw.choice(ground.list_teams_of(call.area))
    handler = ground.helpline if draw.random() < _PREFERRED else ground.officer
    channel = draw.choice(_CHANNELS)
    minutes, is_at_once = _draw_wait(ground.calendar.find_progress(call.asked_at), channel, draw)
    typed = _type_asker(ground, team, draw) | {
        "question": _draw_now_and_then(draw, ground.people["openers"])
        + ground.say(draw.choice(item["asks"]), call.area),
        "circumstances": _draw_now_and_then(draw, ground.people["circumstances"]),
        "channel": channel,
        "needs": item["needs"],
        "level": item["level"],
        "urgency": draw.choices(("routine", "soon", "urgent"), (6, 3, 1))[0],
    }
    if channel == EnquiryChannel.ONLINE:
        enquiry = _ask(ground, ground.workers[team], typed | {"reply_way": "on_page"}, call)
        take_enquiry(actor=handler, enquiry=enquiry, now=call.asked_at)
    else:
        enquiry = _open(ground, handler, typed, call)
    answered_at = min(ground.calendar.shift(call.asked_at, minutes), ground.now)
    _end(Ending(ground, enquiry, handler, answered_at, draw), item, is_at_once=is_at_once)


def _draw_wait(progress: float, channel: str, draw: random.Random) -> tuple[float, bool]:
    """Minutes of opening until the answer, and whether the asker was still there. Handlers become quicker."""
    if channel in _AT_ONCE and draw.random() < 0.65 + 0.3 * progress:
        return draw.randint(3, 20), True
    return draw.triangular(30, 1300 - 500 * progress, 90), False


def _lay_waiting(ground: Ground, call: _Call, draw: random.Random) -> None:
    """`has` names who is at it; without it nobody has it yet."""
    item = call.item
    handler = ground.officer if item.get("has") == "officer" else ground.helpline
    names = ("question", "circumstances", "tried", "channel", "urgency", "needs", "level")
    typed = {name: item[name] for name in names if name in item} | {"reply_way": item["way"]}
    if item.get("by") == "staff":
        own = _type_team(ground, "example-city-adults") | {"reply_email": ground.staff.email}
        enquiry = _ask(ground, ground.staff, typed | own | {"asker_role": "Support worker"}, call)
    else:
        team = draw.choice(ground.list_teams_of(call.area))
        enquiry = _open(ground, handler, _type_asker(ground, team, draw) | typed, call)
        if "has" not in item:
            hand_enquiry(actor=handler, enquiry=enquiry, to=None, now=call.asked_at)
    if "due" in item:
        due = ground.calendar.shift(ground.now, 60 * item["due"])
        enquiry.due_at = due - timedelta(minutes=due.minute % 15)
    if "answered" in item:
        answered_at = ground.calendar.shift(ground.now, -60 * item["answered"])
        take_enquiry(actor=handler, enquiry=enquiry, now=call.asked_at)
        _end(Ending(ground, enquiry, handler, answered_at, draw), item, is_at_once=False)


def _draw_now_and_then(draw: random.Random, texts: list[str]) -> str:
    return draw.choice(texts) if draw.random() < 0.5 else ""


def _type_asker(ground: Ground, team: str, draw: random.Random) -> dict[str, Any]:
    worker = ground.workers[team]
    asker = {"asker_name": worker.name, "asker_role": draw.choice(ground.people["jobs"])}
    reply = {"reply_way": draw.choice(_WAYS), "reply_email": worker.email}
    return asker | reply | _type_team(ground, team)


def _type_team(ground: Ground, slug: str) -> dict[str, Any]:
    team = ground.teams[slug]
    return {"team": str(team.id), "specialty": team.specialty.value}


def _open(ground: Ground, handler: User, typed: dict[str, Any], call: _Call) -> Enquiry:
    return _place(ground, open_enquiry(actor=handler, typed=typed, now=call.asked_at), call)


def _ask(ground: Ground, asker: User, typed: dict[str, Any], call: _Call) -> Enquiry:
    return _place(ground, ask_online(actor=asker, typed=typed, now=call.asked_at), call)


def _place(ground: Ground, enquiry: Enquiry, call: _Call) -> Enquiry:
    enquiry.area = ground.areas[call.area]
    ground.date_back(enquiry, call.asked_at)
    return enquiry


def _end(ending: Ending, item: Mapping[str, Any], *, is_at_once: bool) -> None:
    enquiry, handler, now = ending.enquiry, ending.handler, ending.now
    enquiry.answer = check_text("enquiry.answer", item["answer"])
    lay_endings(ending, item["ends"])
    answer_enquiry(actor=handler, enquiry=enquiry, is_at_once=is_at_once, now=now)
    tell_asker(actor=handler, enquiry=enquiry, looked=mark_reply(enquiry), now=now)

"""What the form to ask online begins with, and what can be chosen in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from directory import free_text
from directory.helpline import wording
from directory.helpline.asking.actions import ONLINE_WAYS
from directory.helpline.enquiries.reply_contacts import find_questions
from directory.helpline.enquiries.whereabouts import describe_practice, list_possible_districts
from directory.listings.needs import list_needs
from directory.models import User
from directory.models.helpline.codes import EnquiryState, ReplyWay
from directory.network.choices import ChoiceGroup, choose_need, choose_team
from directory.network.confirmation import day_of
from directory.network.queries import list_teams, list_teams_of
from directory.person_details import remove_details
from directory.places.queries import find_practice
from directory.search.request import SearchRequest
from directory.unmet_needs.actions import list_level_names
from directory.unmet_needs.choices import choose_code, choose_level
from directory.unmet_needs.opening import find_area
from directory.unmet_needs.tried import describe_search

NOT_SURE = "not-sure"
FIELDS = (
    "question",
    "circumstances",
    "tried",
    "place",
    "district",
    "practice",
    "urgency",
    "reply_way",
    "reply_email",
    "reply_phone",
    "asker_role",
    "team",
    "specialty",
    "level",
    "support_reference",
)
# What a support record says of a question that begins there.
_OF_RECORD = ("place", "level", "team", "support_reference")
# As those who ask would say it.
ASKER_WAY_NAMES = {
    ReplyWay.EMAIL: "By e-mail",
    ReplyWay.ON_PAGE: "Here, under “My questions”",
    ReplyWay.PHONE: "By phone",
    ReplyWay.READ_OUT: "At once",
}
ASKER_STATE_NAMES = wording.STATE_NAMES | {
    EnquiryState.NEW: "Waiting",
    EnquiryState.WITHDRAWN: "Closed without an answer",
}
_FREE_TEXTS = ("question", "circumstances", "tried")
_LONGEST_NUMBER = 6
_LONGEST_NAME = 200


def propose_question(
    asked: SearchRequest, args: Mapping[str, str], actor: User, now: datetime
) -> dict[str, Any]:
    """The form filled in from a search. `args` may say more: found (how many entries it found), entry (the
    name of the entry they came from). The place is only told as a district, or as what lies in several: a
    postcode could point to a person."""
    on = day_of(now)
    area = find_area(asked, on)
    part, _ = ("", []) if area else list_possible_districts(asked.place, on)
    practice = find_practice(asked.practice, on=on) if asked.practice else None
    teams = list_teams_of(actor)
    team = teams[0] if len(teams) == 1 else None
    return dict.fromkeys(FIELDS, "") | {
        "needs": list(asked.need),
        "question": remove_details(asked.q),
        "tried": _describe_tried(asked, args, area.name if area else ""),
        "place": area.name if area else part,
        "practice": describe_practice(practice),
        "urgency": "routine",
        "reply_way": "email",
        "reply_email": actor.email,
        "team": str(team.id) if team else "",
        "specialty": team.specialty.value if team else "",
    }


def read_question_form(form: MultiDict[str, str]) -> dict[str, Any]:
    typed: dict[str, Any] = {name: form.get(name, "") for name in FIELDS}
    given = [form.get("need", ""), *form.getlist("needs")]
    return typed | {"needs": [slug for slug in dict.fromkeys(given) if slug]}


def propose_for_record(form: MultiDict[str, str], actor: User, now: datetime) -> dict[str, Any]:
    """The form filled in from a support record. Its reference is there only where the worker chose so."""
    given = {name: form[name][:_LONGEST_NAME] for name in _OF_RECORD if name in form}
    return propose_question(SearchRequest(), {}, actor, now) | given | {"needs": form.getlist("needs")}


def settle_place(typed: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """With the district that was chosen, where the place lies in several; "": nobody knows which."""
    _, possible = list_possible_districts(typed["place"], day_of(now)) if typed["district"] else ("", [])
    chosen = "" if typed["district"] == NOT_SURE else typed["district"]
    is_choice = chosen in {"", *(district.name for district in possible)}
    return dict(typed) | ({"place": chosen} if possible and is_choice else {})


def list_ask_choices() -> dict[str, list[ChoiceGroup]]:
    ways = {way: ASKER_WAY_NAMES[way] for way in ONLINE_WAYS}
    return {
        "needs": choose_need(list_needs(), "Not sure"),
        "ways": choose_code(ways, "Choose"),
        "urgencies": choose_code(wording.URGENCY_NAMES, "Choose"),
        "specialties": choose_code(wording.SPECIALTY_NAMES, "Not said"),
        "teams": choose_team(list_teams(), "Not said"),
        "levels": choose_level(list_level_names()),
    }


def find_warnings(typed: Mapping[str, Any]) -> dict[str, str]:
    """By field, what looks like details of a person, or like a contact that is not of work. It may stay, once
    somebody has looked."""
    return find_questions(typed) | free_text.find_warnings(typed, _FREE_TEXTS)


def _describe_tried(asked: SearchRequest, args: Mapping[str, str], area_name: str) -> str:
    found = args.get("found", "")
    total = int(found) if found.isascii() and found.isdecimal() and len(found) <= _LONGEST_NUMBER else 0
    tried = describe_search(asked, total, area_name) if asked != SearchRequest() else ""
    entry = args.get("entry", "")[:_LONGEST_NAME].strip()
    looked = f"Looked at: {entry}." if entry else ""
    return " ".join(filter(None, (tried, looked)))

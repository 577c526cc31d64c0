"""The question "Who can help here?" as it stands in a page's address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from directory.models import Area, Team
from directory.network.answering.reach import Asked
from directory.network.checking import clean_line, read_id
from directory.network.queries import list_pcns, list_teams
from directory.network.who_can_help import Answer, find_who_can_help
from directory.places.queries import find_place, find_practice, list_practices

_LONGEST = 200
_MOST_NEEDS = 5
_MOST_SUGGESTIONS = 6


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, cleaned. `messages` say beside which field it was not understood. `likely` are the
    practices that the words may mean, where they are several."""

    place: str
    practice: str
    pcn: str
    team: str
    needs: tuple[str, ...]
    has_no_fixed_address: bool
    practices: list[Area]
    pcns: list[Area]
    teams: list[Team]
    asked: Asked
    messages: dict[str, str]
    likely: tuple[Area, ...] = ()

    @property
    def is_asked(self) -> bool:
        return self.asked.says_where or self.has_no_fixed_address


def read_question(args: Mapping[str, str], needs: list[str], on: date) -> Question:
    practices, pcns, teams = list_practices(on=on), list_pcns(on), list_teams()
    typed = {
        name: clean_line(args.get(name))[:_LONGEST].strip() for name in ("place", "practice", "pcn", "team")
    }
    messages: dict[str, str] = {}
    no_address = clean_line(args.get("no_address")) == "1"
    slugs = tuple(dict.fromkeys(clean_line(slug)[:_LONGEST] for slug in needs if slug))[:_MOST_NEEDS]
    place = find_place(typed["place"], on=on) if typed["place"] else None
    if typed["place"] and place is None:
        messages["place"] = "We do not know this place. Try a postcode, or a town nearby."
    likely = _match_practices(typed["practice"], practices)
    if typed["practice"] and len(likely) != 1:
        messages["practice"] = _ask_practice(likely)
    asked = Asked(
        place=place,
        practice=likely[0] if len(likely) == 1 else None,
        pcn=next((pcn for pcn in pcns if typed["pcn"] in (pcn.slug, pcn.code)), None)
        if typed["pcn"]
        else None,
        team=next((team for team in teams if team.id == read_id(typed["team"])), None),
        needs=slugs,
        has_no_fixed_address=no_address,
    )
    for name, found in (("pcn", asked.pcn), ("team", asked.team)):
        if typed[name] and found is None:
            messages[name] = "Choose one from the list."
    return Question(
        **typed,
        needs=slugs,
        has_no_fixed_address=no_address,
        practices=practices,
        pcns=pcns,
        teams=teams,
        asked=asked,
        messages=messages,
        likely=tuple(likely[:_MOST_SUGGESTIONS]) if len(likely) > 1 else (),
    )


def find_help_near(place: str, practice: str, needs: tuple[str, ...], on: date) -> Answer | None:
    """The answer for words of a place and the code of a practice, as a search has them. None where neither
    is known."""
    asked = Asked(
        place=find_place(place, on=on) if place else None,
        practice=find_practice(practice, on=on) if practice else None,
        needs=needs,
    )
    return find_who_can_help(asked, on=on) if asked.says_where else None


def find_practice_named(text: str, on: date) -> tuple[Area | None, str]:
    """The practice with this code or, where only one has it, this name; else a message."""
    text = clean_line(text)[:_LONGEST].strip()
    found = _match_practices(text, list_practices(on=on)) if text else []
    if len(found) == 1:
        return found[0], ""
    return None, _ask_practice(found) if text else ""


def name_practice(practice: Area) -> str:
    """As it is offered and read back: the code makes it certain."""
    return f"{practice.name} ({practice.code})" if practice.code else practice.name


def _match_practices(text: str, practices: list[Area]) -> list[Area]:
    """By code, with or without its name; or by words of names."""
    if not text:
        return []
    code = text.rpartition("(")[2].rstrip(") ").upper()
    words = text.casefold().split()
    return (
        [practice for practice in practices if practice.code == code]
        or [practice for practice in practices if practice.name.casefold() == text.casefold()]
        or [p for p in practices if all(word in p.name.casefold() for word in words)]
    )


def _ask_practice(found: list[Area]) -> str:
    if not found:
        return "We do not know this practice. Choose one from the list, or try its code."
    names = "; ".join(name_practice(practice) for practice in found[:_MOST_SUGGESTIONS])
    return f"Which one? {names}."

"""What can be chosen from in the forms of the network: groups of (value, label), in order."""

from collections.abc import Iterable

from directory.listings.needs import Need
from directory.models import SupportRoleType, Team
from directory.models.codes import Specialty
from directory.network.who_can_help import walk_needs
from directory.network.wording import SPECIALTY_NAMES

ChoiceGroup = tuple[str, list[tuple[str, str]]]


def choose_need(needs: Iterable[Need], blank: str = "Anything") -> list[ChoiceGroup]:
    """Each area of need, itself first, with all below it."""
    groups = [(top.name, [(need.slug, need.name) for need in walk_needs([top])]) for top in needs]
    return [("", [("", blank)]), *groups]


def choose_team(teams: Iterable[Team], blank: str = "Any") -> list[ChoiceGroup]:
    by_specialty: dict[Specialty, list[tuple[str, str]]] = {}
    for team in teams:
        by_specialty.setdefault(team.specialty, []).append((str(team.id), team.name))
    groups = [(SPECIALTY_NAMES[specialty], options) for specialty, options in by_specialty.items()]
    return [("", [("", blank)]), *groups]


def choose_type(types: Iterable[SupportRoleType], blank: str) -> list[ChoiceGroup]:
    return [("", [("", blank), *((one.slug, one.name) for one in types)])]

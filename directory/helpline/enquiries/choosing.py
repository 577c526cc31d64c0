"""What can be chosen from on the screen of a call: groups of (value, label), in order."""

from datetime import date
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.helpline import wording
from directory.listings.needs import Need, list_needs
from directory.models import Taxonomy, TaxonomyTerm, TermWord
from directory.network.asking import name_practice
from directory.network.choices import choose_need, choose_team
from directory.network.queries import list_teams
from directory.network.who_can_help import walk_needs
from directory.places.queries import list_practices
from directory.unmet_needs.actions import list_level_names
from directory.unmet_needs.choices import choose_code, choose_level
from directory.unmet_needs.queries import list_areas

# A longer list than this is typed in by name or code.
_MOST_PRACTICES = 400


def list_choices(on: date, needs: list[Need]) -> dict[str, Any]:
    """`needs`: the tree."""
    return {
        "teams": choose_team(list_teams(), "Not said"),
        "specialties": choose_code(wording.SPECIALTY_NAMES, "Not said"),
        "channels": choose_code(wording.CHANNEL_NAMES, "Choose"),
        "reply_ways": choose_code(wording.REPLY_NAMES, "Not said"),
        "urgencies": choose_code(wording.URGENCY_NAMES, "Choose"),
        "levels": choose_level(list_level_names()),
        "need_groups": [(top.name, walk_needs([top])) for top in needs],
        "need_words": _list_words(),
        "places": [area.name for area in list_areas(on)],
        "practices": [name_practice(practice) for practice in list_practices(on=on)[:_MOST_PRACTICES]],
    }


def list_names(choices: dict[str, Any]) -> dict[str, str]:
    """What needs, teams and levels are called, by slug or id."""
    needs: list[Need] = [need for _, below in choices["need_groups"] for need in below]
    groups = [*choices["teams"], *choices["levels"]]
    options = {value: label for _, options in groups for value, label in options if value}
    return options | {need.slug: need.name for need in needs}


def _list_words() -> dict[str, str]:
    """The everyday words for each need, by its slug, with a space between: a need is found by them too."""
    query = (
        select(TaxonomyTerm.slug, TermWord.phrase)
        .join(TermWord, TermWord.taxonomy_term_id == TaxonomyTerm.id)
        .join(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id)
        .where(Taxonomy.slug == "needs")
    )
    words: dict[str, list[str]] = {}
    for slug, phrase in db.session.execute(query):
        words.setdefault(slug, []).append(phrase)
    return {slug: "|".join(phrases).lower() for slug, phrases in words.items()}


def list_queue_choices() -> dict[str, Any]:
    return {
        "needs": choose_need(list_needs(), "Any"),
        "teams": choose_team(list_teams(), "Any"),
        "urgencies": choose_code(wording.URGENCY_NAMES, "Any"),
    }

"""What was tried, in words, from a search that found too little."""

from sqlalchemy import select

from directory.extensions import db
from directory.listings.needs import find_need
from directory.models import Area
from directory.models.codes import AreaKind
from directory.person_details import remove_details
from directory.search.request import SearchRequest

_LABELS = {
    "q": "words",
    "need": "needs",
    "practice": "practice",
    "within": "within miles",
    "kind": "kind",
    "cost": "cost",
    "delivery": "how",
    "day": "days",
    "district": "district",
    "age": "age",
}

_WORDS = {
    "low": "low cost",
    "home": "at home",
    "place": "at a place",
    "phone": "by phone",
    "mo": "Monday",
    "tu": "Tuesday",
    "we": "Wednesday",
    "th": "Thursday",
    "fr": "Friday",
    "sa": "Saturday",
    "su": "Sunday",
}


def describe_search(asked: SearchRequest, total: int | None, area_name: str = "") -> str:
    """Its place only as the name of an area: a postcode could point to a person. `total` None: what was
    found was not counted, and nothing is said of it."""
    query = asked.to_query()
    parts = []
    for name, label in _LABELS.items():
        value = query.get(name)
        if value:
            given = value if isinstance(value, list) else [value]
            words = ", ".join(_name(name, one) for one in given)
            parts.append(f"{label}: {remove_details(words)}")
    if area_name:
        parts.append(f"place: in {area_name}")
    searched = f"Searched the directory ({'; '.join(parts) or 'everything'})"
    if total is None:
        return f"{searched}."
    found = "nothing found" if not total else "1 entry found" if total == 1 else f"{total} entries found"
    return f"{searched}: {found}."


def _name(field: str, value: str) -> str:
    """What a code is called."""
    if field == "need":
        need = find_need(value)
        return need.name if need else value
    if field == "district":
        name = db.session.scalar(select(Area.name).where(Area.slug == value, Area.kind == AreaKind.DISTRICT))
        return name or value
    return value if field == "q" else _WORDS.get(value, value)

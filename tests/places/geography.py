"""A small country to ask about."""

from directory.models import Area
from directory.models.codes import AreaKind
from tests.factories import make_area

CHARNWOOD, LEICESTER, MELTON = "E07000130", "E06000016", "E07000133"


def make_geography() -> dict[str, Area]:
    """United Kingdom > England > system > two places > three districts, by slug."""
    areas: dict[str, Area] = {}

    def add(slug: str, kind: AreaKind, parent: str | None, **values: object) -> None:
        parent_id = areas[parent].id if parent else None
        areas[slug] = make_area(slug, kind, parent_id=parent_id, **values)

    add("united-kingdom", AreaKind.COUNTRY, None, code="K02000001")
    add("england", AreaKind.COUNTRY, "united-kingdom", code="E92000001")
    add("llr", AreaKind.SYSTEM, "england", code="QK1")
    add("leicestershire", AreaKind.PLACE, "llr", code="E10000018", latitude=52.7, longitude=-1.2)
    add("leicester-city", AreaKind.PLACE, "llr", code="place-leicester", name="Leicester")
    add("charnwood", AreaKind.DISTRICT, "leicestershire", code=CHARNWOOD, latitude=52.74, longitude=-1.14)
    add("melton", AreaKind.DISTRICT, "leicestershire", code=MELTON)
    add("leicester", AreaKind.DISTRICT, "leicester-city", code=LEICESTER)
    return areas

"""What the network's codes are called on pages."""

from directory.models.codes import AreaKind, DecidedBy, Specialty

SPECIALTY_NAMES = {
    Specialty.CHILDREN_YOUNG_PEOPLE: "Children and young people",
    Specialty.ADULTS: "Adults",
    Specialty.OLDER_PEOPLE: "Older people",
    Specialty.LEARNING_DISABILITY: "Learning disability",
}

DECIDED_BY_NAMES = {
    DecidedBy.GP_REGISTRATION: "GP registration decides",
    DecidedBy.HOME_ADDRESS: "Home address decides",
}

AREA_KIND_NAMES = {
    AreaKind.PCN: "Primary care networks",
    AreaKind.TEAM_PATCH: "Team patches",
    AreaKind.NEIGHBOURHOOD: "Neighbourhoods",
    AreaKind.DISTRICT: "Districts",
    AreaKind.PLACE: "Places",
    AreaKind.SYSTEM: "The whole system",
}

# From the narrowest to the widest: of two that cover a person, the nearer one is meant.
NARROWEST_FIRST = (
    AreaKind.BRANCH_SURGERY,
    AreaKind.PRACTICE,
    AreaKind.PCN,
    AreaKind.NEIGHBOURHOOD,
    AreaKind.WARD,
    AreaKind.TEAM_PATCH,
    AreaKind.DISTRICT,
    AreaKind.PLACE,
    AreaKind.SYSTEM,
    AreaKind.COUNTRY,
)


def describe_places(places_free: int | None) -> str:
    if places_free is None:
        return "Places free: not known"
    if places_free == 0:
        return "No places free"
    return "1 place free" if places_free == 1 else f"{places_free} places free"

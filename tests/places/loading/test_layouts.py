import pytest

from directory.places.loading.layouts import Content, recognize

CODE_POINT = ["LE1 1AA", "10", "458800", "304500", "E92000001", "E19", "E18", "", "E06000016", "E05010458"]
PRACTICE = [
    "C82001",
    "A PRACTICE",
    "Y60",
    "QK1",
    *[""] * 5,
    "LE8 0LG",
    "19740401",
    "",
    "A",
    *[""] * 12,
    "4",
    "",
]
NEWER_PRACTICE = [*PRACTICE[:12], "ACTIVE", *[""] * 12, "RO177|RO76", ""]
BRANCH = ["C82001001", "A BRANCH", "Y60", "QK1", *[""] * 5, "LE8 0LG", "19740401", "", "A"]
NETWORK = ["U00147", "A PCN", "04C", "NHS X ICB - 04C", "20191001", "", *[""] * 5, "LE5 4LJ"]
MEMBERSHIP = [
    "C82001",
    "A PRACTICE",
    "03W",
    "NHS X ICB",
    "U30213",
    "A PCN",
    "03W",
    "NHS X ICB",
    "20191001",
    "",
    "Y",
]


@pytest.mark.parametrize(
    ("row", "content"),
    [
        (CODE_POINT, Content.GRID_POSTCODES),
        (PRACTICE, Content.PRACTICES),
        (NEWER_PRACTICE, Content.PRACTICES),
        (BRANCH, Content.BRANCHES),
        (NETWORK, Content.NETWORKS),
        (MEMBERSHIP, Content.MEMBERSHIPS),
    ],
)
def test_a_file_without_headings_is_known_by_the_shape_of_its_first_line(
    row: list[str], content: Content
) -> None:
    layout = recognize(row)
    assert (layout.content, layout.has_headings) == (content, False)


@pytest.mark.parametrize(
    ("headings", "content"),
    [
        ("pcd,pcd2,pcds,dointr,doterm,oslaua,osward,lat,long", Content.POSTCODES),
        ("pcd7,pcd8,pcds,dointr,doterm,lad25cd,wd25cd,lat,long", Content.POSTCODES),
        ("Postcode,Latitude,Longitude", Content.POSTCODES),
        ("sector,postcode_count,easting,northing,latitude,longitude", Content.SECTORS),
        ("outcode,postcode_count,easting,northing,latitude,longitude", Content.DISTRICTS),
        ("PCN Code,PCN Name,Current Sub ICB Loc Name,Open Date,Close Date,Postcode", Content.NETWORKS),
        (
            "Partner Organisation Code,Partner Name,PCN Code,PCN Name,"
            "Practice to PCN Relationship Start Date,Practice to PCN Relationship End Date",
            Content.MEMBERSHIPS,
        ),
    ],
)
def test_a_file_with_headings_is_known_by_them(headings: str, content: Content) -> None:
    layout = recognize(headings.split(","))
    assert (layout.content, layout.has_headings) == (content, True)


@pytest.mark.parametrize("row", [[], [""], ["name", "address"], ["PC", "PQ", "EA", "NO"], ["LE1 1AA", "10"]])
def test_anything_else_is_not_known(row: list[str]) -> None:
    assert recognize(row) is None


def test_the_ward_and_district_columns_of_the_ons_directory_are_found_in_any_year() -> None:
    layout = recognize(["pcds", "doterm", "lad25cd", "wd25cd", "lat", "long"])
    row = ["LE1 1AA", "", " E06000016 ", "E05010458", "52.6", "-1.1"]
    assert [layout.pick(row, field) for field in ("district", "ward", "ended")] == [
        "E06000016",
        "E05010458",
        "",
    ]

"""A withheld place is found again however its address is written, and its neighbours are not."""

import pytest

from directory.listings.withholding import keys
from directory.listings.withholding.reading.addresses import ReadAddress, name_key, read_address

SECRET = keys.derive_secret("k" * 40)
KEPT = ("3 Hush Lane", "", "Shepshed", "LE12 9ZZ")

SAME = (
    ("3 Hush Lane", "", "Shepshed", "LE12 9ZZ"),
    ("3, HUSH LANE.", "", "SHEPSHED", "le129zz"),
    ("3 Hush Ln", "", "", "LE12 9ZZ"),
    ("No. 3 Hush Lane", "", "Loughborough", "LE12-9ZZ"),
    ("Flat 2, 3 Hush Lane", "", "Shepshed", "LE12 9ZZ"),
    ("3", "Hush Lane", "Shepshed", "LE12 9ZZ"),
    ("Flat 2", "3 Hush Lane", "Shepshed", "LE12 9ZZ"),
    ("Unit 4B 3A Hush Lane", "", "", "LE12 9ZZ"),
    ("1st Floor, 3-5 Hush Lane", "", "", "LE12 9ZZ"),
    ("3 Húsh Lané", "", "", "LE12  9ZZ"),
    ("3 Hush Lane", "", "Shepshed", ""),
    ("3 Hush Lane", "Shepshed", "", "LE12 9ZZ"),
    ("Hush Lane", "", "Shepshed", "LE12 9ZZ"),
    ("", "", "Shepshed", "LE12 9ZZ"),
    ("", "", "", "LE12 9ZZ"),
    ("LE12 9ZZ", "", "", ""),
    ("Women's Refuge", "", "Shepshed", "LE12 9ZZ"),
    ("3 Hush Lane, Shepshed, LE12 9ZZ", "", "", ""),
    ("3 Hush Lane", "", "", ""),
    ("Three Hush Lane", "", "Shepshed", "LE12 9ZZ"),
    ("3 Hush Laine", "", "Shepshed", "LE12 9ZZ"),
    ("3 Hush Lane", "", "Shepshed", "LE12 9ZX"),
    ("Safe House, 3 Hush Lane", "Shepshed", "", "LE12 9ZZ"),
    ("3 Hush Lane", "", "Loughborough", ""),
    ("3 Hush Lane", "", "Shepshed, Leics", ""),
    ("3 Hush Lane", "", "Shepshed near Loughborough", ""),
    ("3 Hush Lane", "Shepshed", "Leicestershire", ""),
    ("3 Hush Lane, Shepshed, Leicestershire", "", "Loughborough", ""),
    ("", "", "3 Hush Lane, Shepshed", ""),
    ("Hush Lane", "", "", "LE12"),
    ("3 Hush Lane", "", "Loughborough", "not known"),
    ("1-5 Hush Lane", "", "Shepshed", "LE12 9ZZ"),
    ("1 to 5 Hush Lane", "", "Shepshed", ""),
    ("Hush Lane 3", "", "Loughborough", ""),
    ("3 Hushe Lane", "", "", ""),
    ("3 Hush Laine, Shepshed", "", "", ""),
    ("3HushLane", "", "", ""),
    ("3 HUSHLANE", "", "Loughborough", ""),
    ("3 Hu\u200bsh Lane", "", "", ""),
    ("3 Hu\u00adsh Lane", "", "Loughborough", ""),
    ("3 \u041dush Lane", "", "Loughborough", ""),
    ("3 Hush&nbsp;Lane", "", "", ""),
    ("3 <b>Hush</b> Lane", "", "", ""),
    ("", "", "Shepshed", "LE12\u200b9ZZ"),
    ("", "", "Shepshed", "L E12 9ZZ"),
    ("", "", "Shepshed", "LEl2 9ZZ"),
    ("", "", "Shepshed", "L.E.1.2.9.Z.Z"),
    ("", "", "Shepshed", "LE12, 9ZZ"),
)
OTHERS = (
    ("9 Hush Lane", "", "Shepshed", "LE12 9ZZ"),
    ("The Library, 14 Market Place", "", "Shepshed", "LE12 9ZZ"),
    ("3 Market Place", "", "Shepshed", "LE12 9AA"),
    ("3 Hush Lane", "", "Leicester", "LE1 1AA"),
    ("Hush Lane", "", "Shepshed", "LE12 9AA"),
    ("", "", "Shepshed", ""),
    ("13 Hush Lane", "", "Shepshed", "LE12 9ZZ"),
    ("13 Hush Lane", "", "Shepshed", ""),
    ("5-9 Hush Lane", "", "Shepshed", "LE12 9ZZ"),
    ("3 Rush Lane", "", "Shepshed", ""),
    ("High Street", "", "Loughborough", ""),
    ("Community Centre", "90 Kind Street", "Shepshed", "LE12 4ZZ"),
)


def read(address: tuple[str, str, str, str]) -> ReadAddress:
    first, second, town, postcode = address
    return read_address((first, second), (town,), postcode)


def is_found(kept: tuple[str, str, str, str], asked: tuple[str, str, str, str]) -> bool:
    noted = {keys.make_key(SECRET, label) for label in keys.list_noted_labels(read(kept))}
    return any(keys.make_key(SECRET, label) in noted for label in keys.list_asked_labels(read(asked)))


@pytest.mark.parametrize("asked", SAME)
def test_the_same_place_is_found_however_it_is_written(asked: tuple[str, str, str, str]) -> None:
    assert is_found(KEPT, asked)


@pytest.mark.parametrize("asked", OTHERS)
def test_a_neighbour_or_the_same_street_elsewhere_is_not_the_place(asked: tuple[str, str, str, str]) -> None:
    assert not is_found(KEPT, asked)


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        (("St Mary's Road 5", "", "Wigston", "LE18 1AB"), ("5 Saint Marys Rd", "", "", "LE18 1AB")),
        (("Hush House", "Hush Lane", "Shepshed", "LE12 9ZZ"), ("3 Hush Lane", "", "", "LE12 9ZZ")),
        (("Hush House", "", "Shepshed", ""), ("HUSH HSE", "", "shepshed", "LE12 9ZZ")),
        (("3 Hush Lane", "", "Shepshed", ""), ("3 Hush Lane", "", "Shepshed", "LE12 9ZZ")),
        (("", "", "", "LE12 9ZZ"), ("3 Hush Lane", "", "Shepshed", "LE12 9ZZ")),
        (("14 Broadway", "", "Leicester", ""), ("14, Broadway", "", "Leicester", "LE1 1AA")),
        (("3 The Shambles", "", "York", "YO1 7LZ"), ("3 the shambles", "", "", "YO1 7LZ")),
        (("Hush Lane", "", "Shepshed", ""), ("3 Hush Lane", "", "Shepshed", "")),
        (("The Old Vicarage", "", "Shepshed", "LE12 9AA"), ("Old Vicarage", "", "Shepshed", "")),
        (("14 Kingsway", "", "Shepshed", "LE12 9AB"), ("Kingsway", "", "Shepshed", "")),
        (("22 Eastgate", "", "Shepshed", "LE12 9AD"), ("22A East Gate", "", "Shepshed", "")),
        (("22 Eastgate", "", "Shepshed", "LE12 9AD"), ("22 Eastgate Street", "", "Shepshed", "")),
        (("12-14 The Ridings", "", "Shepshed", "LE12 9AE"), ("13 The Ridings", "", "", "LE12 9AE")),
        (
            ("Flat 3, Nightingale Court", "Church Side", "Shepshed", "LE12 9AF"),
            ("3 Nightingale Ct", "", "Shepshed", ""),
        ),
        (("450 NW 27th Ave", "", "Miami", "33125"), ("450 NW 27th Avenue", "Suite 3", "Miami", "33125-1234")),
    ],
)
def test_what_is_missing_on_either_side_does_not_lose_the_place(
    kept: tuple[str, str, str, str], asked: tuple[str, str, str, str]
) -> None:
    assert is_found(kept, asked)


@pytest.mark.parametrize("name", ["Community Centre", "Main Office", "Church Hall", "Depot"])
def test_a_name_that_many_places_have_is_no_address(name: str) -> None:
    assert not is_found((name, "", "Oadby", ""), (name, "90 Kind Street", "Oadby", "LE2 4ZZ"))
    assert is_found((name, "", "Oadby", ""), (name, "", "Oadby", ""))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Womens Refuge", "Women's Refuge"),
        ("Other 1", "Other 1."),
        ("The Women’s Refuge", "WOMENS REFUGE"),
        ("Drop-in", "Drop In"),
        ("Café Mind & Body", "Cafe Mind and Body"),
        ("Safe Haven Ltd", "Safe Haven"),
        ("Refuge, Women's", "Womens Refuge"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert set(name_key(one)) & set(name_key(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Other 1", "Other 2"), ("Mens Group", "Womens Group"), ("Choir", "Chair")]
)
def test_another_name_is_another(one: str, other: str) -> None:
    assert not set(name_key(one)) & set(name_key(other))


def test_a_key_tells_nothing_without_the_secret() -> None:
    label = ("postcode", "LE129ZZ")
    other = keys.derive_secret("o" * 40)
    assert keys.make_key(SECRET, label) != keys.make_key(other, label)
    assert len(keys.make_key(SECRET, label)) == 64
    assert keys.name_secret(SECRET) != keys.name_secret(other)

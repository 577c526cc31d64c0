"""The street, postcode and point of a withheld place are found in text however they are written, and cut
out cleanly."""

import pytest
from flask import Flask

from directory.extensions import db
from directory.listings.withholding import marks, rule, text
from directory.listings.withholding.text import OwnPlaces
from tests.factories import make_location_data, make_service

_ADDRESS = {"address_1": "3 Hush Lane", "city": "Shepshed", "postal_code": "LE12 9ZZ"}
CUT = (
    ("We are in Hush Lane's shop.", "We are in [address not shown]'s shop."),
    ("See HushLane.", "See [address not shown]."),
    ("See #HushLane today", "See #[address not shown] today"),
    ("See #hushlane today", "See #[address not shown] today"),
    ("At Hush&nbsp;Lane.", "At [address not shown]."),
    ("At <b>Hush</b> Lane.", "At [address not shown]."),
    ("At <b>Hush Lane</b>.", "At <b>[address not shown]</b>."),
    ("At Hu\u00adsh Lane.", "At [address not shown]."),
    ("At Hu\u200bsh La\u200bne.", "At [address not shown]."),
    ("At \u041dush Lane.", "At [address not shown]."),
    ("At **Hush** Lane.", "At [address not shown]."),
    ("At Hush **Lane**.", "At [address not shown]."),
    ("**Ring at Hush** Lane.", "**Ring at **[address not shown]."),
    ("At [Hush](https://example.org) Lane.", "At [address not shown]."),
    ("Post to le12, 9zz now", "Post to [address not shown] now"),
    ("Post to LE12/9ZZ.", "Post to [address not shown]."),
    ("Post to L E 1 2  9 Z Z.", "Post to [address not shown]."),
    ("Post to L.E.1.2.9.Z.Z.", "Post to [address not shown]."),
    ("Post to LEl2 9ZZ.", "Post to [address not shown]."),
    ("The postcode area is LE12, then 9ZZ.", "The postcode area is LE12, then [address not shown]."),
    ("Mail hidden@hushlane.example.org.", "Mail [address not shown]."),
    ("Mail hush.lane@example.org.", "Mail [address not shown]."),
    ("See https://maps.example.org/?q=3%20Hush%20Lane.", "See [address not shown]."),
    ("See www.hushlane.org/tea today", "See [address not shown] today"),
    ("It is at 52.712 N 1.276 W.", "It is at [address not shown]."),
    ("It is at 52°42'44\"N 1°16'35\"W.", "It is at [address not shown]."),
    ("GeoJSON: [-1.27654, 52.71234]", "GeoJSON: [[address not shown]]"),
    ("Knock at 1-5 Hush Lane.", "Knock at [address not shown]."),
)
KEPT = (
    "Tea at 2, cake at 3. Hush, little baby.",
    "**Hush** your voice in the lane.",
    "Ring 0116 496 0123 from 9.30 to 12.15.",
    "It costs 52.712 points and 4 pounds.",
    "Broadcast from the railway, LE12 or LE11 9ZZ.",
    "Lane swimming at 3.",
)


@pytest.fixture
def hidden(app: Flask) -> None:
    data = make_location_data(52.71234, -1.27654, addresses=[_ADDRESS])
    place = make_service(service_at_locations=[data]).service_at_locations[0].location
    marks.note_place(place)
    rule.hide(place)
    db.session.flush()


@pytest.mark.usefixtures("hidden")
def test_a_trace_is_cut_out_cleanly_however_it_is_written() -> None:
    own = OwnPlaces(is_near=True)
    for written, clean in CUT:
        spans = text.find_traces([written], own).get(written, [])
        assert text.take_out(written, spans) == clean


@pytest.mark.usefixtures("hidden")
def test_other_words_stay_as_they_are() -> None:
    assert text.find_traces(KEPT, OwnPlaces(is_near=True)) == {}


@pytest.mark.usefixtures("hidden")
def test_an_address_on_the_web_or_for_mail_is_left_out_whole() -> None:
    values = {"url": "https://hushlane.example.org/tea", "email": "hush.lane@example.org", "name": "Tea"}
    assert text.clean_value(values, OwnPlaces()) == {"url": "", "email": "", "name": "Tea"}

"""A telephone cell is text with numbers in it: each link rings one number, and no word is lost."""

import re
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.telephone.cells import PhoneKind, read_kind, read_telephone
from directory.telephone.numbers import find_numbers


def link(cell: str, **beside: str) -> list[str]:
    return [piece.address for piece in read_telephone(cell, **beside).pieces if piece.address]


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        ("0116 496 0123", ["tel:01164960123"]),
        ("0116 496 0123 / 07700 900123", ["tel:01164960123", "tel:07700900123"]),
        ("01164960123 07700900123", ["tel:01164960123", "tel:07700900123"]),
        ("0116 496 0123 07700 900123", ["tel:01164960123", "tel:07700900123"]),
        ("Tel: 01164960123 Mob: 07700900123", ["tel:01164960123", "tel:07700900123"]),
        (
            "0116 496 0123; 01509 123456; 020 7946 0123",
            ["tel:01164960123", "tel:01509123456", "tel:02079460123"],
        ),
        ("0116 496 0123/4", ["tel:01164960123"]),
        ("0116 496 0123 or 0124", ["tel:01164960123"]),
        ("0116 496 0123 ext 45", ["tel:+441164960123;ext=45"]),
        ("0116 496 0123 x45", ["tel:+441164960123;ext=45"]),
        ("0116 496 0123 (ext 45)", ["tel:+441164960123;ext=45"]),
        ("0116 496 0123 extn 45 (9am-5pm)", ["tel:+441164960123;ext=45"]),
        ("0116 496 0123 ext. 45 or 46", ["tel:+441164960123;ext=45"]),
        ("0116 496 0123 ext 9am", ["tel:01164960123"]),
        ("0116 496 0123 (9am-5pm)", ["tel:01164960123"]),
        ("0116 496 0123 9am-5pm", ["tel:01164960123"]),
        ("0116 496 0123 9-5", ["tel:01164960123"]),
        ("0116 496 0123 10.00-16.00", ["tel:01164960123"]),
        ("Mon-Fri 0900-1700 020 7946 0123", ["tel:02079460123"]),
        ("since 01/02/2024 0116 496 0123", ["tel:01164960123"]),
        ("0116 496 0123 option 2", ["tel:01164960123"]),
        ("0800 1111 24 hours", ["tel:08001111"]),
        ("08001111 24/7", ["tel:08001111"]),
        ("0808 2000 247 24/7", ["tel:08082000247"]),
        ("+44 (0)116 496 0123", ["tel:01164960123"]),
        ("0044 116 496 0123", ["tel:01164960123"]),
        ("+33 1 42 68 53 00", ["tel:+33142685300"]),
        ("+1 (212) 555-0123", ["tel:+12125550123"]),
        ("٠١١٦ ٤٩٦ ٠١٢٣", ["tel:01164960123"]),
        ("18001 0116 496 0123", ["tel:1800101164960123"]),
        ("999", ["tel:999"]),
        ("NHS 111, then option 2", ["tel:111"]),
        ("116 123 (24 hours a day, free)", ["tel:116123"]),
        ("call 116 000", ["tel:116000"]),
        ("18000", ["tel:18000"]),
        ("Room 101", []),
        ("101 High Street, 0116 496 0123", ["tel:01164960123"]),
        ("0800 SAMARITANS", []),
        ("see our website, 24/7", []),
        ("text SHOUT to 85258", ["sms:85258?&body=SHOUT"]),
        ("Text 'SHOUT' to 85258", ["sms:85258?&body=SHOUT"]),
        ('Text "hello there" to 07860 039967', ["sms:07860039967?&body=hello%20there"]),
        ("85258", ["sms:85258"]),
        ("Text 07860 039967", ["sms:07860039967"]),
        ("text us on 07860 039967", ["sms:07860039967"]),
        ("07860 039967 (text only)", ["sms:07860039967"]),
        ("call or text 07860 039967", ["tel:07860039967"]),
        ("07860 039967 (also text)", ["tel:07860039967"]),
        ("Text SHOUT to 85258 or call 116 123", ["sms:85258?&body=SHOUT", "tel:116123"]),
        ("0300 123 3393 or text 86463", ["tel:03001233393", "sms:86463"]),
        ("textphone 0116 496 0123", []),
        ("Minicom: 0116 496 0123", []),
        ("Phone or textphone 0116 496 0123", ["tel:01164960123"]),
        ("Tel 0116 496 0123 Fax 0116 496 0124", ["tel:01164960123"]),
        ("0116 496 0123 (fax) 0116 496 0124", ["tel:01164960124"]),
        ("Tel/Fax: 0116 496 0123", ["tel:01164960123"]),
        ("WhatsApp 07700 900123", []),
    ],
)
def test_a_cell_links_each_number_by_what_it_is_for(cell: str, links: list[str]) -> None:
    assert link(cell) == links


@pytest.mark.parametrize(
    ("kind", "links"),
    [
        ("voice", ["tel:07700900123"]),
        ("cell", ["tel:07700900123"]),
        ("Mobile", ["tel:07700900123"]),
        ("hotline", ["tel:07700900123"]),
        ("", ["tel:07700900123"]),
        ("something else", ["tel:07700900123"]),
        ("text", ["sms:07700900123"]),
        ("SMS", ["sms:07700900123"]),
        ("textphone", []),
        ("minicom", []),
        ("fax", []),
        ("video", []),
        ("pager", []),
    ],
)
def test_the_types_of_the_standard_make_different_links(kind: str, links: list[str]) -> None:
    assert link("07700 900123", kind=kind) == links


def test_what_stands_beside_the_number_counts() -> None:
    assert link("0116 496 0123", extension="45") == ["tel:+441164960123;ext=45"]
    assert link("0116 496 0123 ext 45", extension="45") == ["tel:+441164960123;ext=45"]
    several = read_telephone("0116 496 0123", extension="45 or 46")
    assert (several.shown, several.address) == ("0116 496 0123 extension 45 or 46", "tel:01164960123")
    shout = read_telephone("85258", kind="text", note="Text SHOUT to this number")
    assert [(one.text, one.address) for one in shout.pieces] == [
        ("Text SHOUT to 85258", "sms:85258?&body=SHOUT")
    ]
    assert read_telephone("0116 496 0124", kind="fax").shown == "Fax 0116 496 0124"


def test_a_cell_as_shown_can_be_read_again() -> None:
    """Answers of the helpline keep what is shown, and link it again."""
    for number, kind, note in (
        ("85258", "text", "Text SHOUT to this number"),
        ("07860 039967", "text", ""),
        ("0116 496 0124", "fax", ""),
        ("0116 496 0123 ext 45 / 07700 900123", "voice", ""),
    ):
        shown = read_telephone(number, kind=kind, note=note)
        assert link(shown.shown) == [one.address for one in shown.pieces if one.address]


def test_kinds_are_those_of_the_standard() -> None:
    assert {kind.value for kind in PhoneKind} == {
        "text", "voice", "fax", "cell", "video", "pager", "textphone",
    }  # fmt: skip
    assert read_kind("Text phone") == PhoneKind.TEXTPHONE
    assert read_telephone("text SHOUT to 85258").is_for_text_only
    assert not read_telephone("0116 496 0123 or text 86463").is_for_text_only


_AREAS = (("0116", "496", 4), ("020", "7946", 4), ("0161", "496", 4), ("0300", "123", 4), ("0808", "157", 4))
_FIVE = ("01509", "01533", "07700", "01632")


@st.composite
def _written_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number as somebody writes it, and its digits."""
    if draw(st.booleans()):
        code, middle, length = draw(st.sampled_from(_AREAS))
        last = draw(st.from_regex(rf"\A[1-9][0-9]{{{length - 1}}}\Z"))
        parts = [code, middle, last]
    else:
        code = draw(st.sampled_from(_FIVE))
        parts = [code, draw(st.from_regex(r"\A(900|2[2-9]{2})[0-9]{3}\Z"))]
    digits = "".join(parts)
    joint = draw(st.sampled_from((" ", "-", "", ".")))
    written = joint.join(parts)
    form = draw(st.sampled_from(("plain", "brackets", "abroad", "both")))
    if form == "brackets":
        written = f"({parts[0]}) {' '.join(parts[1:])}"
    elif form == "abroad":
        written = f"+44 {joint.join(parts)[1:]}"
    elif form == "both":
        written = f"+44 (0){joint.join(parts)[1:]}"
    return written, digits


_TIMES = [
    "(9am-5pm)",
    "9am to 5pm",
    "9-5",
    "(24 hours)",
    "24/7",
    "Mon-Fri 10.00-16.00",
    "9:30-17:00",
    "2pm-4pm",
]
_NOTES = ["weekdays 0900-1700", "option 2", "press 1", "ask for Sam", "room 12", "2 lines", "£1.50 a minute"]
_DATES = ["since 2019", "from 1 May 2026", "until 31/12/2026", "(Tues & Thurs 10-2)", "(not bank holidays)"]
_WORDS = st.sampled_from(["", *_TIMES, *_NOTES, *_DATES, "or 999 999"])
_EXTENSIONS = st.sampled_from(("", "", "ext 45", "ext. 4567", "x12", "extension 7", "(ext 203)"))
_JOINTS = st.sampled_from((" / ", "/", " or ", ", ", "; ", " and ", " - ", " & ", " ", ", mobile "))
_PARTS = st.tuples(_WORDS, _written_numbers(), _EXTENSIONS, _WORDS)


@settings(max_examples=1500, deadline=None)
@given(st.lists(_PARTS, min_size=1, max_size=3), st.lists(_JOINTS, min_size=3, max_size=3))
def test_a_link_never_rings_more_than_one_number_and_no_word_is_lost(
    parts: list[tuple[str, tuple[str, str], str, str]], joints: list[str]
) -> None:
    cell, known = "", defaultdict[str, set[str]](set)
    for (before, (written, digits), extension, after), joint in zip(parts, joints, strict=False):
        text = " ".join(one for one in (before, written, extension, after) if one)
        cell += (joint if cell else "") + text
        known[digits] |= {"", re.sub(r"\D", "", extension)}
    read = read_telephone(cell)
    rung = []
    for piece in read.pieces:
        if piece.address:
            number, _, extension = piece.address.removeprefix("tel:").partition(";ext=")
            number = number.replace("+44", "0", 1)
            assert number in known, (cell, piece)
            assert extension in known[number], (cell, piece)
            assert re.sub(r"\D", "", piece.text) == number + extension, (cell, piece)
            rung.append(number)
    assert len(rung) == len(parts), (cell, read)
    assert set(rung) == set(known), (cell, read)
    assert _list_words(read.shown) == _list_words(cell)


def _list_words(text: str) -> str:
    """All of a text but how its numbers are spaced, and how "extension" and the code of the country are
    put."""
    text = re.sub(r"\+44 ?(?:\(0\))?", "0", text)
    text = re.sub(r"(?:\bextension|\bext\.?|\bx)(?= ?\d)", "x", text, flags=re.I)
    return re.sub(r"[\s().-]", "", text)


@settings(max_examples=800, deadline=None)
@given(st.text(alphabet="0123456789 +-./()extamp:ó٣", max_size=60))
def test_numbers_never_overlap_whatever_is_written(cell: str) -> None:
    cell = " ".join(cell.split())
    found = find_numbers(cell)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for number in found:
        assert 2 < len(re.sub(r"\D", "", number.digits)) <= 20
    assert bool(found) == bool(read_telephone(cell).kinds)

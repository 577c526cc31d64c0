"""The numbers that people in danger ring."""

import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from directory.extensions import db
from directory.search.crisis.matching import PANELS
from directory.search.crisis.panels import Line
from tests import walk
from tests.ground import lay_ground

ROOT = Path(__file__).resolve().parents[2]
REGISTER = ROOT / "docs" / "clinical-safety" / "crisis-numbers.md"


def list_registered() -> set[str]:
    return set(re.findall(r"^\| (\d+) \|", REGISTER.read_text(), re.MULTILINE))


def list_shown() -> set[str]:
    """Every number to ring or text in a template or a panel of urgent help."""
    texts = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    texts += [line.link for line in list_panel_lines()]
    return {number for text in texts for number in re.findall(r"(?:tel|sms):(\d+)", text)}


def list_panel_lines() -> list[Line]:
    """Every line that a panel of urgent help can show."""
    return [
        line
        for panel in PANELS.values()
        for way in (*panel.ways, panel.more, (panel.notice_line,))
        for line in way
        if line is not None
    ]


def test_every_number_on_a_page_is_in_the_register_and_none_is_registered_for_nothing() -> None:
    assert "116123" in list_shown()
    assert list_shown() - list_registered() == set()
    assert list_registered() - list_shown() - {"18000", "18001"} == set()


def test_a_number_is_shown_as_it_is_rung() -> None:
    """A link that rings another number than the one it shows would be found out in the worst moment."""
    links = [
        link
        for path in (ROOT / "templates").rglob("*.html")
        for link in re.findall(
            r'"(?:tel|sms):(\d+)"(?:, "([^"]*)"|[^>]*>(.*?)</a>)', path.read_text(), re.DOTALL
        )
    ]
    shown = [(number, re.sub(r"\D", "", in_call + in_link), in_link) for number, in_call, in_link in links]
    assert len(shown) > 10
    assert [one for one in shown if one[0] != one[1]] == []


def test_a_panel_has_the_numbers_of_its_links_and_a_way_that_is_always_open() -> None:
    for line in list_panel_lines():
        if line.link.startswith(("tel:", "sms:")):
            assert re.sub(r"\D", "", line.label) == re.sub(r"\D", "", line.link)
    always = set(re.findall(r"^\| (\d+) \|[^|]*\| always \|", REGISTER.read_text(), re.MULTILINE))
    for panel in PANELS.values():
        numbers = {re.sub(r"\D", "", line.link) for way in panel.ways for line in way}
        assert numbers & always, panel.slug


def test_numbers_in_the_words_of_a_panel_are_registered_too() -> None:
    texts = [text for panel in PANELS.values() for text in (panel.intro, panel.after, panel.notice)]
    texts += [line.words for line in list_panel_lines()]
    written = {
        re.sub(r"\D", "", found)
        for text in texts
        for found in re.findall(r"\b\d[\d ]{2,}\d\b|\b999\b|\b111\b", text)
    }
    assert written - list_registered() - {"247"} == set()


def test_the_urgent_help_page_gives_every_way_that_was_agreed(client: FlaskClient) -> None:
    page = client.get("/urgent-help").text
    agreed = ("999", "55", "111", "116 123", "SHOUT", "85258", "0808 2000 247", "18001 111", "999 BSL")
    assert [words for words in agreed if words not in page] == []


def test_urgent_help_is_on_every_public_page_when_the_database_is_gone(app: Flask) -> None:
    ground = lay_ground()
    app.config["SHOW_FAULT_PAGES"] = True
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(text(f'DROP TABLE "{table.name}"'))
    faults, without = 0, []
    for rule, address in walk.list_addresses(app, ground):
        answer = app.test_client().get(address)
        if rule.endpoint.startswith(("accounts.", "admin.")):
            continue
        if answer.mimetype != "text/html" or answer.status_code in (301, 302):
            continue
        faults += answer.status_code >= 500
        if not {"116 123", "999"} <= set(re.findall(r"116 123|999", answer.text)):
            without.append(address)
    assert without == []
    assert faults >= 3

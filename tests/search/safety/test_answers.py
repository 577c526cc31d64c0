"""The example directory, and one that was imported, asked for what must be kept apart."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.datastructures import MultiDict

from directory.exchange.example import load
from directory.extensions import db
from directory.framework.records.nearby import find_more_entries
from directory.helpline.beside import Question, find_where, search_beside
from directory.models import Service
from directory.models.codes import Role, Status
from directory.search.find import find
from directory.search.request import parse_request
from directory.search.results import Results
from tests.accounts.signing_in import sign_in_as
from tests.exchange.imports import feed_service, run_import, write_json
from tests.factories import make_index, make_need, make_service, make_support_record
from tests.search.searching import NOW, names, search_for

LINES = [
    line
    for line in Path(__file__).with_name("answers.txt").read_text().splitlines()
    if not line.startswith("#")
]


def split_names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def list_all(**args: object) -> tuple[Results, list[str]]:
    """The first page, and the names of every page."""
    asked, _ = parse_request(MultiDict(args))
    first = find(asked, viewer="public", now=NOW)
    others = [find(asked.at_page(page), viewer="public", now=NOW) for page in range(2, first.pages + 1)]
    return first, [unescape(name) for results in (first, *others) for name in names(results)]


def check_line(line: str) -> list[str]:
    """What is wrong with the answer to a line."""
    asked, first, absent = (part.strip() for part in line.split("|"))
    words, _, place = asked.partition(" @ ")
    _, found = list_all(q=words, place=place)
    wanted = split_names(first)
    wrong = [] if len(found) >= len(wanted) else [f"{asked}: too little"]
    for name, shown in zip(wanted, found, strict=False):
        if not shown.startswith(name):
            wrong.append(f"{asked}: {shown} where {name} should be")
    wrong += [
        f"{asked}: {shown}" for shown in found for name in split_names(absent) if shown.startswith(name)
    ]
    return wrong


def test_the_example_directory_keeps_apart_what_must_never_meet(app: Flask) -> None:
    load.load_example(now=NOW)
    make_index()
    assert [wrong for line in LINES for wrong in check_line(line)] == []


TRAFFORD = ("charities", "sports_clubs", "mental_health_services")
ASKED_OF_TRAFFORD = {
    "anorexia support group": r"slim|weight|diet|calorie|runner|running club|harrier|marathon|athletic club",
    "bulimia help, I run and lift weights": r"slim|weight|diet|calorie|runner|running club|harrier|marathon",
    "hearing voices club": r"choir|choral|singer|opera\b|hard of hearing|hearing aid",
    "self harm help for a young person": r"sewing|hairdress|smok|embroider|scissors",
    "stillbirth support and church group": r"playgroup|toddler|nursery|antenatal|pre-?school playgroup",
    "my child is missing from church": r"bereav|widow|grie[fv]",
    "my husband hits me, I want advice": r"mediation|couple|relate |anger management",
    "gambling has taken our school money": r"bingo|race night|raffle|lottery tickets|credit union",
    "suicidal and want a club": r"shooting|rifle|railway|gun|archery",
}


def test_an_imported_directory_without_needs_keeps_them_apart_too(
    app: Flask, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("sport", "someone-to-talk-to"):
        make_need(slug)
    for name in TRAFFORD:
        path = shared_data / "directories" / "trafford_uk" / f"{name}.csv"
        run_import(path, "--mapping", f"seed/mappings/trafford_{name}.yaml")
    publish_all()
    texts = {one.name: f"{one.name} {one.description or ''}" for one in db.session.scalars(select(Service))}
    met: list[tuple[str, str]] = []
    for asked, forbidden in ASKED_OF_TRAFFORD.items():
        _, found = list_all(q=asked)
        assert found, asked
        words = re.compile(rf"\b(?:{forbidden})", re.IGNORECASE)
        met += [(asked, name) for name in found if words.search(texts[name])]
    assert met == []
    for asked in ("choral society", "golf club", "playgroup", "hard of hearing", "harriers"):
        _, found = list_all(q=asked)
        assert any(asked.split()[0].rstrip("s") in name.casefold() for name in found[:5]), (asked, found[:5])


CLUB = "Evening class. People with anorexia are welcome to lose weight with us, and to count calories."


def import_clubs(folder: Path) -> None:
    """Two records as a feed sends them, without needs: a class to lose weight, a group for the illness."""
    for number, (name, text) in enumerate((("Lighter You", CLUB), ("Anorexia Circle", "A group. Tea."))):
        runs_it = {"id": f"3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f020{number}", "description": "Neighbours."}
        service = feed_service(name=name, description=text, organization=runs_it | {"name": f"Club {number}"})
        service["id"] = f"3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f010{number}"
        run_import(write_json(folder / f"feed{number}.json", service))
    publish_all()


def publish_all() -> None:
    """What is imported waits for an officer: publishes it, and indexes it."""
    db.session.execute(update(Service).values(status=Status.ACTIVE))
    make_index()


def test_no_door_shows_the_two_together(client: FlaskClient, tmp_path: Path) -> None:
    import_clubs(tmp_path)
    assert set(names(search_for(q="class"))) == {"Lighter You"}
    assert names(search_for(q="anorexia")) == ["Anorexia Circle"]
    assert names(search_for("staff", q="anorexia lose weight")) == ["Anorexia Circle"]
    page = client.get("/search?q=anorexia+class").text
    assert "Anorexia Circle" in page
    assert "Lighter You" not in page
    sign_in_as(client, Role.STAFF)
    assert "Lighter You" not in client.get("/search?q=anorexia+class").text


def test_a_call_and_its_needs_keep_them_apart(app: Flask, tmp_path: Path) -> None:
    make_need("eating-disorders")
    import_clubs(tmp_path)

    def list_beside(words: str, *needs: str) -> list[str]:
        asked = Question(words=words, needs=needs)
        beside = search_beside(asked, find_where(asked, NOW), NOW)
        return [card.name for _, _, card in beside.hits]

    with app.test_request_context():
        assert list_beside("she has anorexia, any class") == ["Anorexia Circle"]
        assert list_beside("any class") == ["Lighter You"]
        # Nothing has the need as well as the words, so the words alone are searched: it still counts.
        assert list_beside("any class", "eating-disorders") == []


def test_the_needs_of_a_support_record_keep_them_apart(app: Flask) -> None:
    illness, weight = make_need("eating-disorders"), make_need("weight")
    make_service(name="Lighter You", needs=["weight"])
    both = ((illness, "advice-and-information"), (weight, "advice-and-information"))
    record = make_support_record(needs=both)
    other = make_support_record(needs=both[1:])
    make_index()
    with app.test_request_context():
        kept_apart, _ = find_more_entries(record, "", "weight", NOW)
        shown, _ = find_more_entries(other, "", "weight", NOW)
        assert ([card.name for card in kept_apart], [card.name for card in shown]) == ([], ["Lighter You"])


def test_ticking_both_shows_nothing_about_weight(client: FlaskClient, app: Flask) -> None:
    load.load_example(now=NOW)
    make_index()
    ticks = {"need": ["eating-disorders", "weight"], "do": "list"}
    page = client.post("/what-could-help", data=ticks).text
    assert "Beat" in page
    assert "Lighter Together" not in page
    assert "Lighter Together" in client.post("/what-could-help", data=ticks | {"need": ["weight"]}).text


def test_a_subject_needs_a_direct_word_or_its_need(app: Flask) -> None:
    family, abuse = make_need("relationships"), make_need("domestic-abuse", parent=make_need("relationships"))
    assert family.id != abuse.id
    make_service(name="Quiet Line", summary="For anyone who is hurt at home.", needs=["domestic-abuse"])
    make_service(name="Family Table", summary="Eat at home with others.", needs=["relationships"])
    make_index()
    assert names(search_for(q="home")) == ["Family Table"]
    assert names(search_for(need="domestic-abuse")) == ["Quiet Line"]
    assert names(search_for(q="hurt", need="domestic-abuse")) == ["Quiet Line"]
    assert names(search_for(need="relationships")) == ["Family Table", "Quiet Line"]
    assert names(search_for(q="domestic abuse at home"))[0] == "Quiet Line"
    assert sorted(names(search_for())) == ["Family Table", "Quiet Line"]


def test_no_correction_or_completion_leads_to_a_subject_that_is_not_guessed(app: Flask) -> None:
    make_service(name="Miscarriage and stillbirth support", needs=["company"])
    make_service(name="Suicide bereavement evening", needs=["company"])
    make_service(name="Anorexia evening", needs=["company"])
    make_service(name="Dementia evening", needs=["company"])
    make_index()
    for typed in ("miscariage", "misca", "suicde", "suic", "anorxia", "ano", "stilbirth", "bereavment"):
        results = search_for(q=typed)
        assert (results.did_you_mean, results.total) == (None, 0), typed
    assert search_for(q="demntia").did_you_mean == "dementia"
    assert names(search_for(q="deme")) == ["Dementia evening"]
    assert search_for(q="anorexia demntia").did_you_mean is None

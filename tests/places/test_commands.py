import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from directory.extensions import db
from directory.models import Area, Postcode
from directory.models.codes import AreaKind
from directory.places.queries import find_place
from tests.factories import make_area, make_postcode, make_town
from tests.places.fetching.publisher import Publisher, open_publisher
from tests.places.synthetic import write_code_point

LISTS = {
    "PRACTICES_URL": "gp_practices_llr.csv",
    "PCNS_URL": "pcn_llr.csv",
    "PCN_MEMBERS_URL": "practice_to_pcn_llr.csv",
}


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def publisher(app: Flask, tmp_path: Path) -> Iterator[Publisher]:
    """Serves a small Code-Point Open with its checksum; the settings lead to it and to nothing else."""
    with open_publisher() as publisher:
        whole = write_code_point(tmp_path / "codepo_gb.zip", 500).read_bytes()
        publisher.files["/codepo_gb.zip"] = whole
        url, md5 = f"{publisher.url}/codepo_gb.zip", hashlib.md5(whole).hexdigest().upper()
        listing = [{"url": url, "md5": md5, "format": "CSV", "area": "GB"}]
        publisher.files["/downloads"] = json.dumps(listing).encode()
        publisher.types["/downloads"] = "application/json"
        app.config["FETCH_ALLOW_LOCAL"] = True
        app.config["CODEPOINT_URL"] = f"{publisher.url}/downloads"
        for setting in (*LISTS, "BRANCHES_URL"):
            app.config[setting] = ""
        yield publisher


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def test_load_tells_what_it_loaded(runner: FlaskCliRunner, tmp_path: Path) -> None:
    done = runner.invoke(args=["places", "load", str(write_code_point(tmp_path / "gb.zip", 300))])
    assert done.exit_code == 0
    assert "300 postcodes (there were 0)" in done.output
    assert count(Postcode) == 300


def test_load_refuses_what_it_does_not_know_with_its_reason(runner: FlaskCliRunner, tmp_path: Path) -> None:
    (tmp_path / "menu.csv").write_text("dish,price\nsoup,3\n")
    done = runner.invoke(args=["places", "load", str(tmp_path / "menu.csv")])
    assert done.exit_code == 1
    assert "menu.csv cannot be loaded. It holds menu.csv, which begins “dish,price”." in done.output
    assert "OS Code-Point Open" in done.output


def test_find_shows_what_a_text_means(runner: FlaskCliRunner) -> None:
    make_town("Loughborough")
    make_postcode("LE1 1AA")
    db.session.commit()
    assert (
        "Loughborough: 52.772, -1.206 (town)" in runner.invoke(args=["places", "find", "loughborough"]).output
    )
    assert "LE1 1AA" in runner.invoke(args=["places", "find", "le1", "1aa"]).output
    nothing = runner.invoke(args=["places", "find", "nowhere"])
    assert (nothing.exit_code, "no place we know" in nothing.output) == (1, True)


@pytest.mark.both_engines
def test_update_fetches_checks_and_loads_the_postcodes(
    app: Flask, runner: FlaskCliRunner, publisher: Publisher
) -> None:
    publisher.break_after = [1000]
    done = runner.invoke(args=["places", "update"])
    assert done.exit_code == 0, done.output
    assert "gone on from byte 1,000" in done.output
    assert "as published" in done.output
    assert find_place("AA1 1AA") is not None
    assert list((Path(app.config["INSTANCE_DIR"]) / "downloads").iterdir()) == []


def test_update_changes_nothing_when_the_checksum_is_wrong(
    runner: FlaskCliRunner, publisher: Publisher
) -> None:
    make_postcode("LE9 9ZZ")
    db.session.commit()
    publisher.files["/codepo_gb.zip"] += b"damage"
    done = runner.invoke(args=["places", "update"])
    assert done.exit_code == 1
    assert "but its publisher gives" in done.output
    assert list(db.session.scalars(select(Postcode.postcode))) == ["LE99ZZ"]


def test_update_loads_what_came_and_says_what_did_not(
    app: Flask, runner: FlaskCliRunner, publisher: Publisher
) -> None:
    app.config["PRACTICES_URL"] = f"{publisher.url}/practices"
    publisher.statuses["/practices"] = 503
    done = runner.invoke(args=["places", "update"])
    assert done.exit_code == 1
    assert "practices: 127.0.0.1 answered “503 Service Unavailable”" in done.output
    assert count(Postcode) == 500


def test_update_fetches_only_what_is_asked_for(
    app: Flask, runner: FlaskCliRunner, publisher: Publisher
) -> None:
    app.config["PRACTICES_URL"] = f"{publisher.url}/practices"
    runner.invoke(args=["places", "update", "--only", "postcodes"])
    assert {path for path, _ in publisher.asked} == {"/downloads", "/codepo_gb.zip"}


@pytest.mark.both_engines
def test_update_loads_the_official_lists_from_a_local_server(
    app: Flask, runner: FlaskCliRunner, publisher: Publisher, shared_data: Path
) -> None:
    make_area("llr", AreaKind.SYSTEM, code="QK1", name="Leicester, Leicestershire and Rutland")
    db.session.commit()
    for setting, name in {**LISTS, "CODEPOINT_URL": "postcodes_llr.csv"}.items():
        publisher.files[f"/{name}"] = (shared_data / "geo" / name).read_bytes()
        app.config[setting] = f"{publisher.url}/{name}"
    done = runner.invoke(args=["places", "update"])
    assert done.exit_code == 0, done.output
    assert "sha256" in done.output
    assert count(Postcode) == 23_156
    assert count(Area, Area.kind == AreaKind.PCN) == 28

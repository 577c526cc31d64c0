"""What `flask prepare` makes, and where it keeps out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from directory import create_app
from directory.extensions import db, expect_writes
from directory.models import Guidance, Service
from tests.conftest import settings_for


@pytest.fixture
def empty_app(tmp_path: Path) -> Iterator[Flask]:
    """On a machine where nothing has been made yet."""
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'new.sqlite'}", tmp_path))
    with app.app_context():
        expect_writes()
        yield app
        db.session.remove()
        db.engine.dispose()


def prepare(app: Flask, *arguments: str) -> str:
    result = FlaskCliRunner(app).invoke(args=["prepare", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def count_entries() -> int:
    db.session.rollback()
    return db.session.query(Service).count() + db.session.query(Guidance).count()


def test_a_new_machine_gets_a_database_with_the_example_directory_and_its_index(empty_app: Flask) -> None:
    empty_app.config["ENVIRONMENT"] = "local"
    printed = prepare(empty_app)
    assert count_entries() >= 200
    loaded, left_out, indexed = (
        int(re.findall(pattern, printed)[0])
        for pattern in (r"(\d+) new\.", r"(\d+) of these are drafts or suspended", r"(\d+) published entries")
    )
    assert (loaded - left_out, "generation 1:" in printed) == (indexed, True)
    assert "places update" in printed
    ready = empty_app.test_client().get("/health/ready")
    assert ready.status_code == 200


def test_a_second_time_there_is_nothing_to_do(empty_app: Flask) -> None:
    empty_app.config["ENVIRONMENT"] = "local"
    prepare(empty_app)
    assert prepare(empty_app) == ""


@pytest.mark.parametrize(("environment", "arguments"), [("production", ()), ("local", ("--no-example",))])
def test_example_entries_are_loaded_on_ones_own_machine_only(
    empty_app: Flask, environment: str, arguments: tuple[str, ...]
) -> None:
    empty_app.config["ENVIRONMENT"] = environment
    prepare(empty_app, *arguments)
    assert count_entries() == 0
    assert empty_app.test_client().get("/health/ready").status_code == 200

"""A backup brings everything back into an empty place, where it is found again."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from directory import create_app
from directory.extensions import db, expect_writes
from directory.models import Change, DatabaseIdentity, EntryVersion, Job, Service, User
from directory.search.find import find
from directory.search.request import SearchRequest
from tests.conftest import settings_for
from tests.factories import make_guidance, make_location_data, make_service, make_user
from tests.operations.serving import start

NOW = datetime(2026, 3, 2, tzinfo=UTC)

pytestmark = pytest.mark.both_engines


class Places:
    """Makes applications on databases of their own."""

    def __init__(self, engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
        self.engine, self.tmp_path, self.request, self.count = engine, tmp_path, request, 0

    @contextmanager
    def open(self) -> Iterator[Flask]:
        self.count += 1
        folder = self.tmp_path / f"place{self.count}"
        folder.mkdir()
        if self.engine == "postgres":
            with (
                self.request.getfixturevalue("postgres_server").bare_database() as url,
                run(url, folder) as app,
            ):
                yield app
        else:
            with run(f"sqlite:///{folder / 'directory.sqlite'}", folder) as app:
                yield app


@contextmanager
def run(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for(url, folder))
    with app.app_context():
        expect_writes()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def places(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Places:
    return Places(engine, tmp_path, request)


def call(app: Flask, *arguments: str) -> str:
    result = FlaskCliRunner(app).invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def refuse(app: Flask, *arguments: str) -> str:
    result = FlaskCliRunner(app).invoke(args=list(arguments))
    assert result.exit_code != 0
    return result.output


def fill() -> None:
    flask_migrate.upgrade()
    make_user(email="officer@example.org")
    make_service(name="Tuesday knitting circle", service_at_locations=[make_location_data()])
    make_service(name="Chess club")
    make_guidance(name="How to meet people")
    db.session.add(Job(name="a job", key="a job", leased_until=NOW))
    db.session.commit()


def list_found(words: str) -> int:
    db.session.rollback()
    return find(SearchRequest(q=words), viewer="public", now=NOW).total


def test_everything_comes_back_in_an_empty_place_and_is_found(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        fill()
        call(app, "backup", str(tmp_path / "kept.zip"))
        identity = db.session.query(DatabaseIdentity).one().id
    with places.open() as app:
        output = call(app, "restore", str(tmp_path / "kept.zip"))
        assert "Restored 3 entries" in output
        assert list_found("knitting") == 1
        assert list_found("swimming") == 0
        assert db.session.query(EntryVersion).count() == 3
        assert db.session.query(DatabaseIdentity).one().id != identity
        assert db.session.query(Job).filter_by(key="a job").one().leased_until is None
        assert db.session.query(User).one().session_epoch > 1


def test_what_happened_after_the_backup_is_gone_after_a_forced_restore(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        fill()
        call(app, "index", "rebuild")
        call(app, "backup", str(tmp_path / "kept.zip"))
        expect_writes()
        make_service(name="Knitting for everybody")
        db.session.commit()
        assert list_found("knitting") == 2
        assert "not empty" in refuse(app, "restore", str(tmp_path / "kept.zip"))
        assert list_found("knitting") == 2
        call(app, "restore", "--force", str(tmp_path / "kept.zip"))
        assert list_found("knitting") == 1


def test_a_backup_in_a_folder_is_named_by_its_time_and_says_what_it_is(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        fill()
        (tmp_path / "kept").mkdir()
        call(app, "backup", str(tmp_path / "kept"))
        [archive] = (tmp_path / "kept").glob("*.zip")
        [copy] = (tmp_path / "kept").glob("*.jsonl")
        assert copy.stat().st_mode & 0o077 == 0
        assert archive.stat().st_mode & 0o077 == 0
        manifest = json.loads(zipfile.ZipFile(archive).read("manifest.json"))
        assert (manifest["entries"], manifest["engine"]) == (3, db.engine.dialect.name)
        assert "already there" in refuse(app, "backup", str(archive))


def test_a_damaged_backup_is_refused_and_changes_nothing(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        fill()
        kept, damaged = tmp_path / "kept.zip", tmp_path / "damaged.zip"
        call(app, "backup", str(kept))
        with zipfile.ZipFile(kept) as source, zipfile.ZipFile(damaged, "w") as target:
            target.writestr("manifest.json", source.read("manifest.json"))
            target.writestr("database", source.read("database")[:-1] + b"?")
        assert "checksum" in refuse(app, "restore", "--force", str(damaged))
        damaged.write_bytes(b"no zip at all")
        assert "not a backup" in refuse(app, "restore", "--force", str(damaged))
        expect_writes(False)
        assert db.session.query(Service).count() == 2


def test_a_backup_of_the_other_engine_or_a_newer_version_is_refused(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        fill()
        kept = tmp_path / "kept.zip"
        call(app, "backup", str(kept))
        for name, value, words in (
            ("engine", "oracle", "is of oracle"),
            ("revision", "9999", "newer version"),
        ):
            changed = tmp_path / f"{name}.zip"
            with zipfile.ZipFile(kept) as source, zipfile.ZipFile(changed, "w") as target:
                manifest = json.loads(source.read("manifest.json")) | {name: value}
                target.writestr("manifest.json", json.dumps(manifest))
                target.writestr("database", source.read("database"))
            assert words in refuse(app, "restore", "--force", str(changed))


@pytest.mark.slow
def test_a_backup_taken_while_somebody_writes_is_of_one_moment(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        fill()
        chess = db.session.query(Service).filter_by(name="Chess club").one().id
        url = db.engine.url.render_as_string(hide_password=False)
        db.session.remove()
        writer = start("tests.operations.writer", url, app.config["INSTANCE_DIR"], chess, 150)
        backups = []
        while writer.poll() is None:
            backups.append(tmp_path / f"kept{len(backups)}.zip")
            call(app, "backup", str(backups[-1]))
        assert writer.returncode == 0
    with places.open() as app:
        versions = set()
        for backup in (backups[0], backups[len(backups) // 2], backups[-1]):
            call(app, "restore", "--force", str(backup))
            expect_writes(False)
            entry = db.session.get_one(Service, chess)
            kept = db.session.query(EntryVersion).filter_by(entry_id=chess).count()
            noted = db.session.query(Change).filter_by(entry_id=chess).count()
            assert entry.version == kept == noted
            versions.add(kept)
            db.session.remove()
        assert len(versions) >= 2

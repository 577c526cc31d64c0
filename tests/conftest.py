"""An application on a database of its own for each test, on SQLite and, where asked, on PostgreSQL."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g, request_finished, request_started
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from directory import create_app
from directory.extensions import db, expect_writes
from tests import postgres
from tests.browser import open_browser
from tests.page_checks import CheckedClient
from tests.remembered import Statements, Templates, remember_addresses

IN_CI = os.environ.get("CI") == "true"
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
TEMPLATES, STATEMENTS = Templates(), Statements()


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: no use in looking for garbage among it."""
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_engines")
        engines = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)] if both else ["sqlite"]
        metafunc.parametrize("engine", engines, indirect=True, scope="function")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Where CI=true everything is there, so what skips there is lost without anybody noticing."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true does not allow: {report.longrepr}"
    return report


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A private PostgreSQL server for this run, or the one TEST_POSTGRES_URL names."""
    reason = postgres.why_unavailable()
    if reason and not IN_CI:
        pytest.skip(reason)
    with postgres.start() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, copied for each test: 1 ms instead of 100."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    app = create_app(settings_for(f"sqlite:///{path}", path.parent))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return path


@pytest.fixture
def database_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if engine == "postgres":
        with request.getfixturevalue("postgres_server").new_database() as url:
            yield url
        return
    path = tmp_path / "directory.sqlite"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    yield f"sqlite:///{path}"


@pytest.fixture(scope="session", autouse=True)
def remembered_addresses() -> Iterator[None]:
    with remember_addresses():
        yield


def settings_for(database_url: str, instance_dir: Path) -> dict[str, object]:
    return {
        "TESTING": True,
        "SQLALCHEMY_DATABASE_URI": database_url,
        "INSTANCE_DIR": instance_dir,
        "SECRET_KEY": "only-for-tests-only-for-tests-only",
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
    }


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(settings_for(database_url, tmp_path))
    request_started.connect(forget_who_asked, app)
    request_started.connect(end_transaction, app)
    request_finished.connect(drop_transaction, app)
    app.jinja_env.bytecode_cache = TEMPLATES
    with app.app_context():
        STATEMENTS.share(db.engine)
        expect_writes()
        yield app
        db.session.remove()
        db.engine.dispose()


def forget_who_asked(_app: Flask, **_: object) -> None:
    """A test keeps one application context open, where each request would have its own: without this the
    next request would be taken for the person of the last."""
    g.pop("_login_user", None)


def end_transaction(_app: Flask, **_: object) -> None:
    """As outside tests, a request begins with no transaction open and leaves none: what writes in one of its
    own (audit.record_view) would wait for it."""
    db.session.commit()


def drop_transaction(_app: Flask, **_: object) -> None:
    db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Looks at every page it gets: title, one h1, form actions, no inline script or style."""
    app.test_client_class = CheckedClient
    return app.test_client()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for the run: two at once in one process are refused."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real directories and published schemas, kept beside the project and never in it."""
    if not SHARED_DATA.is_dir() and not IN_CI:
        pytest.skip("needs the data kept beside the project in ../shared/data")
    return SHARED_DATA

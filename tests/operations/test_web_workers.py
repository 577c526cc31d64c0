"""The settings that the web workers run with."""

import gc
import os
import runpy
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.postgres import Server

CONFIGURATION = Path(__file__).resolve().parents[2] / "gunicorn.conf.py"


@pytest.fixture
def configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    for name, value in (("INSTANCE_DIR", str(tmp_path)), ("REQUEST_SECONDS", "7"), ("WEB_WORKERS", "3")):
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(CONFIGURATION))


def test_settings_reach_the_web_workers(configuration: dict[str, Any]) -> None:
    assert (configuration["workers"], configuration["timeout"]) == (3, 7)
    assert not configuration["preload_app"]


def test_no_log_of_addresses_holds_a_query_string_or_the_page_before(configuration: dict[str, Any]) -> None:
    shown = configuration["access_log_format"]
    assert configuration["accesslog"] is None
    assert not any(part in shown for part in ("%(r)s", "%(q)s", "%(f)s", "{referer}", "{cookie}"))


def test_what_a_worker_loads_at_its_start_is_not_looked_through_again(configuration: dict[str, Any]) -> None:
    try:
        configuration["post_worker_init"](None)
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


@pytest.mark.postgres
def test_a_statement_that_takes_too_long_is_stopped(
    configuration: dict[str, Any], postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, _, value = configuration["raw_env"][0].partition("=")
    monkeypatch.setitem(os.environ, name, value)
    with psycopg.connect(f"{postgres_server.url}/postgres") as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("7s",)

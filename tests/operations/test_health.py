from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from directory.extensions import db
from tests.factories import make_index, make_service


def test_a_process_that_runs_is_alive(client: FlaskClient) -> None:
    assert client.get("/health/live").json == {"status": "ok"}


def test_it_is_ready_with_a_database_and_an_index(app: Flask, client: FlaskClient) -> None:
    make_service()
    make_index()
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json["checks"]["search"] == {"ok": True, "generation": 1, "lag": 0}


def test_it_is_not_ready_without_an_index(client: FlaskClient) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json["checks"]["database"]["ok"]
    assert not answer.json["checks"]["search"]["ok"]


def test_it_is_not_ready_without_its_tables_and_does_not_say_where_they_were(
    app: Flask, client: FlaskClient
) -> None:
    make_index()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE database_identity"))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert not answer.json["checks"]["database"]["ok"]
    shown = answer.get_data(as_text=True)
    assert "sqlite" not in shown
    assert str(app.config["INSTANCE_DIR"]) not in shown

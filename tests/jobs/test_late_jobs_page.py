from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from directory import jobs
from directory.extensions import db
from directory.jobs import runner
from directory.models.codes import Role
from directory.models.mixins import utc_now
from tests.accounts.signing_in import sign_in_as


def test_the_officer_sees_which_job_is_late_and_no_other(app: Flask, client: FlaskClient) -> None:
    app.extensions["directory-jobs"] = {}
    jobs.register(app, "late-job", timedelta(minutes=1), lambda now: None)
    runner.prepare(app, utc_now() - timedelta(hours=1))
    jobs.register(app, "decoy-job", timedelta(minutes=1), lambda now: None)
    runner.prepare(app, utc_now())
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    page = client.get("/admin/").text
    assert "late-job" in page
    assert "decoy-job" not in page


def test_nothing_is_said_while_all_jobs_are_on_time(app: Flask, client: FlaskClient) -> None:
    app.extensions["directory-jobs"] = {}
    jobs.register(app, "punctual-job", timedelta(minutes=1), lambda now: None)
    runner.run_due(app)
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    db.session.rollback()
    assert "Background work that is late" not in client.get("/admin/").text

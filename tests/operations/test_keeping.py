"""Backups end in time, and what was deleted does not come back with one."""

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db, expect_writes
from directory.framework.records.deleting import delete_old_records
from directory.jobs.registry import list_registered
from directory.mail.actions import queue_mail
from directory.models import AuditEvent, OutgoingMail, SupportCount, SupportRecord
from directory.models.codes import MailState
from directory.operations.keeping import forget_what_is_due, prune_backups
from tests.factories import make_support_record
from tests.operations.test_backup import Places, call, fill, places, refuse

__all__ = ["places"]

NOW = datetime.now(UTC)


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def write_backup(folder: Path, name: str, made_at: datetime) -> Path:
    """A file that says that it is a backup of that time."""
    manifest = {"format": 1, "made_at": made_at.isoformat(), "engine": "sqlite", "revision": "0001"}
    manifest |= {"entries": 0, "sha256": "", "bytes": 0}
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
    return folder / name


def test_old_backups_go_and_the_newest_stays_whatever_its_age(app: Flask, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    newest = write_backup(kept, "c.zip", days_ago(100))
    write_backup(kept, "a.zip", days_ago(101))
    foreign = kept / "letters.zip"
    foreign.write_bytes(b"something else")
    assert [path.name for path in prune_backups(kept, NOW)] == ["a.zip"]
    assert sorted(kept.iterdir()) == sorted([newest, foreign])


def test_backups_are_never_kept_longer_than_records(app: Flask, tmp_path: Path) -> None:
    app.config.update(BACKUP_DAYS=3000, RECORD_DAYS=40)
    write_backup(tmp_path, "new.zip", NOW)
    old, young = (write_backup(tmp_path, f"{days}.zip", days_ago(days)) for days in (41, 39))
    assert prune_backups(tmp_path, NOW) == [old]
    assert young.exists()


@pytest.mark.both_engines
def test_a_backup_into_a_folder_takes_the_old_ones_away(places: Places, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    old = write_backup(kept, "old.zip", days_ago(91))
    write_backup(kept, "young.zip", days_ago(89))
    with places.open() as app:
        fill()
        assert "deleted, it was too old" in call(app, "backup", str(kept))
        assert (old.exists(), len(list(kept.glob("*.zip")))) == (False, 2)
        assert "No backup is too old" in call(app, "prune-backups", str(kept))


@pytest.mark.both_engines
def test_a_backup_older_than_backups_are_kept_is_refused_unless_asked_for(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        fill()
        kept, aged = tmp_path / "kept.zip", tmp_path / "aged.zip"
        call(app, "backup", str(kept))
        with zipfile.ZipFile(kept) as source, zipfile.ZipFile(aged, "w") as target:
            manifest = json.loads(source.read("manifest.json")) | {"made_at": days_ago(91).isoformat()}
            target.writestr("manifest.json", json.dumps(manifest))
            target.writestr("database", source.read("database"))
        assert "older than backups are kept" in refuse(app, "restore", "--force", str(aged))
        assert "Restored" in call(app, "restore", "--force", "--old", str(aged))


@pytest.mark.both_engines
def test_what_was_due_meanwhile_is_gone_before_a_restored_directory_is_served(
    places: Places, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.zip"
    with places.open() as app:
        fill()
        make_support_record(closed_at=days_ago(181), care_plan_recorded_at=days_ago(181), goals="Sing")
        make_support_record(closed_at=days_ago(20), care_plan_recorded_at=days_ago(20), goals="Swim")
        queue_mail(key="old", to_address="a@example.org", subject="S", body="Words", now=days_ago(40))
        db.session.query(OutgoingMail).update({"state": MailState.SENT})
        db.session.commit()
        call(app, "backup", str(kept))
        expect_writes()
        assert delete_old_records(NOW) == 1
        output = call(app, "restore", "--force", str(kept))
        assert "Forgotten, because its time was over: 2." in output
        expect_writes(False)
        assert list(db.session.scalars(select(SupportRecord.goals))) == ["Swim"]
        assert list(db.session.scalars(select(OutgoingMail.body))) == [""]
        records = select(SupportCount.count).where(SupportCount.kind == "record")
        assert list(db.session.scalars(records)) == [1]
        deleted = select(func.count()).where(AuditEvent.event == "support_record.deleted")
        assert db.session.scalar(deleted) == 1


def test_every_job_that_takes_words_away_is_run_before_a_restored_directory_is_served(app: Flask) -> None:
    forgetting = {job.name for job in list_registered() if job.forgets}
    assert forgetting >= {
        "delete-records",
        "end-packs",
        "empty-old-mail",
        "empty-old-unmet-needs",
        "empty-old-enquiries",
        "forget-searches",
        "end-search-tokens",
        "forget-declined-proposals",
    }
    assert forget_what_is_due(NOW) == 0

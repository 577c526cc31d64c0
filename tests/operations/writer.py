"""A process that edits one entry many times: `python -m tests.operations.writer URL FOLDER ENTRY COUNT`."""

import sys
import uuid
from pathlib import Path

from directory import create_app
from directory.extensions import db, expect_writes
from directory.listings import actions
from directory.models import Service
from tests.conftest import settings_for


def main(url: str, folder: str, entry_id: str, count: str) -> None:
    app = create_app(settings_for(url, Path(folder)))
    for number in range(int(count)):
        with app.app_context():
            expect_writes()
            entry = db.session.get_one(Service, uuid.UUID(entry_id))
            actions.edit_service(
                actor=None,
                service=entry,
                data={"summary": f"Edit {number}."},
                expected_version=entry.version,
            )
            db.session.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])

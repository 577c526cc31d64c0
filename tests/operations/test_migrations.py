"""Migrations lead from nothing, and from what earlier releases kept, to the tables the code expects."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import yaml
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Uuid, bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from directory import create_app
from directory.extensions import UtcDateTime, db, expect_writes
from directory.framework.levels.parts import check_part
from directory.listings import actions
from directory.models import (
    AuditEvent,
    Change,
    DatabaseIdentity,
    EntryVersion,
    FrameworkPart,
    FrameworkPartVersion,
    Guidance,
    Location,
    LoggedSearchNeed,
    Phone,
    Proposal,
    Schedule,
    Service,
    SupportRecord,
    TeamArea,
    UnmetNeedGroup,
)
from directory.models.codes import AttendingType, Codes
from directory.network.confirmation import day_of
from tests.conftest import settings_for
from tests.factories import make_logged_search, make_need, make_support_record

OWN = ("own_way", "own_next", "own_ask", "own_why", "own_first")
RELEASES = Path(__file__).parent / "releases"
MIGRATIONS = Path(__file__).parents[2] / "directory" / "models" / "migrations"

pytestmark = pytest.mark.both_engines


@pytest.fixture
def empty_app(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """On a database with nothing in it."""
    if engine == "postgres":
        with request.getfixturevalue("postgres_server").bare_database() as url:
            yield from run_app(url, tmp_path)
    else:
        yield from run_app(f"sqlite:///{tmp_path / 'bare.sqlite'}", tmp_path)


def run_app(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for(url, folder))
    with app.app_context():
        expect_writes()
        yield app
        db.session.remove()
        db.engine.dispose()


def list_drift() -> list[Any]:
    """Differences between the migrated tables and the models, as Alembic names them."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": compare_type})
        found = compare_metadata(context, db.metadata)
    return [one for one in found if "spatial_ref_sys" not in str(one)]


def compare_type(context: Any, _column: Any, _meta: Any, inspected: Any, declared: Any) -> bool | None:
    """Our own types are what they are stored as; the rest Alembic compares itself."""
    return False if isinstance(declared, UtcDateTime | Codes) else None


def load_release(number: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by table, in an order in which each row's references are there before it."""
    with db.engine.begin() as connection:
        rows = json.loads((RELEASES / f"{number}.json").read_text())
        sign = "?" if connection.dialect.name == "sqlite" else "%s"
        for table, records in rows.items():
            for record in records:
                names = ", ".join(f'"{name}"' for name in record)
                signs = ", ".join(sign for _ in record)
                statement = f'INSERT INTO "{table}" ({names}) VALUES ({signs})'
                connection.exec_driver_sql(statement, tuple(record.values()))
        if connection.dialect.name == "postgresql":
            last = max(record["seq"] for record in rows["change"])
            connection.exec_driver_sql(f"SELECT setval('change_seq_seq', {last})")
    return rows


def test_from_nothing_they_make_the_tables_the_code_expects(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    assert list_drift() == []
    assert db.session.query(DatabaseIdentity).count() == 1


def test_drift_is_noticed(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_audit_event_event"))
    assert "ix_audit_event_event" in str(list_drift())


@pytest.mark.parametrize("release", sorted(path.stem for path in RELEASES.glob("*.json")))
def test_what_an_earlier_release_kept_is_all_there_afterwards(empty_app: Flask, release: str) -> None:
    flask_migrate.upgrade(revision=release)
    rows = load_release(release)
    flask_migrate.upgrade()
    assert list_drift() == []
    for table, records in rows.items():
        count = db.session.scalar(text(f'SELECT count(*) FROM "{table}"'))
        assert (table, count) == (table, len(records))


def test_entries_of_the_first_release_can_be_read_edited_and_followed(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0001")
    load_release("0001")
    flask_migrate.upgrade()
    entry = db.session.query(Service).filter(Service.name.like("Tea%")).one()
    assert entry.name == "Tea & <b>talk</b> – Loughborough"
    assert entry.schedules[0].byday == "TU"
    last = db.session.query(db.func.max(Change.seq)).scalar()
    actions.edit_service(
        actor=None, service=entry, data={"summary": "New words."}, expected_version=entry.version
    )
    db.session.commit()
    assert db.session.query(db.func.max(Change.seq)).scalar() == last + 1
    assert db.session.query(Guidance).one().links[0].label == "More"


def test_corrections_of_an_earlier_release_become_proposals_and_can_go_back(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0008")
    ids = [uuid.uuid4() for _ in range(2)]
    add = text(
        "INSERT INTO correction (id, entry_type, entry_id, name, fault, raised_at, done_at)"
        " VALUES (:id, 'service', :entry, 'Tea', :fault, :raised, :done)"
    ).bindparams(
        *(bindparam(name, type_=Uuid) for name in ("id", "entry")), bindparam("raised", type_=UtcDateTime)
    )
    add = add.bindparams(bindparam("done", type_=UtcDateTime))
    raised = datetime(2026, 5, 4, 12, tzinfo=UTC)
    with db.engine.begin() as connection:
        for number, (fault, done) in enumerate((("closed", None), ("full", raised + timedelta(days=2)))):
            values = {"id": ids[number], "entry": ids[0], "fault": fault, "raised": raised, "done": done}
            connection.execute(add, values)
    flask_migrate.upgrade()
    rows = {one.id: one for one in db.session.query(Proposal)}
    assert set(rows) == set(ids)
    assert [rows[one].state for one in ids] == ["open", "accepted"]
    assert (rows[ids[1]].fault, rows[ids[1]].decided_at) == ("full", raised + timedelta(days=2))
    assert (rows[ids[0]].entry_name, rows[ids[0]].created_at, rows[ids[0]].version) == ("Tea", raised, 1)
    db.session.remove()
    flask_migrate.downgrade(revision="0009")
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM correction WHERE done_at IS NULL")) == 1


def test_versions_kept_earlier_forget_where_confidential_places_are(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0011")
    hidden, shown = uuid.uuid4(), uuid.uuid4()
    place, version = Location.__table__, EntryVersion.__table__
    sites = [{"location": {"id": str(one), "latitude": 52.5}} for one in (hidden, shown)]
    kept = {"id": uuid.uuid4(), "entry_type": "service", "entry_id": uuid.uuid4(), "version": 1}
    kept |= {"action": "edit", "at": datetime.now(UTC), "snapshot": {"service_at_locations": sites}}
    with db.engine.begin() as connection:
        for one, visibility in ((hidden, "confidential"), (shown, "public")):
            row = {"id": one, "location_type": "physical", "visibility": visibility}
            connection.execute(insert(place).values(row))
        connection.execute(insert(version).values(kept))
    flask_migrate.upgrade()
    snapshot = db.session.scalars(select(version.c.snapshot)).one()
    assert snapshot["service_at_locations"] == [
        {"location": {"id": str(hidden), "visibility": "confidential"}},
        sites[1],
    ]


def test_groups_show_what_they_showed_until_the_quarter_ends(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0025")
    now, one = datetime.now(UTC), uuid.uuid4()
    sent = {"sent": now - timedelta(days=300), "answered": now, "grouped": None}
    ids = {state: uuid.uuid4() for state in sent}
    logged = [(now - timedelta(days=days), times) for days, times in ((400, 4), (120, 20), (0, 100))]
    named = {"id": one, "slug": "rutland", "name": "Rutland"}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("taxonomy", named),
        ("taxonomy_term", named | {"taxonomy_id": one}),
        ("area", named | {"kind": "district"}),
    ]
    for state, group in ids.items():
        values = {"id": group, "name": state, "state": state, "sent_at": sent[state], "version": 1}
        rows.append(("unmet_need_group", values | {"need_id": one, "area_id": one}))
        unmet = {"group_id": group, "area_id": one, "missing": "", "barrier": "cost", "source": "search"}
        unmet["version"] = 1
        rows += [("unmet_need", unmet | {"logged_at": at, "times_asked": times}) for at, times in logged]
    with db.engine.begin() as connection:
        for table, values in rows:
            connection.execute(insert(db.metadata.tables[table]).values(values))
    flask_migrate.upgrade()
    groups = {state: db.session.get_one(UnmetNeedGroup, group) for state, group in ids.items()}
    shown = {state: group.shown_count for state, group in groups.items()}
    assert shown == {"sent": 24, "answered": 124, "grouped": None}
    assert [group.counted_on for group in groups.values()] == [day_of(now), day_of(now), None]
    db.session.remove()
    flask_migrate.downgrade(revision="0025")
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM unmet_need_group")) == 3


def test_questions_as_they_came_get_their_words_for_the_person_and_changed_ones_get_none(
    empty_app: Flask,
) -> None:
    flask_migrate.upgrade(revision="0018")
    seed = yaml.safe_load((MIGRATIONS.parents[2] / "seed" / "framework.yaml").read_text("utf-8"))
    with_words = {slug: check_part(slug, seed[slug]) for slug in ("levels", "questions", "prompts")}
    with_words["questions"].append(with_words["questions"][0] | {"slug": "own"} | dict.fromkeys(OWN[2:], ""))
    with_words["questions"][1] |= {"ask": "Another?"} | dict.fromkeys(OWN[2:], "")
    part, version = FrameworkPart.__table__, FrameworkPartVersion.__table__
    before = {
        slug: [{key: value for key, value in row.items() if key not in OWN} for row in rows]
        for slug, rows in with_words.items()
    }
    now = datetime.now(UTC)
    with db.engine.begin() as connection:
        for slug, rows in before.items():
            row = {"id": uuid.uuid4(), "slug": slug, "version": 1, "content": rows}
            connection.execute(insert(part).values(row | {"created_at": now, "last_modified": now}))
            kept = {"id": uuid.uuid4(), "part_id": row["id"], "version": 1, "at": now, "content": rows}
            connection.execute(insert(version).values(kept))
    for go, revision, expected in (
        (flask_migrate.upgrade, "0019", with_words),
        (flask_migrate.downgrade, "0018", before),
    ):
        go(revision=revision)
        expect_writes()
        assert dict(db.session.execute(select(part.c.slug, part.c.content)).all()) == expected
        kept_rows = select(part.c.slug, version.c.content).join(part, version.c.part_id == part.c.id)
        assert dict(db.session.execute(kept_rows).all()) == expected
        db.session.remove()


def test_records_that_changed_after_they_were_recorded_are_asked_for_again(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    recorded = datetime(2026, 5, 4, 12, tzinfo=UTC)
    ids = {}
    for event in ("options_set", "closed"):
        record = make_support_record(care_plan_recorded_at=recorded)
        ids[event] = record.id
        for days, what in ((-1, "options_set"), (1, event)):
            at = recorded + timedelta(days=days)
            facts = {"subject_type": "supportrecord", "subject_id": str(record.id)}
            db.session.add(AuditEvent(at=at, event=f"support_record.{what}", **facts))
    db.session.commit()
    for go, revision in ((flask_migrate.downgrade, "0023"), (flask_migrate.upgrade, "head")) * 2:
        db.session.remove()
        go(revision=revision)
    rows = {one.id: one for one in db.session.query(SupportRecord)}
    found = {
        event: (rows[id].care_plan_recorded_at, rows[id].changed_since_recorded_at)
        for event, id in ids.items()
    }
    assert found == {"options_set": (None, recorded), "closed": (recorded, None)}


def test_help_by_text_gets_its_way_and_the_framework_a_tick_for_each_need(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0026")
    tables, now = db.metadata.tables, datetime.now(UTC)
    typed = {
        "SMS": "text",
        "Minicom": "textphone",
        "Mobile": "cell",
        "VOICE": "voice",
        "Night line": "Night line",
    }
    part = {"id": uuid.uuid4(), "slug": "prompts", "content": [], "version": 1}
    with db.engine.begin() as connection:
        for kind in typed:
            phone = {"id": uuid.uuid4(), "number": "0116 496 0123", "type": kind, "position": 0}
            connection.execute(insert(tables["phone"]).values(phone))
        times = {"created_at": now, "last_modified": now}
        connection.execute(insert(tables["framework_part"]).values(part | times))
    flask_migrate.upgrade(revision="0030")
    seed = yaml.safe_load((MIGRATIONS.parents[2] / "seed" / "framework.yaml").read_text("utf-8"))
    ticks = db.session.scalar(select(FrameworkPart.content).where(FrameworkPart.slug == "own_ticks"))
    assert ticks == check_part("own_ticks", seed["own_ticks"])
    assert set(db.session.scalars(select(Phone.type))) == set(typed.values())
    db.session.add_all([Schedule(attending_type=way) for way in AttendingType])
    db.session.add(Phone(number="0116 496 0123 " * 15))
    db.session.commit()
    with pytest.raises(DBAPIError), db.engine.begin() as connection:
        connection.execute(text("UPDATE schedule SET attending_type = 'pigeon'"))
    db.session.query(Phone).where(Phone.type.is_(None)).delete()
    db.session.commit()
    db.session.remove()
    flask_migrate.downgrade(revision="0026")
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM schedule WHERE attending_type = 'phone'")) == 2
        assert connection.scalar(text("SELECT count(*) FROM framework_part")) == 1


def test_migrations_form_one_line() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]
    assert len(script.get_heads()) == 1
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]


def test_two_teams_that_shared_an_area_come_through_and_one_of_them_holds_it(empty_app: Flask) -> None:
    flask_migrate.upgrade(revision="0015")
    expect_writes()
    area, ids = uuid.UUID(int=9), [uuid.UUID(int=number) for number in (1, 2, 3)]
    with db.engine.begin() as connection:
        values = {"id": area, "kind": "pcn", "slug": "a-pcn", "name": "A"}
        connection.execute(db.metadata.tables["area"].insert().values(values))
        for number, team_id in enumerate(ids):
            specialty = "adults" if number < 2 else "older_people"
            team = {"id": team_id, "slug": f"team-{number}", "name": "T", "specialty": specialty}
            team |= {"is_open": True, "version": 1}
            connection.execute(db.metadata.tables["team"].insert().values(team))
            link = "INSERT INTO team_area (id, team_id, area_id, position) VALUES (:id, :team, :area, 0)"
            given = {"id": team_id, "team": team_id, "area": area}
            typed = [bindparam(name, type_=Uuid()) for name in given]
            connection.execute(text(link).bindparams(*typed), given)
    flask_migrate.upgrade()
    held = select(TeamArea.open_specialty).order_by(TeamArea.team_id)
    assert list(db.session.scalars(held)) == ["adults", None, "older_people"]


def test_what_is_written_after_them_in_the_same_process_keeps_its_references(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    with pytest.raises(IntegrityError):
        db.session.execute(
            insert(LoggedSearchNeed).values(search_id=uuid.uuid4(), taxonomy_term_id=uuid.uuid4())
        )
    db.session.rollback()


def test_searches_are_there_when_it_is_no_longer_noted_that_they_were_weak_and_when_it_is_again(
    empty_app: Flask,
) -> None:
    flask_migrate.upgrade()
    make_logged_search(
        "owe a lot", make_need("debt"), times=2, at=datetime(2026, 5, 4, tzinfo=UTC), is_weak=True
    )
    db.session.commit()
    for go, revision in ((flask_migrate.downgrade, "0017"), (flask_migrate.upgrade, "head")):
        db.session.remove()
        go(revision=revision)
        counts = [
            db.session.scalar(text(f"SELECT count(*) FROM {one}"))
            for one in ("logged_search", "logged_search_need")
        ]
        assert counts == [2, 2]
    db.session.remove()
    assert list_drift() == []

"""What became confidential or was suspended since a backup was taken is not public again after a restore."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from directory.extensions import db, expect_writes
from directory.listings import actions
from directory.listings.dumping import dump_entry
from directory.listings.withholding import keeping
from directory.models import EntryVersion, Guidance, Location, Service, User
from directory.models.codes import Role, Status, Visibility
from directory.operations import backup as backup_module
from directory.operations.withheld_sources import find_copy
from directory.search.find import find
from directory.search.request import SearchRequest
from tests.factories import make_location_data, make_service, make_user
from tests.operations.test_backup import NOW, Places, call, fill, places, refuse

__all__ = ["places"]

both_engines = pytest.mark.both_engines

ADDRESS = {"address_1": "3 Hush Lane", "city": "Shepshed", "postal_code": "LE12 9ZZ"}
SECRETS = ("Hush Lane", "LE12 9ZZ", "52.71234")
REFUGE, TWIN, CLUB = "Haven for women", "Haven drop-in", "Zanzibar evenings"


def open_directory() -> None:
    """A refuge whose place is public by mistake, another row of the same place, and a club."""
    fill()
    make_service(
        name=REFUGE, service_at_locations=[make_location_data(52.71234, -1.27654, addresses=[ADDRESS])]
    )
    spelled = ADDRESS | {"address_1": "3, HUSH LN.", "postal_code": "le129zz"}
    make_service(
        name=TWIN, service_at_locations=[make_location_data(52.71235, -1.27655, addresses=[spelled])]
    )
    make_service(name=CLUB, description="Ask at 3 Hush Lane if nobody is here.")
    make_user(Role.KNOWLEDGE_OFFICER, email="known@example.org")
    db.session.commit()


def find_service(name: str) -> Service:
    db.session.rollback()
    return db.session.query(Service).filter_by(name=name).one()


def hide() -> None:
    """An officer hides the place of the refuge and suspends the club."""
    expect_writes()
    refuge, club = find_service(REFUGE), find_service(CLUB)
    edit_place(refuge, visibility="confidential")
    actions.suspend_entry(actor=find_officer(), entry=club, reason="Somebody was hurt there.")
    guidance = db.session.query(Guidance).one()
    actions.suspend_entry(actor=find_officer(), entry=guidance, reason="It is dangerous.")
    db.session.commit()


def edit_place(service: Service, **values: object) -> None:
    data = dump_entry(service)
    data["service_at_locations"][0]["location"] |= values
    actions.edit_service(actor=find_officer(), service=service, data=data, expected_version=service.version)


def find_officer() -> User:
    return db.session.query(User).filter_by(email="known@example.org").one()


def list_shown(app: Flask) -> list[str]:
    """What of the secrets a visitor finds: in pages, results and versions."""
    db.session.rollback()
    expect_writes(False)
    client = app.test_client()
    pages = [client.get("/search?q=haven").text, client.get("/search?q=zanzibar").text]
    pages.append(client.get("/search?q=hush+lane").text)
    for service in db.session.scalars(select(Service)).all():
        pages.append(client.get(f"/entry/{service.id}").text)
    versions = db.session.scalars(select(EntryVersion)).all()
    kept = " ".join([*pages, *(json.dumps(one.snapshot) for one in versions)]).replace(
        'value="hush lane"', ""
    )
    return [word for word in SECRETS if word in kept]


def is_club_found() -> bool:
    db.session.rollback()
    return find(SearchRequest(q="zanzibar"), viewer="public", now=NOW).total > 0


def expect_hidden(app: Flask) -> None:
    assert list_shown(app) == []
    assert not is_club_found()
    assert find_service(CLUB).status == Status.SUSPENDED
    assert db.session.query(Guidance).one().status == Status.SUSPENDED
    places_now = db.session.scalars(select(Location).where(Location.latitude > 52.7)).all()
    assert places_now == []


def take_backup(app: Flask, target: Path) -> Path:
    call(app, "index", "rebuild")
    call(app, "backup", str(target))
    assert list_shown(app) == list(SECRETS)
    return target


@both_engines
def test_what_was_hidden_since_stays_hidden_and_the_operator_reads_what(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        output = call(app, "restore", "--force", str(kept))
        expect_hidden(app)
        assert "Kept hidden: 2 places. Kept suspended: 2 entries." in output
        assert all(name in output for name in (REFUGE, TWIN, CLUB, "How to meet people"))
        assert db.session.query(Service).filter_by(name="Chess club").one().status == Status.ACTIVE
        # And once more, from the list that the restore has completed.
        call(app, "restore", "--force", str(kept))
        expect_hidden(app)


@both_engines
def test_the_list_alone_is_enough_where_the_database_is_gone(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        own = keeping.find_list_path()
    find_copy(kept).unlink()
    with places.open() as app:
        assert "It is not known" in refuse(app, "restore", str(kept))
        app.config["WITHHELD_LIST"] = own
        call(app, "restore", str(kept))
        expect_hidden(app)


@both_engines
def test_the_database_that_is_replaced_is_enough_without_the_list(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        keeping.find_list_path().unlink()
        find_copy(kept).unlink()
        call(app, "restore", "--force", str(kept))
        expect_hidden(app)


@both_engines
def test_a_later_copy_in_the_folder_of_backups_is_enough_for_an_empty_machine(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        call(app, "backup", str(tmp_path / "later.zip"))
    with places.open() as app:
        call(app, "restore", str(kept))
        expect_hidden(app)


def test_a_backup_with_the_list_copied_beside_it_is_restored_on_an_empty_machine(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        open_directory()
        hide()
        call(app, "backup", str(tmp_path / "kept.zip"))
    moved = tmp_path / "moved"
    moved.mkdir()
    for path in (tmp_path / "kept.zip", find_copy(tmp_path / "kept.zip")):
        shutil.copy(path, moved)
    with places.open() as app:
        call(app, "restore", str(moved / "kept.zip"))
        expect_hidden(app)
        assert len(keeping.read_own_list().records) > 10


def test_where_nothing_tells_a_restore_stops_unless_told_that_nothing_was_hidden(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
    find_copy(kept).unlink()
    with places.open() as app:
        output = refuse(app, "restore", str(kept))
        assert "--nothing-was-hidden" in output
        assert not (Path(app.config["INSTANCE_DIR"]) / "restoring").exists()
        assert "Restored" in call(app, "restore", "--nothing-was-hidden", str(kept))
        assert app.test_client().get("/search?q=haven").status_code == 200


def test_a_first_start_on_another_machine_tells_nothing(places: Places, tmp_path: Path) -> None:
    """It makes an empty database and an empty list, both of which know of nothing that is hidden."""
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        call(app, "backup", str(tmp_path / "later.zip"))
    find_copy(kept).unlink()
    copy = find_copy(tmp_path / "later.zip").rename(tmp_path / "later")
    with places.open() as app:
        call(app, "prepare", "--no-example")
        output = refuse(app, "restore", "--force", str(kept))
        assert "list of what is withheld is of another directory" in output
        assert "database that is replaced is of another directory" in output
        assert "It is not known" in output
        copy.rename(find_copy(tmp_path / "later.zip"))
        call(app, "restore", "--force", str(kept))
        expect_hidden(app)


@both_engines
def test_a_machine_of_another_directory_tells_nothing(places: Places, tmp_path: Path) -> None:
    """As a new machine with the example is: it has entries, history and a list of its own, all of today."""
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        own = keeping.find_list_path()
    find_copy(kept).unlink()
    with places.open() as app:
        fill()
        call(app, "prepare", "--no-example")
        for path in (keeping.find_list_path(), tmp_path / "missing.jsonl"):
            app.config["WITHHELD_LIST"] = path
            output = refuse(app, "restore", "--force", str(kept))
            assert "database that is replaced is of another directory" in output
            assert "It is not known" in output
        app.config["WITHHELD_LIST"] = own
        assert "is known until" in call(app, "restore", "--force", str(kept))
        expect_hidden(app)


def test_a_directory_keeps_its_identity_where_it_is_and_gets_another_elsewhere(
    places: Places, tmp_path: Path
) -> None:
    """A machine on which a restore is tried does not know what happens in the directory afterwards."""
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        own = keeping.find_owner().directory
        call(app, "restore", "--force", str(kept))
        assert keeping.find_owner().directory == own
        db.session.rollback()
    with places.open() as app:
        call(app, "restore", str(kept))
        assert keeping.find_owner().directory not in (None, own)
        assert keeping.read_own_list().directory == keeping.find_owner().directory
        find_copy(kept).unlink()
        assert "It is not known" in refuse(app, "restore", "--force", str(kept))


def test_a_list_that_is_not_whole_stops_the_restore_of_an_empty_machine(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        whole = keeping.find_list_path().read_bytes()
    lines = whole.splitlines(keepends=True)
    own = tmp_path / "own.jsonl"
    with places.open() as app:
        app.config["WITHHELD_LIST"] = own
        for content, words in (
            (b"", "cannot be read"),
            (b"garbage\n", "cannot be read"),
            (b"\x00" * len(whole), "cannot be read"),
            (whole[: len(whole) // 2], "is damaged"),
            (b"".join(lines[:-5]), "damaged (5 lines"),
            (b"".join(lines[:1]), f"damaged ({len(lines) - 1} lines"),
            (whole[:-2], "is damaged"),
        ):
            own.write_bytes(content)
            output = refuse(app, "restore", str(kept))
            assert words in output
            assert "It is not known" in output
            assert own.read_bytes() == content
        own.write_bytes(whole)
        assert "is known until" in call(app, "restore", str(kept))
        expect_hidden(app)


def test_a_list_that_ends_before_a_later_backup_is_not_enough(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        own = tmp_path / "own.jsonl"
        shutil.copy(keeping.find_list_path(), own)
        hide()
        call(app, "backup", str(tmp_path / "later.zip"))
    age(tmp_path / "later.zip", "2099-01-01T00:00:00+00:00")
    copy = find_copy(tmp_path / "later.zip").rename(tmp_path / "later")
    with places.open() as app:
        app.config["WITHHELD_LIST"] = own
        output = refuse(app, "restore", str(kept))
        assert "a backup is of a later time" in output
        (tmp_path / "later.zip").unlink()
        copy.rename(find_copy(tmp_path / "later.zip"))
        call(app, "restore", str(kept))
        expect_hidden(app)


@pytest.mark.parametrize("damage", ["garbage", "half"])
def test_a_damaged_database_file_is_replaced_where_the_list_is_whole(
    places: Places, tmp_path: Path, damage: str
) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        db.session.remove()
        db.engine.dispose()
        file = Path(str(db.engine.url.database))
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2] if damage == "half" else b"garbage" * 10_000)
        keeping.find_list_path().rename(tmp_path / "own.jsonl")
        output = refuse(app, "restore", "--force", str(kept))
        assert "database that is replaced cannot be read" in output
        assert "It is not known" in output
        (tmp_path / "own.jsonl").rename(keeping.find_list_path())
        output = call(app, "restore", "--force", str(kept))
        assert "is damaged. It is kept as" in output
        assert "is known until" in output
        expect_hidden(app)


def test_a_folder_in_place_of_the_list_is_named(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        app.config["WITHHELD_LIST"] = tmp_path
        for arguments in (
            ("restore", "--force", str(kept)),
            ("restore", "--force", "--nothing-was-hidden", str(kept)),
            ("backup", str(tmp_path / "other.zip")),
        ):
            output = refuse(app, *arguments)
            assert f"cannot be read or written (Is a directory): {tmp_path}" in output
        assert app.test_client().get("/search?q=haven").status_code == 200


def test_a_damaged_list_is_not_enough_and_what_can_be_read_of_it_still_counts(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        own = tmp_path / "own.jsonl"
        lines = keeping.find_list_path().read_text().splitlines(keepends=True)
        own.write_text("".join([*lines[:3], "damaged\n", *lines[3:]]))
    find_copy(kept).unlink()
    with places.open() as app:
        app.config["WITHHELD_LIST"] = own
        assert "damaged (1 lines" in refuse(app, "restore", str(kept))
        call(app, "restore", "--nothing-was-hidden", str(kept))
        expect_hidden(app)


def test_a_mark_of_an_unknown_key_is_noticed_and_hides_the_row_it_was_made_of(
    places: Places, tmp_path: Path
) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        own = keeping.find_list_path()
    with places.open() as app:
        app.config["WITHHELD_LIST"] = own
        first, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], "x" * 40
        assert "another SECRET_KEY" in refuse(app, "restore", str(kept))
        app.config["SECRET_KEY_FALLBACKS"] = [first]
        call(app, "restore", str(kept))
        expect_hidden(app)
    with places.open() as app:
        app.config.update(WITHHELD_LIST=own, SECRET_KEY="y" * 40, SECRET_KEY_FALLBACKS=None)
        call(app, "restore", "--nothing-was-hidden", str(kept))
        refuge = find_service(REFUGE)
        assert refuge.service_at_locations[0].location.visibility == Visibility.CONFIDENTIAL
        assert find_service(CLUB).status == Status.SUSPENDED


@both_engines
def test_what_was_lifted_since_is_not_hidden_by_the_restore(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        expect_writes()
        edit_place(find_service(REFUGE), visibility="public", latitude=52.71234, longitude=-1.27654)
        actions.publish_entry(actor=find_officer(), entry=find_service_again(CLUB))
        db.session.commit()
        assert "Kept hidden: 0 places. Kept suspended: 1 entries." in call(
            app, "restore", "--force", str(kept)
        )
        assert find_service(CLUB).status == Status.ACTIVE


def find_service_again(name: str) -> Service:
    return db.session.query(Service).filter_by(name=name).one()


@both_engines
def test_a_restore_that_is_killed_serves_nobody_and_is_finished_by_the_next_start(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()

        def die() -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(backup_module, "migrate_tables", die)
        refuse(app, "restore", "--force", str(kept))
        monkeypatch.undo()
        db.session.rollback()
        client = app.test_client()
        page = client.get(f"/entry/{find_service(REFUGE).id}")
        assert (page.status_code, "Hush Lane" in page.text) == (503, False)
        assert client.get("/health/ready").status_code == 503
        assert client.get("/health/live").status_code == 200
        call(app, "prepare", "--no-example")
        expect_hidden(app)
        assert client.get("/search?q=haven").status_code == 200


def test_a_database_that_could_not_be_replaced_is_served_as_before(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        monkeypatch.setattr(backup_module, "load_database", lambda *_: 1 / 0)
        refuse(app, "restore", "--force", str(kept))
        assert app.test_client().get("/search?q=haven").status_code == 200


@both_engines
def test_a_database_that_cannot_be_read_is_not_taken_for_an_empty_one(places: Places, tmp_path: Path) -> None:
    with places.open() as app:
        open_directory()
        kept = take_backup(app, tmp_path / "kept.zip")
        hide()
        break_database()
        keeping.find_list_path().rename(tmp_path / "own.jsonl")
        output = refuse(app, "restore", "--force", str(kept))
        assert "cannot be read" in output
        assert "It is not known" in output
        (tmp_path / "own.jsonl").rename(keeping.find_list_path())
        call(app, "restore", "--force", str(kept))
        expect_hidden(app)


def break_database() -> None:
    """The marks are there and cannot be read: their table has lost a column."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE withheld_record RENAME COLUMN since TO lost"))


def test_a_backup_says_where_the_list_is_and_pruning_takes_it_along(places: Places, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    with places.open() as app:
        open_directory()
        hide()
        assert ".withheld.jsonl: what is withheld" in call(app, "backup", str(folder))
        [first] = folder.glob("*.zip")
        aged = folder / "directory-20200101T000000Z.zip"
        shutil.copy(first, aged)
        shutil.copy(find_copy(first), find_copy(aged))
        age(aged)
        call(app, "prune-backups", str(folder))
        assert sorted(folder.iterdir()) == sorted([first, find_copy(first)])


def age(archive: Path, made_at: str = "2020-01-01T00:00:00+00:00") -> None:
    with zipfile.ZipFile(archive) as source:
        manifest = json.loads(source.read("manifest.json")) | {"made_at": made_at}
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("manifest.json", json.dumps(manifest))

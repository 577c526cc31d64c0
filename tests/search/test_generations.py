"""Generations: made beside the live one, named when complete, removed when nobody reads them."""

import gc
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from flask import Flask

from directory.extensions import db
from directory.listings import actions
from directory.models import Change, DatabaseIdentity, Service
from directory.search.find import find_follower
from directory.search.index import builder
from directory.search.index.builder import Built, fold_changes, rebuild_index
from directory.search.index.generation import elect_builder, folder_of, list_numbers, open_newest
from tests.factories import make_location_data, make_service
from tests.search.searching import names, search_for


def rebuild() -> Built:
    db.session.commit()
    follower = find_follower()
    return follower.read(lambda session: rebuild_index(session, follower.root))


def fold(now: datetime | None = None) -> Built:
    db.session.commit()
    follower = find_follower()
    return follower.read(lambda session: fold_changes(session, follower.root, now))


def rename(service: Service, name: str) -> None:
    service = db.session.get_one(Service, service.id)
    actions.edit_service(actor=None, service=service, data={"name": name}, expected_version=service.version)


def make_services(*names: str) -> list[Service]:
    return [make_service(name=name) for name in names]


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=["index", *args])


@pytest.mark.both_engines
def test_changes_are_folded_into_a_new_generation_and_found_there(app: Flask):
    chess, *_ = make_services("Chess", "Bowls", "Darts", "Cards")
    rebuild()
    rename(chess, "Draughts")
    built = fold()
    assert (built.is_rebuild, built.changed, built.entries) == (False, 1, 4)
    follower = find_follower()
    assert follower.current().generation is not None
    assert not follower.current().changed
    assert names(search_for(q="draughts")) == ["Draughts"]
    assert names(search_for(q="chess")) == []


def test_folding_gives_the_arrays_that_a_rebuild_gives(app: Flask):
    chess, bowls, *_ = make_services("Chess", "Bowls", "Darts", "Cards", "Tea", "Songs")
    rebuild()
    rename(chess, "Draughts by the water")
    actions.suspend_entry(actor=None, entry=bowls, reason="closed")
    fold()
    folded = find_follower().current().generation.segment
    rebuild()
    anew = find_follower().current().generation.segment
    assert sorted(map(bytes, folded.ids)) == sorted(map(bytes, anew.ids))
    assert folded.terms.tolist() == anew.terms.tolist()
    assert folded.words.tolist() == anew.words.tolist()
    assert np.allclose(sorted(folded.posting_impacts), sorted(anew.posting_impacts))


def test_few_fresh_changes_wait_in_memory_and_are_folded_after_a_while(app: Flask):
    chess, *_ = make_services("Chess", "Bowls", "Darts", "Cards")
    rebuild()
    rename(chess, "Draughts")
    assert fold(datetime.now(UTC)).number is None
    assert names(search_for(q="draughts")) == ["Draughts"]
    assert fold(datetime.now(UTC) + timedelta(minutes=11)).number is not None


def test_nothing_changed_makes_no_generation(app: Flask):
    make_services("Chess", "Bowls")
    rebuild()
    assert fold().number is None


def test_only_one_process_builds_at_a_time(app: Flask):
    make_services("Chess")
    with elect_builder(find_follower().root) as elected:
        assert elected
        assert rebuild().number is None
        assert run(app, "rebuild").exit_code == 1
    assert rebuild().number is not None


def test_a_crash_while_building_leaves_the_live_generation(app: Flask, monkeypatch: pytest.MonkeyPatch):
    chess, *_ = make_services("Chess", "Bowls", "Darts")
    first = rebuild().number
    rename(chess, "Draughts")

    def crash(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(builder, "write_segment", crash)
    with pytest.raises(OSError, match="full"):
        fold()
    monkeypatch.undo()
    root = find_follower().root
    assert list_numbers(root) == [first]
    assert names(search_for(q="draughts")) == ["Draughts"]
    assert fold().number == first + 1
    assert not list(root.glob("building-*"))


def test_a_generation_in_use_stays_and_goes_when_it_is_let_go(app: Flask):
    chess, *_ = make_services("Chess", "Bowls", "Darts")
    rebuild()
    root, identity = find_follower().root, db.session.scalars(db.select(DatabaseIdentity.id)).one()
    held = open_newest(root, str(identity))
    rename(chess, "Draughts")
    fold()
    assert len(list_numbers(root)) == 2
    assert held.segment.doc_count == 3
    del held
    gc.collect()
    fold()
    assert len(list_numbers(root)) == 1


def test_an_index_of_another_database_is_noticed_and_made_again(app: Flask):
    make_services("Chess", "Bowls")
    rebuild()
    identity = db.session.scalars(db.select(DatabaseIdentity)).one()
    identity.id = type(identity.id)(int=7)
    db.session.commit()
    assert find_follower().current().generation is None
    assert names(search_for(q="chess")) == ["Chess"]
    assert fold().is_rebuild
    assert find_follower().current().generation is not None


def test_a_database_put_back_to_an_earlier_day_is_noticed(app: Flask):
    make_services("Chess", "Bowls")
    rebuild()
    assert find_follower().current().generation is not None
    db.session.execute(db.delete(Change).where(Change.seq > 1))
    db.session.commit()
    assert find_follower().current().generation is None
    assert fold().is_rebuild


def test_a_damaged_generation_is_passed_over(app: Flask):
    make_services("Chess", "Bowls")
    number = rebuild().number
    root = find_follower().root
    (folder_of(root, number) / "arrays" / "terms.npy").write_bytes(b"no array")
    assert find_follower().current().generation is None
    assert names(search_for(q="chess")) == ["Chess"]
    assert fold().is_rebuild
    assert find_follower().current().generation is not None


def test_an_index_of_an_older_format_is_made_again(app: Flask):
    make_services("Chess", "Bowls")
    number = rebuild().number
    mark = folder_of(find_follower().root, number) / "generation.json"
    mark.write_text(json.dumps(json.loads(mark.read_text()) | {"format": 0}))
    assert fold().is_rebuild


def test_an_index_marked_by_other_rules_is_made_again(app: Flask):
    make_services("Chess", "Bowls")
    number = rebuild().number
    mark = folder_of(find_follower().root, number) / "generation.json"
    mark.write_text(json.dumps(json.loads(mark.read_text()) | {"rules": "others"}))
    assert fold().is_rebuild


def test_check_is_content_with_a_good_index_and_names_what_is_wrong(app: Flask):
    chess, *_ = make_services("Chess", "Bowls")
    db.session.commit()
    assert run(app, "check").exit_code == 1
    assert run(app, "rebuild").exit_code == 0
    assert run(app, "check").exit_code == 0
    db.session.execute(db.update(Service).where(Service.id == chess.id).values(name="Draughts"))
    db.session.commit()
    result = run(app, "check")
    assert (result.exit_code, "1 stale" in result.output) == (1, True)
    db.session.execute(db.update(Service).where(Service.id == chess.id).values(status="draft"))
    db.session.commit()
    result = run(app, "check")
    assert result.exit_code == 1
    assert str(chess.id) in result.output


def test_a_failing_index_never_fails_a_save(app: Flask, monkeypatch: pytest.MonkeyPatch):
    follower = find_follower()
    follower.root.parent.mkdir(exist_ok=True)
    follower.root.write_text("in the way of the index folder")
    service = make_service(name="Chess")
    db.session.commit()
    assert db.session.get_one(Service, service.id).name == "Chess"
    assert names(search_for(q="chess")) == ["Chess"]


def test_a_place_made_confidential_leaves_the_disk_with_the_next_fold(app: Flask):
    for name in ("Bowls", "Darts", "Cards"):
        make_service(name=name)
    refuge = make_service(name="Refuge", service_at_locations=[make_location_data(52.12345, -1.54321)])
    rebuild()
    root = find_follower().root
    assert holds(root, "52.12345")
    data = make_location_data(52.12345, -1.54321, visibility="confidential")
    data["location"]["id"] = str(refuge.service_at_locations[0].location_id)
    data["id"] = str(refuge.service_at_locations[0].id)
    actions.edit_service(
        actor=None,
        service=db.session.get_one(Service, refuge.id),
        data={"service_at_locations": [data]},
        expected_version=refuge.version,
    )
    assert not fold().is_rebuild
    find_follower().current()
    fold()
    assert not holds(root, "52.12345")


def holds(folder: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())

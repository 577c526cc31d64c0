from pathlib import Path

import pytest
from flask import Flask

from directory.exchange import commands
from directory.extensions import db
from tests.exchange.imports import GROUPS, feed_service, run_import, write_json, write_mapping
from tests.factories import make_service


def invoke(app: Flask, *args: str) -> tuple[int, str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["exchange", *args])
    return result.exit_code, result.output


def test_help_says_what_it_reads_and_how_it_ends(app: Flask) -> None:
    code, said = invoke(app, "import", "--help")
    assert code == 0
    for words in ("HSDS 3 or Open Referral UK JSON", "--dry-run", "1 when records were refused"):
        assert words in " ".join(said.split())


def test_convert_writes_hsds_files_and_imports_nothing(app: Flask, tmp_path: Path) -> None:
    make_service()
    rows = tmp_path / "groups.csv"
    rows.write_text("id,name,who,about\n1,Tea,We,Talk\n")
    mapping, folder = str(write_mapping(tmp_path, GROUPS)), tmp_path / "new" / "folder"
    code, said = invoke(app, "convert", str(rows), str(folder), "--mapping", mapping)
    assert (code, said.strip()) == (0, "Written: 1 organizations, 1 services.")
    assert (folder / "services.csv").read_text().splitlines() == [
        "id,kind,name,description,organization_id",
        "1,group,Tea,Talk,We",
    ]
    assert "1 created" in run_import(folder).output


def test_convert_names_what_it_cannot_read(app: Flask, tmp_path: Path) -> None:
    code, said = invoke(app, "convert", str(write_json(tmp_path / "s.json", {})), str(tmp_path / "out"))
    assert code == 2
    assert "neither CSV with a --mapping nor a folder of HSDS CSV files" in said


def test_a_report_that_cannot_be_written_is_told_before_anything_is_imported(
    app: Flask, tmp_path: Path
) -> None:
    result = run_import(
        write_json(tmp_path / "s.json", feed_service()), "--report", str(tmp_path / "none" / "r.csv")
    )
    assert result.exit_code == 2
    assert "for the report" in result.output
    assert "1 created" in run_import(tmp_path / "s.json").output


def test_a_long_import_gives_way_to_others_who_write(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    times, pauses = iter([0.0, 1.0, 2.5, 2.6, 3.0]), []
    monkeypatch.setattr(commands.time, "sleep", pauses.append)
    commit = commands._Commits(lambda: next(times))
    commit()
    assert pauses == []
    commit()
    assert len(pauses) == 1
    commit()
    assert len(pauses) == 1

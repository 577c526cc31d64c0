from pathlib import Path

import pytest
from flask import Flask

from directory import config, create_app
from directory.errors import BadSetting
from directory.extensions import db
from directory.operations.dumps import dump_database


def test_the_application_starts_with_an_empty_database(app: Flask) -> None:
    assert db.session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    assert db.session.connection().exec_driver_sql("PRAGMA secure_delete").scalar() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROXY_HOPS", "many"),
        ("ENVIRONMENT", "live"),
        ("DATABASE_URL", "mysql://x"),
        ("TILE_URL", "ftp://tiles"),
        ("NHS_IDENTITY", "perhaps"),
        ("SECRET_KEY", "short"),
        ("INSTANCE_DIR", "what?/instance"),
        ("SITE_URL", "directory.example.org"),
    ],
)
def test_a_bad_setting_stops_the_start_and_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        config.read_settings({name: value})


@pytest.mark.parametrize("left", ["30", "90"])
def test_the_words_of_an_enquiry_cannot_go_before_somebody_is_told(left: str, tmp_path: Path) -> None:
    given = {"ENQUIRY_LEFT_DAYS": left, "ENQUIRY_OPEN_DAYS": "30", "INSTANCE_DIR": str(tmp_path)}
    with pytest.raises(BadSetting, match=r"ENQUIRY_LEFT_DAYS .* less than ENQUIRY_OPEN_DAYS \(30\)"):
        config.read_settings(given)
    assert config.read_settings(given | {"ENQUIRY_LEFT_DAYS": "29"})["ENQUIRY_LEFT_DAYS"] == 29


def test_production_refuses_to_start_without_a_secret_key() -> None:
    with pytest.raises(BadSetting, match="SECRET_KEY"):
        config.read_settings({"ENVIRONMENT": "production"})


def test_production_refuses_to_start_without_an_address_for_its_links(tmp_path: Path) -> None:
    given = {"ENVIRONMENT": "production", "SECRET_KEY": "x" * 40, "INSTANCE_DIR": str(tmp_path)}
    with pytest.raises(BadSetting, match="SITE_URL"):
        config.read_settings(given)
    for more, address in (
        ({"SITE_URL": "https://help.example.org/"}, "https://help.example.org"),
        ({"TRUSTED_HOSTS": ".example.net,other.example.org"}, "https://example.net"),
    ):
        settings = config.flask_settings(config.read_settings(given | more))
        assert (settings["SITE_URL"], settings["LINKS_FOLLOW_HOST"]) == (address, False)


@pytest.mark.parametrize("name", ["a b", "100%", "no#1", "half%20", "käse"])
def test_the_database_stands_in_the_instance_folder_whatever_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    given = config.read_settings({"INSTANCE_DIR": str(folder), "SECRET_KEY": "x" * 40})
    app = create_app(config.flask_settings(given))
    with app.app_context():
        db.create_all()
        dump_database(db.engine.url, tmp_path / "copy")
        db.engine.dispose()
    assert (folder / "directory.sqlite").is_file()
    assert (tmp_path / "copy").is_file()


def test_a_local_secret_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first = config.read_settings({"INSTANCE_DIR": str(tmp_path)})["SECRET_KEY"]
    second = config.read_settings({"INSTANCE_DIR": str(tmp_path)})["SECRET_KEY"]
    assert first == second
    assert len(first) >= 32


def test_every_setting_is_described_in_the_documentation() -> None:
    text = (config.ROOT / "docs" / "configuration.md").read_text()
    missing = [setting.name for setting in config.SETTINGS if f"`{setting.name}`" not in text]
    assert not missing


def test_templates_of_every_ending_escape_what_they_show(app: Flask) -> None:
    macro = '{% from "nhsuk/components/tag/macro.jinja" import tag %}{{ tag({"text": text}) }}'
    shown = app.jinja_env.from_string(macro).render(text="<img src=x>")
    assert "&lt;img" in shown
    assert app.jinja_env.from_string("{{ a.b.c }}").render() == ""


def test_the_instance_folder_is_made_for_the_applications_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "instance"
    config.read_settings({"INSTANCE_DIR": str(folder), "SECRET_KEY": "x" * 40})
    assert folder.stat().st_mode & 0o777 == 0o700


def test_an_instance_folder_that_cannot_be_made_stops_the_start_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="INSTANCE_DIR"):
        config.read_settings({"INSTANCE_DIR": str(tmp_path / "file" / "instance")})

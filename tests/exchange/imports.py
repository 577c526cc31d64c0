"""Runs `flask exchange import` as an operator does."""

import csv
import json
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask, current_app
from sqlalchemy import select

from directory.extensions import db, expect_writes
from directory.models import Service

SERVICE_ID = "3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f0001"
ORGANIZATION_ID = "3f1c9b60-52a5-4e0e-8a3d-0c4e8f3f0002"


def run_import(path: Path, *options: str) -> Result:
    db.session.commit()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    result = app.test_cli_runner().invoke(args=["exchange", "import", str(path), *options])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    expect_writes()
    db.session.expire_all()
    return result


def read_report(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_service(name: str) -> Service:
    return db.session.scalars(select(Service).where(Service.name == name)).one()


def count_services() -> int:
    return len(db.session.scalars(select(Service.id)).all())


def feed_service(**values: Any) -> dict[str, Any]:
    """A full service as a feed sends it."""
    return {
        "id": SERVICE_ID,
        "name": "Tea on Tuesdays",
        "description": "A warm room. Tea and talk.",
        "status": "active",
        "organization": {
            "id": ORGANIZATION_ID,
            "name": "Example Tea Friends",
            "description": "Neighbours who make tea.",
        },
        **values,
    }


def write_json(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def write_mapping(folder: Path, tables: str, file: str = "groups.csv", head: str = "") -> Path:
    """A mapping for one file whose rows are named by `id`; `tables` is indented by eight spaces."""
    path = folder / "mapping.yaml"
    text = f"source: Example list\n{head}files:\n  {file}:\n    id: id\n    tables:\n{tables}"
    path.write_text(text, encoding="utf-8")
    return path


GROUPS = """\
      organizations:
        id: {column: who}
        name: {column: who}
      services:
        kind: group
        name: {column: name}
        description: {column: about}
"""

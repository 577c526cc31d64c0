"""HSDS as a folder of CSV files, one a table: HSDS 3, and the file and field names of 1.1 and 2."""

from pathlib import Path
from typing import Any

from directory.exchange.readers.files import list_files, read_rows
from directory.exchange.readers.tables import OLD_FIELDS, TableSet, join_services, table_of, unused_warnings
from directory.exchange.records import Reading, UnreadableFile

_DAYS = {"monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH"}
_DAYS |= {"friday": "FR", "saturday": "SA", "sunday": "SU"}


def is_hsds_folder(path: Path) -> bool:
    return path.is_dir() and any(table_of(p.stem) == "services" for p in path.glob("*.csv"))


def read_hsds_csv(folder: Path) -> Reading:
    """The services of the folder. `services.csv` must be there; other tables may be missing."""
    tables, reading = read_tables(folder), Reading()
    join_services(tables, reading, is_strict=True)
    reading.warnings += unused_warnings(tables)
    return reading


def read_tables(folder: Path) -> TableSet:
    tables = TableSet()
    for path in list_files(folder, (".csv",)):
        table = table_of(path.stem)
        if table is None:
            continue
        for line, cells in read_rows(path):
            tables.add(table, _renamed(table, path.stem.lower(), cells), f"{path.name}, line {line}")
    if not tables.tables.get("services"):
        raise UnreadableFile(f"{folder} has no services.csv with rows in it.")
    return tables


def _renamed(table: str, stem: str, cells: dict[str, str]) -> dict[str, Any]:
    names = OLD_FIELDS.get(table, {})
    values: dict[str, Any] = {}
    for key, value in cells.items():
        if value.strip():
            values.setdefault(names.get(key, key), value.strip())
    if table == "addresses" and "address_type" not in values:
        values["address_type"] = "postal" if stem.startswith("postal") else "physical"
    if table == "schedules" and "weekday" in values:
        day = _DAYS.get(str(values.pop("weekday")).lower())
        values |= {"freq": "WEEKLY", "byday": day} if day else {}
    return values

"""Tables as HSDS CSV files: HSDS 3, or the layout of 1.1 that older directories still exchange."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from directory.exchange.readers.tables import TableSet

EDITIONS = ("3.0", "1.1")
_WEEKDAYS = {"SU": "Sunday", "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday"}
_WEEKDAYS |= {"TH": "Thursday", "FR": "Friday", "SA": "Saturday"}
# Files of HSDS 1.1: the table each comes from and its columns.
_OLD = {
    "organizations": (
        "organizations",
        "id name alternate_name description email url year_incorporated legal_status",
    ),
    "locations": (
        "locations",
        "id organization_id name alternate_name description transportation latitude longitude",
    ),
    "services": (
        "services",
        "id organization_id name alternate_name description url email status interpretation_services "
        "application_process fees accreditations licenses",
    ),
    "phones": (
        "phones",
        "id location_id service_id organization_id contact_id service_at_location_id number extension type "
        "language description",
    ),
    "services_at_location": ("service_at_locations", "id service_id location_id description"),
    "contacts": ("contacts", "id organization_id service_id name title department email"),
}
_ADDRESS = "id location_id organization_id attention address_1 city region state_province postal_code country"
_SCHEDULE = "id service_id location_id service_at_location_id weekday opens_at closes_at"
_NEW_NAMES = {("organizations", "url"): "website", ("services", "fees"): "fees_description"}

Rows = list[dict[str, Any]]


def write_hsds_csv(tables: TableSet, folder: Path, edition: str = "3.0") -> None:
    """One file a table, into `folder`, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    files = _old_files(tables) if edition == "1.1" else _files(tables)
    for name, columns, rows in files:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer: csv.DictWriter[str] = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)


def _files(tables: TableSet) -> Iterator[tuple[str, list[str], Rows]]:
    for name, rows in tables.tables.items():
        values = [row.values for row in rows]
        columns = list(dict.fromkeys(["id", *(key for row in values for key in row)]))
        yield name, columns, [{k: _flat(v) for k, v in row.items()} for row in values]


def _old_files(tables: TableSet) -> Iterator[tuple[str, list[str], Rows]]:
    for name, (table, columns) in _OLD.items():
        fields = {column: _NEW_NAMES.get((table, column), column) for column in columns.split()}
        rows = [row.values for row in tables.tables.get(table, [])]
        yield name, list(fields), [{c: _flat(row.get(f, "")) for c, f in fields.items()} for row in rows]
    addresses = [row.values for row in tables.tables.get("addresses", [])]
    postal = [row for row in addresses if row.get("address_type") == "postal"]
    yield "postal_addresses", _ADDRESS.split(), postal
    yield "physical_addresses", _ADDRESS.split(), [row for row in addresses if row not in postal]
    yield "regular_schedules", _SCHEDULE.split(), list(_day_rows(tables))


def _day_rows(tables: TableSet) -> Iterator[dict[str, Any]]:
    """A row for each day, from Sunday, of each owner in turn. 1.1 has no days of the month."""
    owners: dict[tuple[str, ...], Rows] = {}
    keys = ("service_id", "location_id", "service_at_location_id")
    for row in tables.tables.get("schedules", []):
        if row.values.get("freq") == "WEEKLY":
            owners.setdefault(tuple(row.text(key) for key in keys), []).append(row.values)
    for owner, schedules in owners.items():
        for day, weekday in _WEEKDAYS.items():
            open_then = [s for s in schedules if day in str(s.get("byday", "")).split(",")]
            for schedule in sorted(open_then, key=lambda s: str(s.get("opens_at"))):
                times = {key: schedule.get(key, "") for key in ("opens_at", "closes_at")}
                yield dict(zip(keys, owner, strict=True)) | {"weekday": weekday} | times


def _flat(value: Any) -> Any:
    return ",".join(map(str, value)) if isinstance(value, list) else value

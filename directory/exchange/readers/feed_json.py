"""HSDS 3 and Open Referral UK 3.0 as JSON: one record, a page of a list, an array, or a folder of these."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from directory.exchange.readers.files import list_files, read_text
from directory.exchange.readers.tables import TableSet, join_services, table_of
from directory.exchange.records import FoundRecord, Reading, UnreadableFile


def read_feed(path: Path) -> Reading:
    """Raises UnreadableFile where a file is no JSON or nothing in it is a service."""
    pool = _Pool()
    for file in list_files(path, (".json",)):
        if file.name == "datapackage.json":  # describes CSV files
            continue
        pool.take(file.name, _load(file))
    reading = pool.finish()
    if not reading.services:
        raise UnreadableFile(f"{path.name} holds no service: neither one record, nor a page or list of them.")
    return reading


def _load(path: Path) -> Any:
    text = read_text(path)
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f"{path.name}, line {error.lineno}, column {error.colno}: is not JSON. {error.msg}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{path.name} is not JSON that can be read: {error}.") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


class _Pool:
    """What the files of one run hold, until all are read: a record may be told in several of them."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.organizations: dict[str, dict[str, Any]] = {}
        self.pages: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        self.holds_lists = False

    def take(self, name: str, loaded: Any) -> None:
        if isinstance(loaded, dict) and any(k.endswith(".csv") for k in loaded):
            self.holds_lists = True
            self._take_tables(name, loaded)
            return
        items = list(self._items(name, loaded))
        holds_services = name.startswith("service") and not name.startswith("service_at_location")
        holds_services = holds_services or any(_is_service(item) for _, item in items)
        for origin, item in items:
            self._take_item(origin, item, holds_services)

    def finish(self) -> Reading:
        for found in self.reading.services:
            organization_id = str(found.data.get("organization_id") or "")
            if not found.data.get("organization") and organization_id in self.organizations:
                found.data["organization"] = self.organizations[organization_id]
        for kind, pages in self.pages.items():
            self.reading.warnings += _page_warnings(kind, pages)
        self.reading.is_whole = self.holds_lists and not any(map(_lacks_pages, self.pages.values()))
        return self.reading

    def _items(self, name: str, loaded: Any) -> Iterator[tuple[str, Any]]:
        self.holds_lists |= isinstance(loaded, list) or (isinstance(loaded, dict) and "contents" in loaded)
        if isinstance(loaded, dict) and isinstance(loaded.get("contents"), list):
            self.pages[name.split(".")[0].rstrip("0123456789_-")].append((name, loaded))
            yield from ((f"{name}, contents.{n}", item) for n, item in enumerate(loaded["contents"]))
        elif isinstance(loaded, list):
            yield from ((f"{name}, item {n}", item) for n, item in enumerate(loaded))
        else:
            yield name, loaded

    def _take_item(self, origin: str, item: Any, holds_services: bool) -> None:
        if not isinstance(item, dict):
            if holds_services:
                self._add(origin, item)
        elif "location" in item and "service" in item:
            self._take_site(origin, item)
        elif isinstance(item.get("services"), list):
            self._take_organization(origin, item)
        elif "organization_identifiers" in item or "website" in item:
            self.organizations.setdefault(str(item.get("id")), item)
        elif holds_services:
            self._add(origin, item)

    def _take_site(self, origin: str, item: dict[str, Any]) -> None:
        site = {key: value for key, value in item.items() if key != "service"}
        service = item["service"]
        if isinstance(service, dict) and service:
            self._add(f"{origin}, service", {"service_at_locations": [site]} | service)

    def _take_organization(self, origin: str, item: dict[str, Any]) -> None:
        organization = {key: value for key, value in item.items() if key != "services"}
        self.organizations.setdefault(str(item.get("id")), organization)
        for number, service in enumerate(item["services"]):
            if isinstance(service, dict) and service:
                self._add(f"{origin}, services.{number}", {"organization": organization} | service)

    def _add(self, origin: str, data: Any) -> None:
        fields = data if isinstance(data, dict) else {}
        found = FoundRecord(str(fields.get("id") or ""), fields, origin, is_feed=True)
        self.reading.services.append(found)

    def _take_tables(self, name: str, loaded: dict[str, Any]) -> None:
        """The tabular form as one JSON file: a list of rows for each "table.csv"."""
        tables = TableSet()
        for key, rows in loaded.items():
            table = table_of(key.removesuffix(".csv"))
            for number, row in enumerate(rows if isinstance(rows, list) else []):
                if table and isinstance(row, dict):
                    cells = {k: str(v) if isinstance(v, int | float) else v for k, v in row.items()}
                    tables.add(table, cells, f"{name}, {key}.{number}")
        join_services(tables, self.reading, is_strict=True)


def _is_service(item: Any) -> bool:
    return isinstance(item, dict) and bool({"status", "service_at_locations"} & set(item))


def _page_warnings(kind: str, pages: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    """What pages say about themselves and what they hold."""
    if _lacks_pages(pages):
        yield f"{kind}: only {len(_numbers(pages))} of {pages[0][1]['total_pages']} pages are here."
        return
    held = sum(len(page["contents"]) for _, page in pages)
    said = pages[0][1].get("total_items")
    if isinstance(said, int) and said != held:
        yield f"{pages[0][0]} says total_items {said} and holds {held}."


def _lacks_pages(pages: list[tuple[str, dict[str, Any]]]) -> bool:
    total = pages[0][1].get("total_pages")
    return isinstance(total, int) and 1 < total <= 100_000 and len(_numbers(pages)) < total


def _numbers(pages: list[tuple[str, dict[str, Any]]]) -> set[Any]:
    return {page.get("page_number") for _, page in pages}

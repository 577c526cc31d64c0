"""Which reader a path is for."""

from pathlib import Path

from directory.exchange.readers.feed_json import read_feed
from directory.exchange.readers.hsds_csv import is_hsds_folder, read_hsds_csv, read_tables
from directory.exchange.readers.mapped_csv import read_mapped_csv, read_mapped_tables
from directory.exchange.readers.mapping import read_mapping
from directory.exchange.readers.tables import TableSet
from directory.exchange.records import Reading, UnreadableFile


def read_path(path: Path, mapping: Path | None = None) -> Reading:
    """Raises UnreadableFile with what to do where the form is not known."""
    if not path.exists():
        raise UnreadableFile(f"There is nothing at {path}.")
    if mapping is not None:
        return read_mapped_csv(path, read_mapping(mapping))
    if is_hsds_folder(path):
        return read_hsds_csv(path)
    if path.is_dir() or path.suffix.lower() == ".json":
        return read_feed(path)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        raise UnreadableFile(f"{path.name}: say what its columns mean with --mapping FILE (docs/import.md).")
    raise UnreadableFile(f"{path.name}: neither JSON nor CSV, by its name.")


def read_path_tables(path: Path, mapping: Path | None = None) -> TableSet:
    """The tables before they are joined. Only what is CSV has them."""
    if mapping is not None:
        return read_mapped_tables(path, read_mapping(mapping), Reading())
    if is_hsds_folder(path):
        return read_tables(path)
    raise UnreadableFile(f"{path}: neither CSV with a --mapping nor a folder of HSDS CSV files.")

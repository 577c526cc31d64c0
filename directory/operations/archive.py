"""The file a backup is: a zip with one copy of the database and a manifest that says what it is."""

import hashlib
import json
import os
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import copyfileobj

import click

FORMAT = 1
_MANIFEST = "manifest.json"
_DATABASE = "database"
_PIECE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """`sha256` and `bytes` are of the copy inside; `revision` is its newest migration; `directory` the
    identity of the directory, which backups of earlier versions do not have."""

    format: int
    made_at: str
    engine: str
    revision: str
    entries: int
    sha256: str
    bytes: int
    directory: str | None = None


class BadArchive(click.ClickException):
    """The file is no backup, or not the backup it was."""


def measure(copy: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes."""
    with copy.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest(), copy.stat().st_size


def write_archive(target: Path, copy: Path, manifest: Manifest) -> None:
    """Under its name only when it is whole; readable by its owner alone."""
    unfinished = target.with_name(f".{target.name}.part")
    with open(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=2))
            archive.write(copy, _DATABASE)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)


def read_manifest(source: Path) -> Manifest:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = Manifest(**json.loads(archive.read(_MANIFEST)))
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise BadArchive(f"{source} is not a backup of this directory.") from error
    if manifest.format != FORMAT:
        raise BadArchive(f"{source} was made by a newer version of this software.")
    return manifest


def extract_copy(source: Path, manifest: Manifest, target: Path) -> None:
    """Raises BadArchive where a single byte differs from what was backed up."""
    try:
        with zipfile.ZipFile(source) as archive, archive.open(_DATABASE) as packed, target.open("wb") as copy:
            copyfileobj(packed, copy, _PIECE)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise BadArchive(f"{source} is damaged: it cannot be read to its end.") from error
    if measure(target) != (manifest.sha256, manifest.bytes):
        raise BadArchive(f"{source} is damaged: its checksum is wrong.")

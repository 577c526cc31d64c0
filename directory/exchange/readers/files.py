"""Files from elsewhere, opened with care: how large, how many, which encoding."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from directory.exchange.records import UnreadableFile

MOST_BYTES = 100_000_000
MOST_FILES = 5_000
_LONGEST_CELL = 200_000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def list_files(path: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """The files below `path`, or `path` itself. Links are not followed: they could lead out of the folder."""
    if not path.exists():
        raise UnreadableFile(f"There is nothing at {path}.")
    if path.is_file():
        return [path]
    found = [p for p in sorted(path.rglob("*")) if p.suffix.lower() in suffixes and _is_plain(p, path)]
    if not found:
        raise UnreadableFile(f"{path} holds no {' or '.join(suffixes)} files.")
    if len(found) > MOST_FILES:
        raise UnreadableFile(f"{path} holds {len(found):,} files. At most {MOST_FILES:,} are read at once.")
    return found


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """The text of a file without its byte order mark. Raises UnreadableFile."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB.")
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    text = _decoded(raw, path.name, encoding)
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise UnreadableFile(f"{path.name}, line {line}: holds a NUL character. It is not a text file.")
    return text


def read_rows(path: Path, encoding: str = "utf-8") -> Iterator[tuple[int, dict[str, str]]]:
    """Each row of a CSV file with the number of its first line. Raises UnreadableFile for a row with more
    cells than there are headings; cells that are missing at the end are empty."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(read_text(path, encoding), newline=""), strict=True)
    try:
        headings = _headings(next(reader, []), path.name)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield line, _row(headings, cells, f"{path.name}, line {line}")
    except csv.Error as error:
        raise UnreadableFile(f"{path.name}, line {reader.line_num}: {_reason(error)}.") from error


def read_headings(path: Path, encoding: str = "utf-8") -> list[str]:
    return _headings(next(csv.reader(io.StringIO(read_text(path, encoding), newline="")), []), path.name)


def _is_plain(path: Path, folder: Path) -> bool:
    """A file with no link between it and the folder that was named."""
    below = [folder / part for part in path.relative_to(folder).parents]
    return path.is_file() and not any(p.is_symlink() for p in (path, *below) if p != folder)


def _decoded(raw: bytes, name: str, encoding: str) -> str:
    if raw.startswith(_UTF_16):
        encoding = "utf-16"
    elif raw.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        start = getattr(error, "start", 0)
        line = raw[:start].count(b"\n") + 1
        raise UnreadableFile(
            f"{name}, line {line}: is not {encoding} text. Save it as UTF-8, or name its encoding in the "
            "mapping (encoding: cp1252)."
        ) from error


def _headings(cells: list[str], name: str) -> list[str]:
    headings = [cell.strip() for cell in cells]
    if not any(headings):
        raise UnreadableFile(f"{name}, line 1: has no headings.")
    repeated = sorted({h for h in headings if h and headings.count(h) > 1})
    if repeated:
        raise UnreadableFile(f"{name}, line 1: the heading “{repeated[0]}” is there twice.")
    return headings


def _row(headings: list[str], cells: list[str], origin: str) -> dict[str, str]:
    if len(cells) > len(headings) and any(cell.strip() for cell in cells[len(headings) :]):
        raise UnreadableFile(f"{origin}: has {len(cells)} cells under {len(headings)} headings.")
    cells = cells + [""] * (len(headings) - len(cells))
    return {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading}


def _reason(error: csv.Error) -> str:
    text = str(error)
    if "field larger than" in text:
        return f"a cell is longer than {_LONGEST_CELL:,} characters"
    if "unexpected end of data" in text:
        return "a quotation mark is opened and never closed"
    return text

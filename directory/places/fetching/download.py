"""Downloads one file: as far as it got, it is kept, and the next try goes on from there."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from directory.places.fetching.outbound import FetchFailed
from directory.places.progress import Report

_TRIES = 4
_LARGEST = 500_000_000


@dataclass(frozen=True)
class Download:
    """`resumed_at` is the byte that the last try went on from. `md5` is compared with the publisher's."""

    path: Path
    size: int
    sha256: str
    md5: str
    resumed_at: int


def fetch_file(
    client: httpx.Client,
    url: str,
    target: Path,
    *,
    report: Report,
    md5: str | None = None,
    largest: int = _LARGEST,
    pause: Callable[[float], None] = time.sleep,
) -> Download:
    """Fetches `url` into `target`. Tries again when the line breaks, going on where it broke if the server
    says the file is still the same. Raises FetchFailed; a file with another checksum than `md5` is thrown
    away."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = _Partial(target, url)
    resumed_at = 0
    for attempt in range(_TRIES):
        try:
            resumed_at = _fetch_rest(client, url, partial, report, largest)
            break
        except httpx.TransportError as error:
            if attempt == _TRIES - 1:
                raise FetchFailed(f"{_host(url)} could not be reached or broke off: {error}.") from error
            pause(2.0**attempt)
        except httpx.HTTPError as error:
            raise FetchFailed(f"{_host(url)} could not be asked: {error}.") from error
    return _check(partial, target, md5, resumed_at)


class _Partial:
    """What has come so far, and beside it which version of which address it is of."""

    def __init__(self, target: Path, url: str) -> None:
        self.path = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")
        self._url = url

    def find_validator(self) -> str | None:
        """What the server called the version we have part of; None where we have nothing to go on from."""
        try:
            note = json.loads(self._note.read_text())
        except (OSError, ValueError):
            return None
        same = note.get("url") == self._url and self.path.exists() and self.path.stat().st_size > 0
        return note.get("validator") if same else None

    def start(self, validator: str | None) -> None:
        self.path.write_bytes(b"")
        self._note.write_text(json.dumps({"url": self._url, "validator": validator}))

    def size(self) -> int:
        return self.path.stat().st_size

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def finish(self, target: Path) -> None:
        self.path.replace(target)
        self._note.unlink(missing_ok=True)


def _fetch_rest(client: httpx.Client, url: str, partial: _Partial, report: Report, largest: int) -> int:
    """Gives back the byte it went on from."""
    validator = partial.find_validator()
    have = partial.size() if validator else 0
    headers = {"Range": f"bytes={have}-", "If-Range": validator} if validator else {}
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            partial.drop()
            raise httpx.RemoteProtocolError("the part we had does not fit")
        _refuse_errors(response)
        goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT and _starts_at(response, have)
        if not goes_on:
            have = 0
            partial.start(_validator(response))
        total = have + int(response.headers.get("Content-Length") or 0)
        _write(response, partial, have, total, report, largest)
    return have


def _write(
    response: httpx.Response, partial: _Partial, have: int, total: int, report: Report, largest: int
) -> None:
    what = f"Fetching {partial.path.stem}"
    done = have
    with partial.path.open("ab") as file:
        for chunk in response.iter_raw():
            done += len(chunk)
            if max(done, total) > largest:
                raise FetchFailed(f"{response.url.host} sends more than {largest:,} bytes: that is not it.")
            file.write(chunk)
            report(what, done, total)


def _refuse_errors(response: httpx.Response) -> None:
    if response.status_code >= 400:
        raise FetchFailed(
            f"{response.url.host} answered “{response.status_code} {response.reason_phrase}”. "
            "Nothing was changed; try again later, or load the file from disk."
        )


def _starts_at(response: httpx.Response, have: int) -> bool:
    return response.headers.get("Content-Range", "").startswith(f"bytes {have}-")


def _validator(response: httpx.Response) -> str | None:
    """A weak tag promises no identical bytes, so it cannot be gone on from."""
    tag = response.headers.get("ETag", "")
    strong = tag if tag and not tag.startswith("W/") else None
    return strong or response.headers.get("Last-Modified")


def _check(partial: _Partial, target: Path, md5: str | None, resumed_at: int) -> Download:
    sha256, plain = hash_file(partial.path)
    if md5 and plain != md5.lower():
        partial.drop()
        raise FetchFailed(
            f"{target.name} has the checksum {plain}, but its publisher gives {md5}. It was thrown away."
        )
    size = partial.size()
    partial.finish(target)
    return Download(target, size, sha256, plain, resumed_at)


def hash_file(path: Path) -> tuple[str, str]:
    """SHA-256 and MD5, in hexadecimal. MD5 is what the Ordnance Survey publishes; it guards against damage
    on the way and not against malice, which is what https is for."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            sha256.update(chunk)
            md5.update(chunk)
    return sha256.hexdigest(), md5.hexdigest()


def _host(url: str) -> str:
    return httpx.URL(url).host

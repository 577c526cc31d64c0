"""Fetches everything that `flask places update` loads, from the addresses in the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from directory.places.fetching.download import fetch_file, hash_file
from directory.places.fetching.outbound import FetchFailed, make_client
from directory.places.progress import Report

_LARGEST_LISTING = 1_000_000


@dataclass(frozen=True)
class Source:
    """`setting` names the address. `name` is what people call the file and what it is saved as."""

    name: str
    setting: str
    group: str


SOURCES = (
    Source("postcodes", "CODEPOINT_URL", "postcodes"),
    Source("practices", "PRACTICES_URL", "practices"),
    Source("branches", "BRANCHES_URL", "practices"),
    Source("networks", "PCNS_URL", "practices"),
    Source("network-members", "PCN_MEMBERS_URL", "practices"),
)


@dataclass
class Fetched:
    paths: list[Path] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def fetch_sources(settings: Mapping[str, Any], *, groups: tuple[str, ...], report: Report) -> Fetched:
    """One source that fails does not keep the others from coming: it is told in `failures`. Files are left in
    the instance folder; what broke off goes on from there the next time."""
    folder = Path(settings["INSTANCE_DIR"]) / "downloads"
    fetched = Fetched()
    with make_client(allow_local=settings["FETCH_ALLOW_LOCAL"]) as client:
        for source in SOURCES:
            url = settings[source.setting]
            if source.group not in groups or not url:
                continue
            try:
                fetched.lines.append(_fetch(client, url, folder / source.name, report))
                fetched.paths.append(folder / source.name)
            except FetchFailed as error:
                fetched.failures.append(f"{source.name}: {error.message}")
    return fetched


def _fetch(client: httpx.Client, url: str, target: Path, report: Report) -> str:
    file_url, md5 = find_listed_file(client, url)
    if md5 and target.exists() and hash_file(target)[1] == md5.lower():
        return f"{target.name}: already here, with the checksum its publisher gives."
    done = fetch_file(client, file_url, target, report=report, md5=md5)
    proof = f"md5 {done.md5} as published" if md5 else f"sha256 {done.sha256}, the publisher gives none"
    resumed = f", gone on from byte {done.resumed_at:,}" if done.resumed_at else ""
    return f"{target.name}: {done.size:,} bytes from {httpx.URL(file_url).host}{resumed} ({proof})."


def find_listed_file(client: httpx.Client, url: str) -> tuple[str, str | None]:
    """The address and MD5 of the file itself. The Ordnance Survey's download service answers with a JSON list
    of formats, each with its checksum: the CSV of Great Britain is meant. Any other answer is the file."""
    try:
        with client.stream("GET", url) as response:
            if response.status_code >= 400 or "json" not in response.headers.get("Content-Type", ""):
                return url, None
            text = b"".join(_read_bounded(response))
            listed = httpx.Response(200, content=text).json()
    except httpx.TransportError:
        # fetch_file() tries again, and says what is wrong.
        return url, None
    except (httpx.HTTPError, ValueError) as error:
        raise FetchFailed(f"{httpx.URL(url).host} gave a list of downloads that cannot be read.") from error
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, dict) and item.get("format") == "CSV" and item.get("area", "GB") == "GB":
            return str(item.get("url")), item.get("md5")
    raise FetchFailed(f"{httpx.URL(url).host} lists no CSV file of Great Britain.")


def _read_bounded(response: httpx.Response) -> list[bytes]:
    chunks, size = [], 0
    for chunk in response.iter_raw():
        size += len(chunk)
        if size > _LARGEST_LISTING:
            raise FetchFailed(f"{response.url.host} gave a list of downloads without end.")
        chunks.append(chunk)
    return chunks

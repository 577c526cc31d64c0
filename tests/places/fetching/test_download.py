import hashlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from directory.places.fetching.download import Download, fetch_file
from directory.places.fetching.outbound import FetchFailed, make_client
from directory.places.fetching.publishers import find_listed_file
from tests.places.fetching.publisher import Publisher, open_publisher

WHOLE = bytes(range(256)) * 2000


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with open_publisher() as publisher:
        publisher.files["/file.zip"] = WHOLE
        yield publisher


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with make_client(allow_local=True) as client:
        yield client


def fetch(http: httpx.Client, url: str, folder: Path, **values: object) -> Download:
    values = {"report": lambda *_: None, "pause": lambda _: None} | values
    return fetch_file(http, url, folder / "downloads" / "file", **values)


def test_a_file_comes_whole_with_its_checksums_and_progress(
    publisher: Publisher, http: httpx.Client, tmp_path: Path
) -> None:
    seen: list[tuple[str, int, int]] = []
    done = fetch(http, f"{publisher.url}/file.zip", tmp_path, report=lambda *step: seen.append(step))
    assert done.path.read_bytes() == WHOLE
    assert done.sha256 == hashlib.sha256(WHOLE).hexdigest()
    assert seen[-1] == ("Fetching file", len(WHOLE), len(WHOLE))
    assert [path.name for path in (tmp_path / "downloads").iterdir()] == ["file"]


def test_a_download_that_breaks_off_goes_on_where_it_broke(
    publisher: Publisher, http: httpx.Client, tmp_path: Path
) -> None:
    publisher.break_after = [100_000, 200_000]
    done = fetch(http, f"{publisher.url}/file.zip", tmp_path)
    assert done.path.read_bytes() == WHOLE
    assert done.resumed_at == 300_000
    assert [asked for _, asked in publisher.asked] == [None, "bytes=100000-", "bytes=300000-"]


def test_what_came_before_the_program_was_stopped_is_not_fetched_again(
    publisher: Publisher, http: httpx.Client, tmp_path: Path
) -> None:
    publisher.break_after = [100_000, 0, 0, 0]
    with pytest.raises(FetchFailed, match="broke off"):
        fetch(http, f"{publisher.url}/file.zip", tmp_path)
    assert (tmp_path / "downloads" / "file.part").stat().st_size == 100_000
    publisher.break_after = []
    done = fetch(http, f"{publisher.url}/file.zip", tmp_path)
    assert (done.resumed_at, done.path.read_bytes()) == (100_000, WHOLE)


def test_a_file_that_changed_meanwhile_is_fetched_from_its_beginning(
    publisher: Publisher, http: httpx.Client, tmp_path: Path
) -> None:
    publisher.break_after = [100_000, 0, 0, 0]
    with pytest.raises(FetchFailed):
        fetch(http, f"{publisher.url}/file.zip", tmp_path)
    newer = WHOLE[::-1]
    publisher.files["/file.zip"], publisher.tags["/file.zip"] = newer, '"two"'
    done = fetch(http, f"{publisher.url}/file.zip", tmp_path)
    assert (done.resumed_at, done.path.read_bytes()) == (0, newer)


def test_a_part_longer_than_the_file_is_thrown_away(
    publisher: Publisher, http: httpx.Client, tmp_path: Path
) -> None:
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "file.part").write_bytes(WHOLE + b"more")
    note = {"url": f"{publisher.url}/file.zip", "validator": '"one"'}
    (tmp_path / "downloads" / "file.part.json").write_text(json.dumps(note))
    assert fetch(http, f"{publisher.url}/file.zip", tmp_path).path.read_bytes() == WHOLE


def test_a_wrong_checksum_refuses_the_file_and_keeps_nothing(
    publisher: Publisher, http: httpx.Client, tmp_path: Path
) -> None:
    right = hashlib.md5(WHOLE).hexdigest()
    with pytest.raises(FetchFailed, match=f"checksum {right}, but its publisher gives 0000"):
        fetch(http, f"{publisher.url}/file.zip", tmp_path, md5="0000")
    assert list((tmp_path / "downloads").iterdir()) == []
    assert fetch(http, f"{publisher.url}/file.zip", tmp_path, md5=right.upper()).size == len(WHOLE)


def test_a_file_larger_than_expected_is_refused(
    publisher: Publisher, http: httpx.Client, tmp_path: Path
) -> None:
    with pytest.raises(FetchFailed, match="more than 1,000 bytes"):
        fetch(http, f"{publisher.url}/file.zip", tmp_path, largest=1000)


@pytest.mark.parametrize(("status", "words"), [(503, "503 Service Unavailable"), (404, "404 Not Found")])
def test_a_servers_error_is_told_plainly(
    publisher: Publisher, http: httpx.Client, tmp_path: Path, status: int, words: str
) -> None:
    publisher.statuses["/down"] = status
    with pytest.raises(FetchFailed, match=words):
        fetch(http, f"{publisher.url}/down", tmp_path)


def test_a_server_that_is_not_there_is_told_plainly(http: httpx.Client, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/file"
        with pytest.raises(FetchFailed, match="could not be reached"):
            fetch(http, url, tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/x",
        "http://localhost:9/x",
        "http://[::1]:9/x",
        "http://[::ffff:127.0.0.1]:9/x",
        "http://10.0.0.1/x",
        "http://192.168.1.1/x",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/x",
        "http://[fd00::1]/x",
        "http://100.64.0.1/x",
    ],
)
def test_private_addresses_are_never_asked(tmp_path: Path, url: str) -> None:
    with (
        make_client(allow_local=False) as http,
        pytest.raises(FetchFailed, match="not on the public internet"),
    ):
        fetch(http, url, tmp_path)


def test_the_setting_for_this_machine_opens_no_other_private_address(
    tmp_path: Path, http: httpx.Client
) -> None:
    with pytest.raises(FetchFailed, match="not on the public internet"):
        fetch(http, "http://10.0.0.1/x", tmp_path)


def test_a_redirect_is_followed_but_never_into_a_private_network(
    publisher: Publisher, http: httpx.Client, tmp_path: Path
) -> None:
    publisher.redirects = {"/moved": "/file.zip", "/lured": "http://10.0.0.1/x", "/odd": "file:///etc/passwd"}
    assert fetch(http, f"{publisher.url}/moved", tmp_path).size == len(WHOLE)
    for path in ("/lured", "/odd"):
        with pytest.raises(FetchFailed):
            fetch(http, f"{publisher.url}{path}", tmp_path)


def test_a_name_is_looked_up_once_and_the_checked_address_is_the_one_used(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["127.0.0.1", "10.0.0.1"])
    really = socket.getaddrinfo

    def look_up(host: str, *rest: object, **options: object) -> list:
        named = next(answers) if host == "publisher.example" else host
        return really(named, *rest, **options)

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    port = publisher.url.rpartition(":")[2]
    with make_client(allow_local=True) as http:
        response = http.get(f"http://publisher.example:{port}/file.zip")
        assert response.content == WHOLE
        with pytest.raises(FetchFailed, match="not on the public internet"):
            http.get(f"http://publisher.example:{port}/file.zip")


def listing(publisher: Publisher, text: str) -> None:
    publisher.files["/downloads"] = text.encode()
    publisher.types["/downloads"] = "application/json"


def test_the_survey_lists_its_files_with_their_checksums(publisher: Publisher, http: httpx.Client) -> None:
    gb = {"md5": "AB12", "size": 5, "url": f"{publisher.url}/file.zip", "format": "CSV", "area": "GB"}
    listing(publisher, json.dumps([gb | {"format": "GeoPackage", "md5": "other"}, gb]))
    assert find_listed_file(http, f"{publisher.url}/downloads") == (f"{publisher.url}/file.zip", "AB12")
    assert find_listed_file(http, f"{publisher.url}/file.zip") == (f"{publisher.url}/file.zip", None)


@pytest.mark.parametrize("text", ["[]", "{}", "null", "[1, 2]", "{broken", '[{"format": "GeoPackage"}]'])
def test_a_listing_without_our_file_is_told_plainly(
    publisher: Publisher, http: httpx.Client, text: str
) -> None:
    listing(publisher, text)
    with pytest.raises(FetchFailed, match="list"):
        find_listed_file(http, f"{publisher.url}/downloads")

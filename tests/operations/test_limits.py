"""What is too much is refused by the running server, in words, and the next request is answered."""

import http.client
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.operations.serving import Served, serve

pytestmark = pytest.mark.slow

FIFTY_MEGABYTES = 50_000_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("served"), RATE_LIMITS="0") as served:
        served.address = served.wait_for(r"ready: (http://\S+)")[1]
        yield served


def ask(
    served: Served, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=30)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/", "/health/live", "/no/such/page"])
def test_a_50_mb_upload_is_refused_with_a_page(served: Served, path: str) -> None:
    status, page = ask(served, "POST", path, b"x" * FIFTY_MEGABYTES, {"Content-Type": "text/plain"})
    assert status == 413
    assert "too big" in page or json.loads(page)["status"] == 413
    assert ask(served, "GET", "/health/live")[0] == 200


def test_an_address_that_is_too_long_is_refused(served: Served) -> None:
    assert ask(served, "GET", "/search?q=" + "x" * 20_000)[0] in (400, 414)
    assert ask(served, "GET", "/health/live")[0] == 200


def test_too_many_or_too_long_headers_are_refused(served: Served) -> None:
    many = {f"X-Header-{number}": "x" for number in range(200)}
    assert ask(served, "GET", "/health/live", headers=many)[0] in (400, 431)
    assert ask(served, "GET", "/health/live", headers={"X-Long": "x" * 20_000})[0] in (400, 431)
    assert ask(served, "GET", "/health/live")[0] == 200


def test_the_log_of_the_running_server_holds_nothing_that_was_asked(served: Served) -> None:
    ask(served, "GET", "/search?q=frightened+of+him&place=LE1+1AA")
    ask(served, "GET", "/frightened/LE11AA")
    ask(served, "FRIGHTENED", "/search?q=LE11AA")
    raw = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=10)
    raw.connect()
    raw.sock.sendall(b"GET /search?q=frightened\x01 HTTP/9.9\r\n\r\n")
    raw.sock.recv(1000)
    raw.close()
    ask(served, "GET", "/health/live")
    served.wait_for('"event": "request"')
    printed = "".join(served.printed).lower()
    assert "frightened" not in printed
    assert "le1" not in printed

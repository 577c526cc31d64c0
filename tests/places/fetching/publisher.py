"""A publisher's web server on this machine, that can break off, be down, or send something else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Publisher:
    """`files` by path. The next answers break off after so many bytes each, as `break_after` says."""

    files: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    break_after: list[int] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""


class _Handler(BaseHTTPRequestHandler):
    publisher: Publisher

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        books, path = self.publisher, self.path.partition("?")[0]
        books.asked.append((path, self.headers.get("Range")))
        if path in books.redirects:
            self._answer(302, b"", {"Location": books.redirects[path]})
        elif path in books.statuses:
            self._answer(books.statuses[path], b"out of order")
        elif path in books.files:
            self._send_file(path, books)
        else:
            self._answer(404, b"")

    def _send_file(self, path: str, books: Publisher) -> None:
        whole, tag = books.files[path], books.tags.get(path, '"one"')
        headers = {"ETag": tag, "Content-Type": books.types.get(path, "application/octet-stream")}
        asked = self.headers.get("Range")
        if asked and self.headers.get("If-Range") == tag:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            if start >= len(whole):
                self._answer(416, b"")
                return
            headers["Content-Range"] = f"bytes {start}-{len(whole) - 1}/{len(whole)}"
            self._answer(206, whole[start:], headers)
        else:
            self._answer(200, whole, headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        books = self.publisher
        is_file = status in (200, 206) and "json" not in (headers or {}).get("Content-Type", "")
        self.wfile.write(body[: books.break_after.pop(0)] if is_file and books.break_after else body)


@contextmanager
def open_publisher() -> Iterator[Publisher]:
    publisher = Publisher()
    handler = type("Handler", (_Handler,), {"publisher": publisher})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    publisher.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

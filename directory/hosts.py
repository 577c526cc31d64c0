"""Answers only to the names this directory has. A request for another name, or for what is no name at all,
gets a page with urgent help: the framework would raise before any page of it is reached."""

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, abort, request

_LABEL = r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)"
_HOST = re.compile(
    rf"(?P<name>{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]{{2,45}}\])(?::(?P<port>\d{{1,5}}))?"
)
_LONGEST, _HIGHEST_PORT = 253, 65535
_REFUSED = "directory.refused_host"
_HEALTH = "/health/"

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


def init_app(app: Flask) -> None:
    """To be called before anything that stands in front of it, such as what a proxy says of the host."""
    trusted: list[str] = app.config.get("TRUSTED_HOSTS") or []
    app.wsgi_app = _HostCheck(app.wsgi_app, trusted)  # type: ignore[method-assign]
    app.before_request(_refuse_host)


def is_host(host: str) -> bool:
    """Whether it is a name or an address as RFC 3986 and RFC 1123 write it, with a port or without."""
    found = _HOST.fullmatch(host)
    if found is None or len(found["name"]) > _LONGEST:
        return False
    return found["port"] is None or 0 < int(found["port"]) <= _HIGHEST_PORT


def is_trusted(host: str, trusted: Iterable[str]) -> bool:
    """`trusted` as the setting TRUSTED_HOSTS: a leading dot includes subdomains."""
    name = _name_of(host)
    return any(
        name == one.strip(".").lower() or (one.startswith(".") and name.endswith(one.lower()))
        for one in trusted
    )


def _name_of(host: str) -> str:
    return re.sub(r":\d+$", "", host).rstrip(".").lower()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(_name_of(host).strip("[]"))
    except ValueError:
        return False
    return True


class _HostCheck:
    """A machine that watches asks by address: the health pages answer that too."""

    def __init__(self, application: Application, trusted: list[str]) -> None:
        self.application, self.trusted = application, trusted
        self.own = trusted[0].strip(".") if trusted else "localhost"

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", self.own)
        if is_host(host) and (not self.trusted or is_trusted(host, self.trusted)):
            environ["HTTP_HOST"] = re.sub(r"\.(?=:|$)", "", host.lower())
        else:
            environ["HTTP_HOST"] = self.own
            is_health = environ.get("PATH_INFO", "").startswith(_HEALTH)
            environ[_REFUSED] = not (is_health and _is_address(host))
        return self.application(environ, start_response)


def _refuse_host() -> None:
    if request.environ.get(_REFUSED):
        abort(400)

"""Talks to public web servers only. An address that leads into a private network is refused, at the first
request and at every redirect, so that a setting or a publisher cannot make the directory ask for things that
only its own network may see."""

import ipaddress
import socket

import httpx

from directory.errors import DirectoryError

_SECONDS = httpx.Timeout(30.0, connect=15.0)
_MOST_REDIRECTS = 5
# NAT64 (RFC 6052) and the old IPv4-compatible form (RFC 4291): their addresses end in an IPv4 address.
_ENDS_IN_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchFailed(DirectoryError):
    """What was asked for did not come: the message says why, in words for the person who asked."""


def make_client(*, allow_local: bool) -> httpx.Client:
    """`allow_local` admits this very machine besides the public internet, and nothing else. A proxy named in
    the environment is not used: behind one, files are fetched by hand and loaded from disk."""
    return httpx.Client(
        transport=PublicTransport(allow_local=allow_local),
        timeout=_SECONDS,
        follow_redirects=True,
        max_redirects=_MOST_REDIRECTS,
        trust_env=False,
        headers={"User-Agent": "community-knowledge-directory", "Accept-Encoding": "identity"},
    )


class PublicTransport(httpx.HTTPTransport):
    """Looks a name up once and connects to the very address that was checked: a name that answers
    differently the second time gains nothing."""

    def __init__(self, *, allow_local: bool) -> None:
        super().__init__()
        self._allow_local = allow_local

    def send_checked(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        if request.url.scheme not in ("http", "https"):
            raise FetchFailed(f"{request.url.scheme} addresses are not fetched.")
        address = self._resolve(host, request.url.port)
        # The certificate is still checked against the name.
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=str(address)),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return super().handle_request(pinned)

    # The name by which httpx asks a transport.
    handle_request = send_checked

    def _resolve(self, host: str, port: int | None) -> Address:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchFailed(f"There is no server called {host}.") from error
        addresses = [ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in found]
        if not all(self._may_reach(address) for address in addresses):
            raise FetchFailed(f"{host} is not on the public internet, so nothing is fetched from it.")
        return min(addresses, key=lambda address: address.version)

    def _may_reach(self, address: Address) -> bool:
        plain = getattr(address, "ipv4_mapped", None) or address
        if plain.is_loopback:
            return self._allow_local
        if plain in _LOCAL_NAT64:
            return False
        return all(one.is_global and not one.is_multicast for one in (plain, *_list_embedded(plain)))


def _list_embedded(address: Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that a gateway would take out of this one and connect to."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _ENDS_IN_IPV4):
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return [one for one in found if one]

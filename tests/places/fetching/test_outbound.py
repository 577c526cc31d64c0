"""An address that leads a gateway into a private network is as refused as the private address itself."""

import pytest

from directory.places.fetching.outbound import FetchFailed, make_client


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b::7f00:1",  # NAT64 of 127.0.0.1
        "64:ff9b::a00:1",  # of 10.0.0.1
        "64:ff9b::a9fe:a9fe",  # of 169.254.169.254
        "64:ff9b:1::808:808",
        "2002:7f00:1::1",  # 6to4 of 127.0.0.1
        "2002:c0a8:101::1",  # of 192.168.1.1
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",  # Teredo of 10.0.0.1
        "::10.0.0.1",
        "::ffff:10.0.0.1",
        "::",
        "fe80::1",
    ],
)
@pytest.mark.parametrize("allow_local", [True, False])
def test_a_private_address_inside_another_is_never_asked(address: str, allow_local: bool) -> None:
    with make_client(allow_local=allow_local) as http, pytest.raises(FetchFailed, match="public internet"):
        http.get(f"http://[{address}]:9/")

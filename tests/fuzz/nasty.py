"""Values that people and programs send by mistake or on purpose."""

from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

KNOWN = (
    "",
    " ",
    "0",
    "-1",
    "1e400",
    "nan",
    "inf",
    "95",
    "10" * 6,
    "1" * 5_000,
    "²",
    "٣",
    "1.5",
    "0x10",
    "true",
    "null",
    "[]",
    "{}",
    "a\x00b",
    "\x00",
    "😀" * 50,
    "\u202eevil\u202c",
    "مرحبا",
    "e\u0301" * 30,
    "\ufeff",
    "\ud800",
    "\r\nX-Header: 1",
    "\t",
    '<img src=x onerror="alert(1)">',
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "{% raise %}",
    "%s%n%d",
    "'; DROP TABLE service; --",
    '" OR "" = "',
    "../../../etc/passwd",
    "//evil.example",
    '"unclosed phrase',
    '""',
    "* ? ~ ^ [ ( AND OR NOT",
    "LE1 1AA",
    "LE1",
    "debt",
    "00000000-0000-0000-0000-000000000000",
    "not-a-uuid",
    "2026-02-30",
    "25:99",
    "x" * 10_000,
)

values = st.one_of(
    st.sampled_from(KNOWN),
    st.text(max_size=60),
    st.text(st.characters(categories=["L", "N", "P", "S", "Z", "C"]), max_size=30),
    st.integers(-(10**13), 10**13).map(str),
    st.floats().map(str),
)


def to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def encoded(draw: st.DrawFn) -> str:
    """One value as it stands in an address: percent-encoded UTF-8, or bytes that are no text at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(("%ff%fe", "%", "%zz", "%00", "%c3%28", "%ed%a0%80", "+", "&=&")))
    return quote_from_bytes(to_bytes(draw(values)))


def query_strings(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Parameters with known names, repeated or not, and a strange name now and then."""
    name = st.one_of(st.sampled_from(names), st.sampled_from(names), encoded())
    pair = st.tuples(name, encoded()).map("=".join)
    return st.lists(pair, max_size=6).map("&".join)

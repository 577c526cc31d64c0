"""mailto: addresses that open the visitor's own e-mail programme."""

from urllib.parse import quote


def write_email(subject: str, *paragraphs: str, to: str = "") -> str:
    body = "\r\n\r\n".join(paragraphs)
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject)}&body={quote(body)}"

"""What a device keeps while there is no signal does not stay there."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from tests.framework.support import make_open_record

SCRIPT = Path(__file__).parents[2] / "directory" / "static" / "js" / "device.js"
PAGE = f'<form action="/sign-out"><button>Sign out</button></form><script>{SCRIPT.read_text()}</script>'
HOUR = 3_600_000


@pytest.mark.browser
def test_what_a_device_keeps_ends_with_signing_out_and_after_three_days(browser: Browser) -> None:
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.goto("http://device.test/")
    keep = "([key, text]) => localStorage.setItem(key, text)"
    for key in ("conversation-1", "enquiry-2", "my-list"):
        page.evaluate(keep, [key, "words"])
    page.reload()
    assert page.evaluate("localStorage.getItem('conversation-1')") == "words"
    page.evaluate(f"localStorage.setItem('since:conversation-1', Date.now() - {73 * HOUR})")
    page.evaluate(f"localStorage.setItem('since:enquiry-2', Date.now() - {71 * HOUR})")
    page.reload()
    left = set(page.evaluate("Object.keys(localStorage)"))
    assert left == {"enquiry-2", "since:enquiry-2", "my-list"}
    page.click("button")
    page.wait_for_url("**/sign-out?")
    assert page.evaluate("Object.keys(localStorage)") == ["my-list"]
    page.close()


def test_every_page_of_somebody_signed_in_looks_after_the_device(client: FlaskClient) -> None:
    _, address = make_open_record(client)
    for page in (address, f"{address}/conversation", "/", "/unmet-needs/log"):
        assert "js/device.js" in client.get(page).text


def test_where_somebody_may_write_of_an_emergency_the_page_says_what_to_do(client: FlaskClient) -> None:
    _, address = make_open_record(client)
    for page in (address, f"{address}/conversation", "/unmet-needs/log", "/helpline/ask"):
        text = client.get(page).text
        assert 'href="tel:999"' in text
        assert 'href="/urgent-help"' in text

"""Words that open a danger panel are in no address, title, link, header or line of the log."""

import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock
from urllib.parse import unquote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from werkzeug.test import TestResponse

from directory import create_app
from directory.extensions import db
from directory.models.codes import Role
from directory.search.crisis import CATEGORY_NAMES, match_crisis, opens_danger_panel, panel_token
from directory.search.crisis.first_use import is_first_use
from directory.search.follower import Follower
from directory.search.pages import danger
from directory.search.request import SearchRequest
from tests.accounts.signing_in import sign_in_as
from tests.conftest import settings_for
from tests.factories import make_index, make_need, make_service
from tests.framework.support import make_open_record
from tests.search.searching import search_page
from tests.search.test_crisis import SPOKEN, read_lines
from tests.search.test_near import lay_loughborough

DANGER = [phrase for _, phrase in SPOKEN if opens_danger_panel(match_crisis(phrase))]
EVERYDAY = read_lines("everyday_phrases.txt")
# A browser sends these on; the value of a field goes nowhere but into the body of a form.
SENT_ON = {"href", "action", "formaction", "src", "content", "cite", "srcset", "ping", "data-address"}
OTHER_FIELDS = ["place", "need", "sort", "page", "go", "list", "as_typed", "age"]
# Too common on any page to say where they come from.
_SHORT = 4


class _Sent(HTMLParser):
    """All that leaves a page in an address, and its title and headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.get_fields: list[str] = []
        self._tag = ""
        self._is_get = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        given = {name: value or "" for name, value in attrs}
        self.texts += [unquote_plus(value) for name, value in given.items() if name in SENT_ON]
        if tag == "form":
            self._is_get = given.get("method", "get") == "get"
        if tag in ("input", "button") and self._is_get and "formmethod" not in given:
            self.texts.append(given.get("value", ""))
        if given.get("name") == "go":
            self.texts.append(unquote_plus(given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._tag in ("title", "h1", "script"):
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""


def list_traces(phrase: str, answer: TestResponse, everywhere: frozenset[str] = frozenset()) -> list[str]:
    """Where the phrase, or all of its longer words together, are left. `everywhere`: what any page has."""
    sent = [f"{name}: {unquote_plus(value)}" for name, value in answer.headers]
    sent += _Sent(answer.text).texts if answer.status_code == 200 else []
    said = set(re.findall(r"\w+", phrase.casefold()))
    longer = {word for word in said if len(word) >= _SHORT}
    words = longer if len(longer) > 1 else said
    return [
        text for text in sent if text not in everywhere and words <= set(re.findall(r"\w+", text.casefold()))
    ]


@pytest.fixture
def full(client: FlaskClient) -> FlaskClient:
    lay_loughborough()
    make_need("debt")
    for number in range(45):
        make_service(
            name=f"Coffee morning {number}", needs=["debt"], description="Kill, hurt, tablets, hits, die"
        )
    make_index()
    return client


@pytest.mark.parametrize("roles", [(), (Role.STAFF,)], ids=["visitor", "staff"])
def test_no_statement_of_danger_leaves_a_trace(
    full: FlaskClient, caplog: pytest.LogCaptureFixture, roles: tuple[Role, ...]
) -> None:
    if roles:
        sign_in_as(full, *roles)
    found: list[tuple[str, str, list[str]]] = []
    assert len(DANGER) > 250
    everywhere = frozenset(_Sent(full.get("/about").text).texts)
    with caplog.at_level(logging.DEBUG):
        for phrase in DANGER:
            fields = {"q": phrase, "place": "Loughborough", "need": "debt"}
            posted = full.post("/search", data=fields)
            linked = full.get("/search", query_string=fields)
            shown = full.get(linked.location)
            assert (posted.status_code, linked.status_code, shown.status_code) == (200, 302, 200), phrase
            for answer in (posted, linked, shown):
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                if traces := list_traces(phrase, answer, everywhere):
                    found.append((phrase, answer.request.path, traces))
            assert "app-crisis" in posted.text
            # The same panel, without the words.
            heading = re.findall(r'id="crisis-heading">[^<]+', posted.text)
            assert heading == re.findall(r'id="crisis-heading">[^<]+', shown.text)
            assert len(phrase.split()) < 3 or phrase not in shown.text
    assert found == []
    lines = [f"{record.getMessage()} {getattr(record, 'facts', '')}" for record in caplog.records]
    assert [
        line
        for line in lines
        for phrase in DANGER
        if len(phrase) > _SHORT and phrase in line and " " in phrase
    ] == []


def test_everyday_statements_lead_to_an_address_that_can_be_shared(full: FlaskClient) -> None:
    for phrase in [*EVERYDAY, "coffee", "", "café & tea + cake = 100% <b>"]:
        fields = {
            "q": phrase,
            "place": "Loughborough",
            "cost": "",
            "need": ["debt", "company"],
            "within": "5",
        }
        posted = full.post("/search", data=fields)
        assert posted.status_code == 303
        assert posted.headers["Cache-Control"] == "no-store"
        kept = {name: value for name, value in fields.items() if value}
        typed = full.get("/search", query_string=kept)
        assert typed.status_code == 200
        assert _without_keys(full.get(posted.location).text) == _without_keys(typed.text), phrase


def _without_keys(html: str) -> str:
    return re.sub(r'/search/open/(\w+/[\w-]+)/[\w-]+|name="once" value="[^"]+"', r"\1", html)


@pytest.mark.parametrize(
    "fields",
    [
        {"q": "coffee", "age": "old", "within": "far"},
        {"q": "coffee", "place": "Xanadu"},
        {"q": "x" * 500},
        {"q": "🫖" * 500, "place": "\x00\u202e"},
        {"q": "coffee", "list": "a" * 9000, "unknown": "y", "page": "2"},
        {},
    ],
)
def test_what_was_typed_wrongly_is_told_on_the_page_that_follows(
    full: FlaskClient, fields: dict[str, str]
) -> None:
    posted = full.post("/search", data=fields)
    assert posted.status_code == 303
    assert len(posted.location) < 8000
    assert "unknown" not in posted.location
    page = full.get(posted.location)
    assert page.status_code == 200
    for name, message in (
        ("age", "Enter an age"),
        ("place", "We do not know a place"),
        ("within", "in miles"),
    ):
        assert (message in page.text) == (fields.get(name) in ("old", "far", "Xanadu"))
    assert ("Only the first 200 letters" in page.text) == (len(fields.get("q", "")) > 200)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    phrase=st.sampled_from(DANGER),
    before=st.text(max_size=300),
    after=st.text(max_size=300),
    more=st.dictionaries(
        st.sampled_from(["place", "need", "sort", "page", "go", "list", "as_typed"]), st.text(max_size=20)
    ),
)
def test_whatever_stands_around_them_words_of_danger_reach_no_address(
    full: FlaskClient, phrase: str, before: str, after: str, more: dict[str, str]
) -> None:
    words = f"{before} {phrase} {after}"
    answer = full.post("/search", data={"q": words, "same_words": words, **more})
    if opens_danger_panel(match_crisis(words.strip())):
        assert answer.status_code == 200
        assert list_traces(phrase, answer) == []
    else:
        assert not opens_danger_panel(match_crisis(full.get(answer.location).request.args.get("q", "")))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    phrase=st.sampled_from([phrase for phrase in DANGER if " " in phrase]),
    field=st.sampled_from([*SearchRequest.__slots__, "list"]),
    words=st.sampled_from(["", "debt", "coffee near me"]),
)
def test_words_of_danger_in_any_field_open_their_panel_and_reach_no_address(
    full: FlaskClient, phrase: str, field: str, words: str
) -> None:
    fields = {"q": words, field: phrase}
    posted = full.post("/search", data=fields)
    assert (posted.status_code, "app-crisis" in posted.text) == (200, True)
    assert list_traces(phrase, posted) == []
    linked = full.get("/search", query_string=fields)
    assert (linked.status_code, linked.location[:10]) == (302, "/search/p/")
    ordinary = full.post("/search", data={"same_words": f"{words} {phrase}", "go": "?show=ordinary"})
    assert (ordinary.status_code, "app-crisis" in ordinary.text) == (200, True)
    assert list_traces(phrase, ordinary) == []


@pytest.mark.parametrize("path", ["/", "/search?q=coffee", "/needs/debt", "/about"])
def test_every_text_field_of_every_search_form_is_read(full: FlaskClient, path: str) -> None:
    page = full.get(path).text
    forms = [form for form in re.findall(r"<form.*?</form>", page, re.S) if 'action="/search"' in form]
    assert forms
    for form in forms:
        assert 'method="post"' in form
        names = [
            re.findall(r'name="([^"]+)"', tag)[0]
            for tag in re.findall(r"<input[^>]+>", form)
            if re.search(r'type="(text|search)"', tag)
        ]
        assert names
        for name in names:
            answer = full.post("/search", data={name: "i am going to hang myself"})
            assert (answer.status_code, "app-crisis" in answer.text) == (200, True), name


def test_codes_and_places_open_no_panel(full: FlaskClient) -> None:
    for fields in ({"need": "suicide"}, {"need": "domestic-abuse"}, {"place": "Hanging Houghton"}):
        assert full.post("/search", data={"q": "coffee", **fields}).status_code == 303, fields


def test_words_that_become_danger_when_an_address_cuts_them_reach_none(
    full: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = match_crisis("he hits me")
    monkeypatch.setattr(danger, "match_crisis", lambda words, *_: found if 0 < len(words) <= 201 else None)
    monkeypatch.setattr(danger, "find_correction", lambda _: "")
    answer = full.post("/search", data={"q": "tea " * 100})
    assert (answer.status_code, "app-crisis" in answer.text) == (200, True)


def test_a_misspelling_that_means_danger_leaves_no_trace(client: FlaskClient) -> None:
    make_service(name="Strangulation support", description="If somebody strangles you.")
    make_index()
    words = "he stranglles me"
    assert match_crisis(words) is None
    posted = client.post("/search", data={"q": words})
    assert (posted.status_code, "app-crisis" in posted.text) == (200, True)
    linked = client.get("/search", query_string={"q": words})
    assert linked.status_code == 302
    assert "strang" not in linked.location
    assert list_traces("stranglles", posted) == list_traces("strangles", posted) == []


def test_filters_order_and_pages_under_a_panel_carry_the_words_in_the_body(full: FlaskClient) -> None:
    said = "coffee he hits me in Loughborough"
    first = full.post("/search", data={"q": said, "place": "", "show": "ordinary"})
    assert 'href="/search' not in first.text
    assert re.findall(r'name="same_words" value="([^"]+)"', first.text) == [said]
    buttons = [unescape(value) for value in re.findall(r'name="go" value="([^"]+)"', first.text)]
    assert [value for value in buttons if "as_typed=1" in value]
    [to_second, *_] = [value for value in buttons if "page=2" in value]
    second = full.post("/search", data={"q": "typed since", "same_words": said, "go": to_second})
    assert "Page 2 of" in second.text
    assert "near Loughborough" in second.text
    assert re.findall(r'name="same_words" value="([^"]+)"', second.text) == [said]
    chosen = {"q": "", "same_words": said, "need": "debt", "place": "Loughborough", "show": "ordinary"}
    filtered = full.post("/search", data=chosen)
    assert re.search(
        r'<li><button[^>]+name="go" value="\?place=Loughborough[^"]*"[^>]*>.*debt', filtered.text, re.I
    )
    new = full.post("/search", data={"q": "coffee", "same_words": said})
    assert new.location == "/search?q=coffee"


def test_staff_go_on_from_words_of_danger_by_a_form(full: FlaskClient) -> None:
    sign_in_as(full, Role.STAFF)
    fields = {"q": "coffee he hits me", "need": "debt", "show": "ordinary"}
    page = full.post("/search", data=fields).text
    form = page[page.index('<form id="carried"') :]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    assert fields["q"] == "coffee he hits me"
    assert {'formaction="/unmet-needs/log/begin"', 'formaction="/helpline/ask/begin"'} <= set(
        re.findall(r'formaction="[^"]+"', page)
    )
    assert "coffee he hits me" in full.post("/unmet-needs/log/begin", data=fields).text
    asked = full.post("/helpline/ask/begin", data=fields).text
    assert "coffee he hits me</textarea>" in asked


def test_an_address_opens_the_panel_once_and_for_two_minutes(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> str:
        return client.get("/search?q=he+hits+me").location

    address = ask()
    assert re.fullmatch(r"/search/p/[0-9]{40}", address)
    assert client.head(address).status_code == 200
    assert "app-crisis" in client.get(address).text
    assert client.get(address).location == "/"
    other, now = ask(), time.time()
    assert other != address
    monkeypatch.setattr(panel_token.time, "time", lambda: now + 121)
    assert client.get(other).location == "/"
    for made_up in ("x", "é", "0" * 40, other[-40:-1] + "g"):
        assert client.get(f"/search/p/{made_up}").location == "/"


def test_every_pair_of_categories_has_a_token(app: Flask) -> None:
    from directory.search.crisis import CrisisMatch

    for categories in [*((name,) for name in CATEGORY_NAMES), CATEGORY_NAMES[:2], CATEGORY_NAMES[1::-1]]:
        token = panel_token.make_panel_token(CrisisMatch(categories), "key")
        assert panel_token.read_panel_token(token, CATEGORY_NAMES, "key") == CrisisMatch(categories)
        assert panel_token.read_panel_token(token, CATEGORY_NAMES, "another") is None


def test_a_form_that_a_browser_sends_again_shows_nothing(client: FlaskClient) -> None:
    page = client.get("/").text
    [once] = set(re.findall(r'<noscript><input type="hidden" name="once" value="([^"]+)"', page))
    fields = {"q": "he hits me", "once": once}
    assert "app-crisis" in client.post("/search", data=fields).text
    assert client.post("/search", data=fields).location == "/"
    # Other words from the same page, which may have been kept, and a form that has no key.
    assert "app-crisis" in client.post("/search", data=fields | {"q": "she hits me"}).text
    assert "app-crisis" in client.post("/search", data=fields | {"place": "LE3"}).text
    for _ in range(2):
        assert "app-crisis" in client.post("/search", data={"q": "he hits me"}).text


def test_marks_of_what_was_shown_say_nothing_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "marks"
    uses = [is_first_use(folder, "key", "he hits me") for _ in range(2)]
    assert uses == [True, False]
    [mark] = folder.iterdir()
    assert re.fullmatch(r"[0-9a-f]{64}", mark.name)
    assert mark.read_bytes() == b""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    assert is_first_use(folder, "key", "another")
    assert not mark.exists()
    # Help comes before privacy where no mark can be made.
    (tmp_path / "file").touch()
    assert is_first_use(tmp_path / "file", "key", "x")


@pytest.fixture
def held(app: Flask) -> Iterator[None]:
    """Another process is writing."""
    db.session.commit()
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has many writers")
    other = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.rollback()
    other.close()


def test_searches_are_answered_while_another_process_writes(full: FlaskClient, held: None) -> None:
    began = time.perf_counter()
    assert full.post("/search", data={"q": "coffee"}).status_code == 303
    assert full.post("/search", data={"q": "he hits me"}).status_code == 200
    assert full.get("/search?q=he+hits+me").status_code == 302
    assert time.perf_counter() - began < 5


def test_a_search_form_works_from_a_page_that_was_kept_and_without_a_cookie(
    database_url: str, tmp_path: Path
) -> None:
    app = create_app(settings_for(database_url, tmp_path) | {"WTF_CSRF_ENABLED": True})
    client = app.test_client(use_cookies=False)
    for words, status in (("coffee", 303), ("he hits me", 200)):
        answer = client.post("/search", data={"q": words})
        assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (status, [])
    with app.app_context():
        db.engine.dispose()


def test_words_of_danger_get_their_help_after_too_many_searches(database_url: str, tmp_path: Path) -> None:
    app = create_app(settings_for(database_url, tmp_path) | {"RATELIMIT_ENABLED": True})
    client = app.test_client()
    for _ in range(121):
        client.get("/search?q=tea")
        client.post("/search", data={"q": "tea"})
    posted = client.post("/search", data={"q": "he hits me"})
    assert (posted.status_code, posted.headers["Cache-Control"]) == (303, "no-store")
    shown = client.get(posted.location)
    assert "Is somebody hurting or frightening you?" in shown.text
    assert "tel:08082000247" in shown.text
    assert "he hits me" not in shown.text
    # What Back after the quick exit asks for.
    assert client.get(posted.location).location == "/"
    linked = client.get("/search?q=he+hits+me")
    assert linked.status_code == 302
    assert "Is somebody hurting or frightening you?" in client.get(linked.location).text
    with app.app_context():
        db.engine.dispose()


def test_a_fault_shows_the_panel_and_no_words_but_those_that_go_on(client: FlaskClient) -> None:
    with mock.patch.object(Follower, "current", side_effect=RuntimeError("he hits me")):
        page = search_page(client, "q=he+hits+me", status=503)
        assert client.post("/search", data={"q": "tea"}).location == "/search?q=tea"
    assert page.index("Is somebody hurting or frightening you?") < page.index("<h1")
    assert page.count("he hits me") == page.count('name="same_words" value="he hits me"') == 1


def test_what_is_searched_for_a_record_is_in_no_address_when_it_is_danger(client: FlaskClient) -> None:
    make_service(name="Suicide bereavement group")
    make_service(name="Choir")
    _, address = make_open_record(client)
    make_index()
    page = client.post(f"{address}/find", data={"q": "suicide", "show": "ordinary"})
    assert page.status_code == 200
    assert "Suicide bereavement group" in page.text
    assert list_traces("suicide", page) == []
    assert f'data-no-trace="{address}/find"' in page.text
    assert client.post(f"{address}/find", data={"q": "choir"}).location == f"{address}/find?q=choir"
    assert client.get(f"{address}/find?q=suicide").location == f"{address}/find"


def test_every_field_for_words_to_search_by_is_left_out_of_what_a_browser_fills_in(full: FlaskClient) -> None:
    for path in ("/", "/about", "/search", "/my-list", "/no/such/page"):
        fields = re.findall(r'<input[^>]+type="search"[^>]*>', full.get(path).text)
        assert fields
        assert all('autocomplete="off"' in field for field in fields), path
        assert 'method="get"' not in "".join(
            form for form in re.findall(r"<form.*?</form>", full.get(path).text, re.S) if 'name="q"' in form
        )


def test_a_search_begins_no_writing_transaction(full: FlaskClient) -> None:
    begun: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        begun.append(statement)

    full.application.config["SEARCH_LOG"] = False
    event.listen(db.engine, "before_cursor_execute", note)
    full.post("/search", data={"q": "coffee"})
    full.post("/search", data={"q": "he hits me"})
    event.remove(db.engine, "before_cursor_execute", note)
    if db.engine.dialect.name == "sqlite":
        assert "BEGIN" in begun
        assert "BEGIN IMMEDIATE" not in begun

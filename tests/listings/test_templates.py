"""Names in our templates, and our own markup beside that of the NHS.UK macros."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChainableUndefined

from directory.extensions import db
from tests.factories import make_guidance, make_location_data, make_need, make_service, make_town
from tests.search.searching import search_page

OURS = str(Path(__file__).resolve().parents[2] / "templates")

# What a page may leave out: said at the top of the component that reads it.
OPTIONAL = {
    "ask_address",
    "has_search",
    "is_private",
    "is_results",
    "is_short",
    "list_in_address",
    "place_message",
    "problems",
    "report",
}


class Unforgiving(ChainableUndefined):
    """Raises where a template of ours reads a name that is not there. The NHS.UK macros may."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self._undefined_name not in OPTIONAL and _find_template().startswith(OURS):
            raise AssertionError(f"{_find_template()} reads {self._undefined_name}, which is not there")


def _find_template() -> str:
    frame = sys._getframe()
    while frame is not None:
        name = frame.f_code.co_filename
        if name.endswith((".html", ".jinja")):
            return str(Path(name).resolve())
        frame = frame.f_back  # type: ignore[assignment]
    return ""


@pytest.fixture
def strict_client(app: Flask, client: FlaskClient) -> FlaskClient:
    app.jinja_env.undefined = Unforgiving
    app.jinja_env.cache.clear()
    return client


def list_paths() -> list[str]:
    make_town()
    parent = make_need("money")
    make_need("debt", parent=parent)
    rich = make_service(
        name="Tea and talk",
        needs=["debt"],
        cost_options=[{"amount": "1"}],
        schedules=[{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00"}],
        service_at_locations=[make_location_data(52.77, -1.2)],
        contacts=[{"name": "Bev"}],
    )
    plain, closed = make_service(phones=[]), make_service(status="defunct")
    for number in range(25):
        make_service(name=f"Tea {number}", referred_through=[str(rich.id)])
    advice = make_guidance(needs=["debt"], links=[{"label": "x", "url": "https://www.example.org/"}])
    plain_pages = ["/", "/needs", "/guidance", "/my-list", "/about", "/accessibility", "/privacy", "/cookies"]
    entries = [f"/entry/{one.id}" for one in (rich, plain, closed)]
    lists = [f"/my-list?ids={rich.id},{advice.id},{closed.id}", f"/guidance/{advice.id}"]
    searches = [
        "",
        "?q=tea&place=Loughborough&page=2",
        "?q=teaa",
        "?q=suicidal",
        "?q=overdose",
        "?q=zzz&cost=free",
    ]
    searches += [
        "?q=he+hits+me&place=x&age=x&within=3",
        "?q=raped",
        "?q=self+harm",
        "?q=in+crisis",
        "?q=chest+pain",
    ]
    searches += ["?q=bereaved+by+suicide"]
    needs = ["/needs/money", "/needs/debt", "/urgent-help", "/no-such-page"]
    return [*plain_pages, *entries, *lists, *needs, *(f"/search{query}" for query in searches)]


def test_no_template_of_ours_reads_a_name_that_is_not_there(strict_client: FlaskClient) -> None:
    paths = list_paths()
    db.session.commit()
    for path in paths:
        assert strict_client.get(path, follow_redirects=True).status_code in (200, 404, 410), path
    for more in ("", "+tea&page=2&day=mo&place=Loughborough", "+tea+in+Loughborough"):
        query = f"q=suicidal{more}"
        assert "tel:116123" in search_page(strict_client, query)


def test_the_unforgiving_engine_does_not_forgive(app: Flask) -> None:
    app.jinja_env.undefined = Unforgiving
    template = app.jinja_env.get_template("components/hit.html")
    with pytest.raises(AssertionError, match="reads address"):
        template.module.hit({"id": 1})


CLASS = re.compile(r'class="([^"]+)"')


def list_classes(html: str) -> set[str]:
    """NHS.UK classes, without those that are about one place only (margins, hidden text)."""
    names = {name for value in CLASS.findall(html) for name in value.split()}
    return {name for name in names if name.startswith("nhsuk-") and not name.startswith("nhsuk-u-")}


def render_macro(app: Flask, path: str, name: str, params: dict[str, Any]) -> str:
    source = f'{{% from "nhsuk/components/{path}/macro.jinja" import {name} %}}{{{{ {name}(params) }}}}'
    return app.jinja_env.from_string(source).render(params=params)


def cut(html: str, start: str, end: str) -> str:
    begins = html.index(start)
    return html[begins : html.index(end, begins)]


def test_our_pagination_has_the_classes_of_the_macro(app: Flask, client: FlaskClient) -> None:
    for number in range(65):
        make_service(name=f"Tea {number}")
    db.session.commit()
    html = client.get("/search?q=tea&page=2").get_data(as_text=True)
    items = [{"number": n, "href": "#", "current": n == 2} for n in (1, 2, 3, 4)]
    macro = render_macro(
        app, "pagination", "pagination", {"previous": {"href": "#"}, "next": {"href": "#"}, "items": items}
    )
    assert list_classes(cut(html, '<nav class="nhsuk-pagination', "</nav>")) == list_classes(macro)


def test_our_header_has_the_classes_of_the_macro(app: Flask, client: FlaskClient) -> None:
    app.config["NHS_IDENTITY"] = True
    html = client.get("/about").get_data(as_text=True)
    items = [{"text": "Find help", "href": "/", "current": True}, {"text": "Needs", "href": "/needs"}]
    params = {"service": {"text": "x", "href": "/"}, "search": True, "navigation": {"items": items}}
    ours = list_classes(cut(html, "<header", "</header>"))
    macro = list_classes(render_macro(app, "header", "header", params))
    # Our search button says its word where the macro's shows a picture of a glass.
    assert macro - ours <= {
        "nhsuk-button",
        "nhsuk-button--small",
        "nhsuk-button--icon",
        "nhsuk-icon",
        "nhsuk-icon--search",
    } | {name for name in macro if "--current" in name or "current-fallback" in name}
    assert ours - macro == set()


def test_our_text_boxes_have_the_classes_of_the_macro(app: Flask, client: FlaskClient) -> None:
    make_service()
    db.session.commit()
    html = client.get("/search?q=tea&place=Xanadu").get_data(as_text=True)
    ours = list_classes(
        cut(
            html,
            '<div class="nhsuk-form-group app-search__field app-search__field--place',
            "</div>\n    <button",
        )
    )
    params = {"label": "Where?", "hint": "x", "errorMessage": "x", "name": "place"}
    assert ours == list_classes(render_macro(app, "input", "input", params))

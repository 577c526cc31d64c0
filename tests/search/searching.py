"""Searches as a page does."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from directory.extensions import db
from directory.search.find import find
from directory.search.request import parse_request
from directory.search.results import Results

Search = Callable[..., Results]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def search_for(viewer: str = "public", **args: object) -> Results:
    db.session.commit()
    request, _ = parse_request(MultiDict(args))
    return find(request, viewer=viewer, now=NOW)


def names(results: Results) -> list[str]:
    return [str(hit.name).replace("<mark>", "").replace("</mark>", "") for hit in results.hits]


def search_page(client: FlaskClient, query: str, status: int = 200) -> str:
    """The page that somebody sees who sends the search form with the fields of a query string."""
    db.session.commit()
    fields: MultiDict[str, str] = MultiDict(parse_qsl(query))
    answer = client.post("/search", data=fields, follow_redirects=True)
    assert answer.status_code == status
    return answer.get_data(as_text=True)

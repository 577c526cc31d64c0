"""The fields of a search that arrives in the body of a form, so that its words need not be in an address."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from directory.search.request import LONGEST_TEXT, MOST_VALUES, SearchRequest, clean_text

SAME_WORDS = "same_words"
"""The field that carries the words of a search from one page of its results to the next."""

OTHER_PAGE = "go"
"""The field of a button that shows other results for the same words: a query, such as "?cost=free&page=2"."""

LONGEST_WORDS = 1000
_LONGEST_LIST = 2500
# One letter more than is used, so that the page at the address can say that the rest was left out.
_LONGEST_VALUE = LONGEST_TEXT + 1


def read_posted_words(form: MultiDict[str, str]) -> str:
    """Returns the words that are searched for: those typed into the field, else those of the page before."""
    same = clean_text(form.get(SAME_WORDS, ""))[:LONGEST_WORDS]
    return same if OTHER_PAGE in form and same else form.get("q", "").strip() or same


def read_posted_search(form: MultiDict[str, str]) -> MultiDict[str, str]:
    """Returns the fields of the search as its address would have them, without those that are empty."""
    given = MultiDict(parse_qsl(form[OTHER_PAGE].lstrip("?"))) if OTHER_PAGE in form else form
    names = [name for name in (*SearchRequest.__slots__, "list") if name != "q"]
    kept: MultiDict[str, str] = MultiDict()
    if words := read_posted_words(form):
        kept["q"] = words
    for name in names:
        kept.setlist(name, [value for value in given.getlist(name)[:MOST_VALUES] if value.strip()])
    return kept


def list_address_fields(given: MultiDict[str, str]) -> dict[str, Any]:
    """Returns the arguments of the address that shows the same search, none longer than a server accepts."""
    return {
        name: [value[: _LONGEST_LIST if name == "list" else _LONGEST_VALUE] for value in values]
        for name, values in given.lists()
        if values
    }


def make_other_page(asked: SearchRequest, kept_list: str) -> str:
    """Returns the value of an OTHER_PAGE button: everything of the search but its words."""
    query = {name: value for name, value in asked.to_query().items() if name != "q"}
    return "?" + urlencode(query | ({"list": kept_list} if kept_list else {}), doseq=True)

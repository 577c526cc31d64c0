"""The engine answers what a plain reading of its rules answers, whatever the corpus and the query."""

import dataclasses
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.search.arrays.analysis import split_terms
from directory.search.arrays.assemble import build_segment
from directory.search.arrays.bitmaps import FIXED_VALUES
from directory.search.arrays.document import Coverage, IndexDocument, Label, load_document
from directory.search.engine.query import Alternative, EngineQuery, Where, WordGroup, Words
from directory.search.engine.search import Part, Pick, search
from tests.search.documents import LEICESTER, LOUGHBOROUGH, OAKHAM, make_document
from tests.search.naive import NaiveSearch

TODAY = date(2026, 11, 22)
WORDS = ("debt", "coffee", "walk", "music", "rent", "carer", "tea")
AREAS = ("area-a", "area-b", "area-c")
NEEDS = tuple(Label(code, code.title()) for code in ("money", "company", "sleep"))

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
deliveries = st.sampled_from((("place",), ("phone",), ("home",), ("online", "phone"), ("place", "home")))


@st.composite
def documents(draw: st.DrawFn) -> IndexDocument:
    ways = draw(deliveries)
    points = draw(st.lists(st.sampled_from((LEICESTER, LOUGHBOROUGH, OAKHAM)), max_size=2))
    areas = draw(st.lists(st.sampled_from((None, *AREAS)), max_size=2, unique=True))
    return make_document(
        draw(texts),
        summary=draw(texts),
        body=draw(texts),
        kind=draw(st.sampled_from(("service", "group"))),
        visibility=draw(st.sampled_from(("public", "public", "staff"))),
        needs=tuple(draw(st.lists(st.sampled_from(NEEDS), max_size=2, unique=True))),
        deliveries=ways,
        points=tuple(points) if "place" in ways else (),
        coverage=tuple(Coverage(ways, area) for area in areas),
        cost=draw(st.sampled_from(("", "free", "low", "paid"))),
        days=tuple(draw(st.lists(st.sampled_from(("mo", "tu")), max_size=2, unique=True))),
        listed_until=draw(st.sampled_from((None, None, TODAY, TODAY - timedelta(days=1)))),
    )


@st.composite
def queries(draw: st.DrawFn) -> EngineQuery:
    words = draw(st.lists(st.sampled_from(WORDS), max_size=3, unique=True))
    phrase = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=2))
    groups = tuple(
        WordGroup(word, (Alternative(stem),)) for word, stem in zip(words, _stems(words), strict=True)
    )
    phrases = (tuple(_stems(phrase)),) if draw(st.booleans()) and groups else ()
    chosen = {}
    for name in draw(st.lists(st.sampled_from(("kind", "cost", "delivery", "day", "need")), max_size=2)):
        codes = [one.code for one in FIXED_VALUES.get(name, NEEDS)]
        chosen[name] = tuple(draw(st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True)))
    where = draw(
        st.none()
        | st.builds(
            Where,
            point=st.sampled_from((LEICESTER, OAKHAM)),
            area_ids=st.frozensets(st.sampled_from(AREAS), max_size=2),
            within=st.sampled_from((None, 3_000.0, 20_000.0)),
        )
    )
    return EngineQuery(
        TODAY,
        Words(groups, phrases, match_all=draw(st.booleans())),
        where,
        chosen,
        staff=draw(st.booleans()),
    )


def _stems(words: list[str]) -> list[str]:
    return split_terms(" ".join(words))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents(), min_size=1, max_size=14), queries())
def test_totals_facets_and_order_are_those_of_the_naive_search(
    corpus: list[IndexDocument], query: EngineQuery
):
    naive = NaiveSearch(corpus)
    expected = naive.find(query)
    found = search([Part(build_segment(corpus))], query)
    assert found.total == len(expected)
    assert {_id(pick) for pick in found.picks} == {corpus[doc].entry_id for doc in expected}
    for name in ("kind", "cost", "delivery", "day", "need"):
        counted = {code: count for code, count in found.facets[name].items() if count}
        assert counted == naive.count(query, name), name
    if query.where is None and len(query.words.groups) == 1 and not query.words.phrases:
        scores = [expected[_number(corpus, pick)] for pick in found.picks]
        assert all(a >= b - 1e-4 for a, b in pairwise(scores))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents(), min_size=2, max_size=14), queries(), st.data())
def test_a_generation_and_its_changes_together_hold_what_one_index_holds(
    corpus: list[IndexDocument], query: EngineQuery, data: st.DataObject
):
    cut = data.draw(st.integers(1, len(corpus)))
    replaced = data.draw(st.integers(0, cut - 1))
    changed = dataclasses.replace(corpus[replaced], name="coffee tea", days=("su",))
    after = [one for at, one in enumerate(corpus) if at != replaced] + [changed]
    base = build_segment(corpus[:cut])
    dead = np.zeros(cut, np.bool_)
    dead[replaced] = True
    parts = [Part(base, dead), Part(build_segment([*corpus[cut:], changed], base))]
    whole, split = search([Part(build_segment(after))], query), search(parts, query)
    assert split.total == whole.total
    assert {_id(pick) for pick in split.picks} == {_id(pick) for pick in whole.picks}
    for name, counts in whole.facets.items():
        nonzero = {code: count for code, count in counts.items() if count}
        assert {c: n for c, n in split.facets.get(name, {}).items() if n} == nonzero


@given(st.lists(documents(), min_size=1, max_size=30), st.sampled_from(("name", "checked", "best")))
@settings(max_examples=40, deadline=None)
def test_pages_of_one_search_neither_repeat_nor_lose_an_entry(corpus: list[IndexDocument], sort: str):
    corpus = corpus * 1 + [make_document("coffee") for _ in range(25)]
    parts = [Part(build_segment(corpus[:9])), Part(build_segment(corpus[9:]))]
    first = search(parts, EngineQuery(TODAY, sort=sort))
    pages = -(-first.total // 20)
    seen = [
        _id(pick)
        for page in range(1, pages + 1)
        for pick in search(parts, EngineQuery(TODAY, sort=sort, page=page)).picks
    ]
    assert len(seen) == first.total
    assert len(set(seen)) == first.total


def _id(pick: Pick) -> UUID:
    return load_document(pick.segment.read_record(pick.doc)).entry_id


def _number(corpus: list[IndexDocument], pick: Pick) -> int:
    return next(at for at, one in enumerate(corpus) if one.entry_id == _id(pick))

"""The search written the slow and obvious way, to hold the engine to."""

import math
from collections.abc import Iterable, Sequence

from directory.search.arrays.analysis import field_texts, split_terms
from directory.search.arrays.bitmaps import facet_values
from directory.search.arrays.document import REMOTE, IndexDocument, Point
from directory.search.engine.query import EngineQuery, Where

WEIGHTS = (3.0, 1.2, 2.0, 1.0)
SHARES = (0.3, 0.3, 0.2, 0.75)


class NaiveSearch:
    def __init__(self, documents: Sequence[IndexDocument]) -> None:
        self.documents = documents
        self.fields = [[split_terms(text) for text in field_texts(one)] for one in documents]
        self.averages = [self._average(field) for field in range(4)]

    def _average(self, field: int) -> float:
        lengths = [len(fields[field]) for fields in self.fields if fields[field]]
        return max(sum(lengths) / len(lengths), 1.0) if lengths else 1.0

    def impact(self, term: str, doc: int) -> float:
        mass = 0.0
        for field, terms in enumerate(self.fields[doc]):
            share = SHARES[field]
            dilution = 1 - share + share * len(terms) / self.averages[field]
            mass += WEIGHTS[field] * terms.count(term) / dilution
        holding = sum(any(term in terms for terms in fields) for fields in self.fields)
        rarity = math.log1p((len(self.documents) - holding + 0.5) / (holding + 0.5))
        return rarity * mass / (1.2 + mass)

    def find(self, query: EngineQuery) -> dict[int, float]:
        """Text score by document number, for all that the words, the filters and the place let through."""
        return {
            doc: self.score(query, doc)
            for doc, one in enumerate(self.documents)
            if self.matches(query, doc)
            and passes(one, query)
            and (query.where is None or is_reached(one, query.where))
        }

    def score(self, query: EngineQuery, doc: int) -> float:
        terms = [one.key for group in query.words.groups for one in group.alternatives]
        return sum(self.impact(term, doc) for term in terms)

    def matches(self, query: EngineQuery, doc: int) -> bool:
        held = {term for terms in self.fields[doc] for term in terms}
        groups = [any(one.key in held for one in group.alternatives) for group in query.words.groups]
        if query.words.match_all:
            return all(groups) and self.holds_phrases(query, doc)
        return (any(groups) or not groups) and self.holds_phrases(query, doc)

    def holds_phrases(self, query: EngineQuery, doc: int) -> bool:
        return all(
            any(contains_run(self.fields[doc][field], phrase) for field in (0, 1, 3))
            for phrase in query.words.phrases
        )

    def count(self, query: EngineQuery, facet: str) -> dict[str, int]:
        """Hits by value of a filter, with that filter itself left out."""
        others = {name: codes for name, codes in query.filters.items() if name != facet}
        open_query = EngineQuery(query.today, query.words, query.where, others, staff=query.staff)
        counts: dict[str, int] = {}
        for doc in self.find(open_query):
            for name, code in set(facet_values(self.documents[doc])):
                if name == facet:
                    counts[code] = counts.get(code, 0) + 1
        return counts


def contains_run(terms: Sequence[str], run: Sequence[str]) -> bool:
    return any(tuple(terms[at : at + len(run)]) == tuple(run) for at in range(len(terms)))


def passes(one: IndexDocument, query: EngineQuery) -> bool:
    held = set(facet_values(one))
    if one.visibility != "public" and not query.staff:
        return False
    if one.listed_until is not None and one.listed_until < query.today:
        return False
    return all(any((name, code) in held for code in codes) for name, codes in query.filters.items())


def is_reached(one: IndexDocument, where: Where) -> bool:
    here = [area for area in one.coverage if area.area_id is None or area.area_id in where.area_ids]
    comes = any(REMOTE.intersection(area.deliveries) for area in here)
    assert where.point is not None
    nearest = min((haversine(where.point, point) for point in one.points), default=math.inf)
    if where.within is not None:
        return nearest <= where.within or comes or (bool(here) and not one.points)
    return bool(one.points) or bool(here) or not one.coverage


def haversine(here: Point, there: Point) -> float:
    """Chord in metres, as close to the arc as makes no difference within a country."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*here, *there))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * math.sqrt(half)


def sort_by_score(scores: dict[int, float]) -> Iterable[int]:
    return sorted(scores, key=lambda doc: -scores[doc])

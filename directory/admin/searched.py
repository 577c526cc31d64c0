"""What was searched, beside what has become of it, and one click to make something of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from directory.admin import queries
from directory.errors import InvalidData
from directory.listings.proposals.actions import propose_entry, propose_word
from directory.listings.proposals.queries import find_waiting_for
from directory.listings.proposals.words import MOST_WORDS
from directory.models import Proposal, User
from directory.models.improving.codes import ProposalSource
from directory.search.log.queries import LogFilter, find_likely_need
from directory.search.log.reading import find_needs_of

_NO_WORDS = "People search for this and find too little."


@dataclass(frozen=True)
class SearchedRow:
    """`counts` are the four of the log. `leads_to` names the needs that the words stand for now. `can_lead`:
    they are short enough to stand for one."""

    counts: Row[Any]
    leads_to: tuple[str, ...]
    waiting: Proposal | None
    can_lead: bool

    @property
    def words(self) -> str:
        return str(self.counts.words)


def present_rows(rows: Sequence[Row[Any]]) -> list[SearchedRow]:
    """A number of queries that does not grow with the rows."""
    needs = find_needs_of([row.words for row in rows])
    waiting = find_waiting_for([row.words for row in rows])
    names = {term.slug: term.name for term in queries.list_terms("needs")}
    return [
        SearchedRow(
            counts=row,
            leads_to=tuple(sorted(names[slug] for slug in needs[row.words] if slug in names)),
            waiting=waiting.get(row.words),
            can_lead=len(row.words.split()) <= MOST_WORDS,
        )
        for row in rows
    ]


def propose_from_row(*, actor: User, words: str, deed: str, wanted: LogFilter) -> Proposal:
    """`deed`: "word", that it leads to a need, the one the list is narrowed to or most likely; or "task", to
    look for more. Raises InvalidData."""
    if deed == "word":
        need = wanted.need or find_likely_need(words)
        return propose_word(actor=actor, word=words, need=need, source=ProposalSource.SEARCH_LOG)
    if deed != "task":
        raise InvalidData("Nothing was chosen.", {"": "Choose what to make of it."})
    needs = sorted(find_needs_of([words])[words])
    return propose_entry(
        actor=actor,
        text=words or _NO_WORDS,
        source=ProposalSource.SEARCH_LOG,
        need=wanted.need or (needs[0] if needs else None),
        area_id=queries.find_area_id(wanted.area),
    )

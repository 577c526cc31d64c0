"""The Whoosh schema: four scored texts, the unstemmed words of public entries, the record."""

from whoosh.fields import ID, STORED, TEXT, Schema

from directory.search.arrays.analysis import FIELDS, build_analyzer

FORMAT = 6
"""Raised whenever analysis, schema or arrays change; an index of another format is rebuilt."""


def build_schema() -> Schema:
    """Positions are kept for phrases; lengths are counted at decoding, where nothing is rounded."""
    analyzer = build_analyzer()
    texts = {name: TEXT(analyzer=analyzer, phrase=True) for name in FIELDS}
    return Schema(
        entry_id=ID(unique=True, stored=False),
        record=STORED,
        words=STORED,
        **texts,
    )

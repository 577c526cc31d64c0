"""Documents for tests of the engine, which need no database."""

import itertools
from typing import Any
from uuid import UUID

from directory.search.arrays.document import IndexDocument

_numbers = itertools.count(1)

LEICESTER = (52.6345, -1.1298)
LOUGHBOROUGH = (52.7721, -1.2062)
OAKHAM = (52.6706, -0.7333)


def make_document(name: str = "", **values: Any) -> IndexDocument:
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "entry_id": UUID(int=number << 64 | number),
        "entry_type": "service",
        "kind": "group",
        "name": name or f"Group {number}",
    }
    return IndexDocument(**(defaults | values))

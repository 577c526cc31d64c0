"""Documents into a Whoosh index. Only ever called on a folder nobody reads yet."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from whoosh import index as whoosh_index

from directory.search.arrays.analysis import FIELDS, field_texts, split_words
from directory.search.arrays.document import IndexDocument, dump_document
from directory.search.index.schema import build_schema

MEMORY_MB = 128


def create_index(folder: Path, documents: Iterable[IndexDocument]) -> None:
    """A new index of these documents."""
    folder.mkdir(parents=True)
    index = whoosh_index.create_in(str(folder), build_schema())
    writer = index.writer(limitmb=MEMORY_MB)
    for document in documents:
        writer.add_document(**index_fields(document))
    writer.commit()
    index.close()


def change_index(
    folder: Path, gone: Iterable[UUID], documents: Iterable[IndexDocument], *, erase: bool
) -> None:
    """Replace or remove entries; `gone` names every entry that changed.

    With `erase` the index is written out again without what was removed, which Whoosh otherwise
    leaves in its files until it happens to merge them.
    """
    index = whoosh_index.open_dir(str(folder))
    writer = index.writer(limitmb=MEMORY_MB)
    for entry_id in gone:
        writer.delete_by_term("entry_id", entry_id.hex)
    for document in documents:
        writer.add_document(**index_fields(document))
    writer.commit(optimize=erase)
    index.close()


def index_fields(document: IndexDocument) -> dict[str, str]:
    """Whoosh fields of one entry. Words of staff-only entries are never offered as a spelling."""
    texts = field_texts(document)
    fields = dict(zip(FIELDS, texts, strict=True))
    fields["entry_id"] = document.entry_id.hex
    fields["record"] = dump_document(document)
    if document.visibility == "public":
        fields["words"] = " ".join(sorted(set(split_words("\n".join(texts)))))
    return fields

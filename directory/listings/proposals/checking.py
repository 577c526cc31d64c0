"""What a proposal must be. Each check notes what is wrong under the name of its field, and a proposal is
refused once, with all that is wrong."""

import uuid

from sqlalchemy import select

from directory.errors import InvalidData
from directory.extensions import db
from directory.free_text import check_text
from directory.listings.proposals.words import clean_phrase, is_word_of
from directory.models import Area, Entry, Guidance, Service, Taxonomy, TaxonomyTerm

LONGEST_SUMMARY = 500


class Checker:
    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def phrase(self, field: str, given: str | None, need: TaxonomyTerm | None) -> str:
        """A word or short phrase in lower case, that does not lead to `need` yet."""
        try:
            phrase = clean_phrase(given or "")
            check_text("proposal.text", phrase)
        except InvalidData as error:
            self.problems[field] = next(iter(error.fields.values()))
            return ""
        if need is not None and is_word_of(phrase, need):
            self.problems[field] = f"“{phrase}” leads to {need.name} already."
        return phrase

    def words(self, field: str, given: str | None, missing: str = "") -> str | None:
        """Free text. `missing` is the message where it must not be empty."""
        try:
            text = check_text("proposal.text", (given or "").encode("utf-8", "ignore").decode())
        except InvalidData as error:
            self.problems[field] = next(iter(error.fields.values()))
            return None
        if missing and not text:
            self.problems[field] = missing
        return text

    def summary(self, field: str, given: str | None) -> str | None:
        text = self.words(field, given, "Write the summary.")
        if text and len(text) > LONGEST_SUMMARY:
            self.problems[field] = f"Use {LONGEST_SUMMARY} characters or fewer. You have used {len(text)}."
        return text

    def need(self, field: str, slug: str | None, *, is_required: bool = True) -> TaxonomyTerm | None:
        found = find_need_term(slug or "")
        if found is None and (slug or is_required):
            self.problems[field] = "Choose a need from the list."
        return found

    def area(self, field: str, area_id: uuid.UUID | None) -> Area | None:
        found = db.session.get(Area, area_id) if area_id else None
        if area_id and found is None:
            self.problems[field] = "Choose an area from the list."
        return found

    def entry(self, field: str, entry_id: uuid.UUID | None) -> Entry | None:
        found = find_entry(entry_id) if entry_id else None
        if found is None:
            self.problems[field] = "There is no such entry."
        return found

    def refuse_problems(self) -> None:
        if self.problems:
            raise InvalidData("Some of this needs to be put right.", self.problems)


def find_need_term(slug: str) -> TaxonomyTerm | None:
    query = select(TaxonomyTerm).join(Taxonomy).where(Taxonomy.slug == "needs", TaxonomyTerm.slug == slug)
    return db.session.scalar(query) if slug else None


def find_entry(entry_id: uuid.UUID) -> Entry | None:
    return db.session.get(Service, entry_id) or db.session.get(Guidance, entry_id)


def find_named(text: str) -> Entry | None:
    """The entry with the id in `text`."""
    try:
        return find_entry(uuid.UUID(text))
    except ValueError:
        return None

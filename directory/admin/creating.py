"""A new entry: its kind, name and who runs it. Everything else is added on the pages of its form."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from directory.admin import queries
from directory.errors import InvalidData
from directory.listings import actions
from directory.listings.proposals.deciding import settle_by_entry
from directory.models import Organization, Proposal, User
from directory.models.codes import AreaKind, Status
from directory.models.mixins import utc_now

NEW = "new"


@dataclass
class OrganizationChoice:
    """Who runs an entry, while somebody chooses: `text` is looked for among the names there are, `chosen` is
    the id of one of `matches`, or "new" for a new one called `text`."""

    text: str = ""
    chosen: str = ""
    matches: Sequence[Organization] = ()
    problems: dict[str, str] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Entry data. Raises InvalidData when it is still open which organization is meant."""
        same = [one for one in self.matches if one.name.casefold() == self.text.casefold()]
        known = next((one for one in self.matches if str(one.id) == self.chosen), None)
        known = known or (same[0] if same else None)
        if known is not None:
            return {"organization_id": str(known.id)}
        if not self.text:
            raise InvalidData("", {"organization_name": "Enter the name of the organization that runs it."})
        if self.matches and self.chosen != NEW:
            message = "Choose one of these, or say that it is a new one."
            raise InvalidData("", {"organization": message})
        return {"organization": {"name": self.text}}


def read_organization(form: Mapping[str, str]) -> OrganizationChoice:
    text = " ".join(form.get("organization_name", "").replace("\0", "").split())
    return OrganizationChoice(text, form.get("organization", ""), queries.find_organizations(text[:200]))


def name_in_form(fields: Mapping[str, str]) -> dict[str, str]:
    """Messages by path of entry data, by the names of the form."""
    return {path.replace("organization.name", "organization_name"): text for path, text in fields.items()}


def make_draft(*, actor: User, data: dict[str, Any], sought: Proposal | None) -> uuid.UUID:
    """A draft of guidance where `data` says no kind, else of a service. It begins with what is known of what
    was `sought`, and decides that proposal. Raises InvalidData."""
    is_service = "kind" in data
    data = data | {"status": Status.DRAFT.value} | (_list_known(sought, is_service) if sought else {})
    create = actions.create_service if is_service else actions.create_guidance
    entry = create(actor=actor, data=data)
    if sought:
        settle_by_entry(actor=actor, proposal=sought, entry=entry, now=utc_now())
    return entry.id


def _list_known(sought: Proposal, is_service: bool) -> dict[str, Any]:
    """No entry says that it serves a primary care network."""
    known: dict[str, Any] = {"needs": [sought.need.slug]} if sought.need else {}
    if is_service and sought.area and sought.area.kind == AreaKind.DISTRICT:
        known["service_areas"] = [{"area": sought.area.slug}]
    return known

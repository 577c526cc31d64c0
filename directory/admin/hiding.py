"""What the desk leaves out for those who do not write entries."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.models import Location
from directory.models.codes import Visibility


def hide_confidential(data: Mapping[str, Any]) -> dict[str, Any]:
    """Entry data, of now or of an earlier version, without the places that are confidential now."""
    sites = data.get("service_at_locations") or []
    ids = [uuid.UUID(site["location"]["id"]) for site in sites]
    hidden = select(Location.id).where(Location.id.in_(ids), Location.visibility == Visibility.CONFIDENTIAL)
    found = {str(one) for one in db.session.scalars(hidden)} if ids else set()
    if not found:
        return dict(data)
    unsaid = {"location": {"visibility": Visibility.CONFIDENTIAL.value}}
    kept = [unsaid if site["location"]["id"] in found else site for site in sites]
    return {**data, "service_at_locations": kept}

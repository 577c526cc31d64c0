"""Finds places."""

import re
import uuid
from typing import NamedTuple

from sqlalchemy import select

from directory.extensions import db
from directory.models import Area, Postcode
from directory.models.codes import AreaKind


class PostcodePoint(NamedTuple):
    latitude: float
    longitude: float
    district_id: uuid.UUID | None


def locate_postcode(text: str) -> PostcodePoint | None:
    """The point and district of a full postcode, or None where the table does not have it."""
    row = db.session.get(Postcode, re.sub(r"\s", "", text).upper()[:7])
    if row is None:
        return None
    district = select(Area.id).where(Area.kind == AreaKind.DISTRICT, Area.code == row.district_code)
    return PostcodePoint(row.latitude, row.longitude, db.session.scalar(district))

"""Writes to an organization itself. Flushes and never commits."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from directory import audit
from directory.errors import EditConflict
from directory.extensions import db
from directory.listings import assembly, change_log, dumping
from directory.listings.checking import check_data
from directory.listings.schemas import OrganizationSchema
from directory.listings.withholding import rule
from directory.models import Organization, User
from directory.models.mixins import utc_now

_EDITED = OrganizationSchema(partial=("name",))


def edit_organization(
    *,
    actor: User | None,
    organization: Organization,
    data: dict[str, Any],
    expected_version: int,
    now: datetime | None = None,
) -> Organization:
    """Keys that are absent from `data` are kept. Raises EditConflict, InvalidData. Every entry the
    organization runs is told to the change log."""
    checked = check_data(_EDITED, data)
    if organization.version != expected_version:
        raise EditConflict(organization.version)
    before = dumping.dump_organization(organization)
    with db.session.no_autoflush:
        assembly.fill_organization(organization, {k: v for k, v in checked.items() if k != "id"})
    organization.last_modified = now or utc_now()
    rule.clean_organization(organization, organization.last_modified)
    try:
        db.session.flush()
    except StaleDataError as error:
        raise EditConflict(organization.version + 1) from error
    after = dumping.dump_organization(organization)
    changed = {key: before[key] for key in before if before[key] != after[key]}
    audit.record("organization.edit", actor, organization, before=changed)
    db.session.flush()
    change_log.append_of_organization(organization)
    return organization

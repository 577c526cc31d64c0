"""All organizations, a page at a time."""

from sqlalchemy import func, select

from directory.admin.queries import PAGE_SIZE, EntryPage
from directory.extensions import db
from directory.models import Organization, Service
from directory.models.codes import PUBLISHED


def list_organizations(text: str, page: int) -> EntryPage:
    """Those whose name or other name holds every word of `text`, by name, each with how many entries it runs
    and how many of them the public sees. Two queries whatever their number."""
    words = text.replace("\0", "").split()[:8]
    either = (Organization.name, Organization.alternate_name)
    rules = [
        either[0].icontains(word[:100], autoescape=True) | either[1].icontains(word[:100], autoescape=True)
        for word in words
    ]
    total = db.session.scalar(select(func.count()).select_from(Organization).where(*rules)) or 0
    first = (page - 1) * PAGE_SIZE
    if first >= total:
        return EntryPage([], total)
    run = select(func.count()).where(Service.organization_id == Organization.id)
    shown = run.where(Service.status.in_(PUBLISHED))
    query = select(
        Organization.id,
        Organization.name,
        run.correlate(Organization).scalar_subquery().label("entries"),
        shown.correlate(Organization).scalar_subquery().label("published"),
    )
    query = query.where(*rules).order_by(func.lower(Organization.name), Organization.id)
    return EntryPage(db.session.execute(query.limit(PAGE_SIZE).offset(first)).all(), total)

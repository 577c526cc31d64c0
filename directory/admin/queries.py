"""What the desk counts and lists: services and guidance together, whatever their state."""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    String,
    and_,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased, defaultload

from directory.admin.filters import EntryFilter
from directory.extensions import db
from directory.models import (
    Area,
    Attribute,
    Contact,
    Entry,
    EntryVersion,
    Guidance,
    Location,
    Organization,
    Phone,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
    User,
)
from directory.models.codes import PUBLISHED, AreaKind, Status

PAGE_SIZE = 50
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


_PLACE = defaultload(Service.service_at_locations).defaultload(ServiceAtLocation.location)
_INNER = (
    defaultload(Service.service_at_locations).selectinload(ServiceAtLocation.schedules),
    *(
        _PLACE.selectinload(part)
        for part in (Location.addresses, Location.accessibility, Location.phones, Location.languages)
    ),
    defaultload(Service.phones).selectinload(Phone.languages),
    defaultload(Service.contacts).selectinload(Contact.phones).selectinload(Phone.languages),
)


@dataclass(frozen=True)
class EntryPage:
    """`total` counts all pages; `rows` are those of this one."""

    rows: Sequence[Row[Any]]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def find_entry(entry_id: uuid.UUID) -> Entry | None:
    """What lies two steps away (the address of a place) comes in one query a kind, however many there are."""
    return db.session.get(Service, entry_id, options=_INNER) or db.session.get(Guidance, entry_id)


def list_entries(wanted: EntryFilter, today: date) -> EntryPage:
    """One page by name, with all that the list shows: two queries whatever its length."""
    found = _select_entries(wanted, today).subquery()
    total = db.session.scalar(select(func.count()).select_from(found)) or 0
    first = (wanted.page - 1) * PAGE_SIZE
    if first >= total:
        return EntryPage([], total)
    page = select(found).order_by(found.c.name, found.c.id).limit(PAGE_SIZE).offset(first)
    return EntryPage(db.session.execute(page).all(), total)


def count_by_state(today: date) -> dict[str, int]:
    """Counts for the dashboard, by the name of the filter that lists them."""
    counts: dict[str, int] = {}
    for model in (Service, Guidance):
        by_status = select(model.status, func.count()).group_by(model.status)
        for status, number in db.session.execute(by_status):
            counts[status.value] = counts.get(status.value, 0) + number
        for name, rule in (("overdue", _is_overdue(model, today)), ("never", _is_never_checked(model))):
            number = db.session.scalar(select(func.count()).select_from(model).where(rule)) or 0
            counts[name] = counts.get(name, 0) + number
    return counts


def list_terms(taxonomy: str) -> Sequence[TaxonomyTerm]:
    """In the order of the tree as it is shown: position, then name."""
    return db.session.scalars(
        select(TaxonomyTerm)
        .join(Taxonomy)
        .where(Taxonomy.slug == taxonomy)
        .order_by(TaxonomyTerm.position, TaxonomyTerm.name)
    ).all()


def find_area_id(slug: str) -> uuid.UUID | None:
    return db.session.scalar(select(Area.id).where(Area.slug == slug).limit(1)) if slug else None


def list_areas(*kinds: AreaKind) -> Sequence[Area]:
    return db.session.scalars(
        select(Area).where(Area.kind.in_(kinds), Area.ends_on.is_(None)).order_by(Area.name)
    ).all()


def find_areas(slugs: Iterable[str], text: str, limit: int = 30) -> Sequence[Area]:
    """Those with these slugs, and those of today whose name or code holds every word of `text`."""
    words = text.replace("\0", "").split()[:8]
    either = Area.name.icontains, Area.code.icontains
    named = and_(
        Area.ends_on.is_(None),
        *(or_(*(holds(word[:100], autoescape=True) for holds in either)) for word in words),
    )
    wanted = [slug.replace("\0", "") for slug in slugs]
    known = Area.slug.in_(wanted)
    query = select(Area).where(or_(known, named) if words else known)
    return db.session.scalars(query.order_by(known.desc(), Area.name).limit(limit + len(wanted))).all()


def list_sources() -> list[str]:
    services = select(Service.source).where(Service.source.is_not(None))
    guidance = select(Guidance.source).where(Guidance.source.is_not(None))
    return sorted(source for source in db.session.scalars(services.union(guidance)) if source)


def find_organizations(text: str, limit: int = 20) -> Sequence[Organization]:
    """Those whose name holds every word of `text`, the shortest name first."""
    return _find_by_name(Organization, text, limit)


def find_services(text: str, limit: int = 20) -> Sequence[Service]:
    return _find_by_name(Service, text, limit)


def find_services_by_ids(ids: Iterable[str]) -> Sequence[Service]:
    """Text that is no id is passed over."""
    known = [uuid.UUID(text) for text in ids if _UUID.fullmatch(text)]
    return db.session.scalars(select(Service).where(Service.id.in_(known))).all() if known else []


def list_versions(entry: Entry) -> Sequence[Row[Any]]:
    """Newest first, as (version, action, at, name of who did it)."""
    return db.session.execute(
        select(EntryVersion.version, EntryVersion.action, EntryVersion.at, User.name.label("by"))
        .outerjoin(User, EntryVersion.actor_id == User.id)
        .where(EntryVersion.entry_id == entry.id)
        .order_by(EntryVersion.version.desc())
    ).all()


def find_version(entry: Entry, number: int) -> EntryVersion | None:
    return db.session.scalar(
        select(EntryVersion).where(EntryVersion.entry_id == entry.id, EntryVersion.version == number)
    )


def find_organization(organization_id: uuid.UUID) -> Organization | None:
    return db.session.get(Organization, organization_id)


def count_services_of(organization: Organization) -> int:
    of_it = select(func.count()).select_from(Service).where(Service.organization_id == organization.id)
    return db.session.scalar(of_it) or 0


def _find_by_name(model: Any, text: str, limit: int) -> Sequence[Any]:
    words = text.replace("\0", "").split()[:8]
    if not words:
        return []
    named = [model.name.icontains(word[:100], autoescape=True) for word in words]
    shortest_first = (func.length(model.name), model.name)
    return db.session.scalars(select(model).where(*named).order_by(*shortest_first).limit(limit)).all()


def _select_entries(wanted: EntryFilter, today: date) -> Select[Any] | CompoundSelect[Any]:
    selects = []
    if wanted.kind != "guidance":
        selects.append(_select_services(wanted, today))
    if wanted.kind in ("", "guidance") and not wanted.district:
        selects.append(_select_guidance(wanted, today))
    return union_all(*selects) if len(selects) > 1 else selects[0] if selects else _select_nothing()


def _select_nothing() -> Select[Any]:
    return select(Guidance.id, Guidance.name).where(literal(False))


def _select_services(wanted: EntryFilter, today: date) -> Select[Any]:
    query = select(
        *_columns(Service),
        type_coerce(Service.kind, String).label("kind"),
        Organization.name.label("organization"),
    )
    query = query.join(Organization, Service.organization_id == Organization.id)
    query = query.where(*_rules(Service, wanted, today))
    if wanted.kind:
        query = query.where(Service.kind == wanted.kind)
    if wanted.district:
        query = query.where(_is_in_district(wanted.district))
    for word in wanted.words:
        query = query.where(_holds(word, Service.name, Service.summary, Organization.name))
    return query


def _select_guidance(wanted: EntryFilter, today: date) -> Select[Any]:
    query = select(*_columns(Guidance), literal("guidance").label("kind"), null().label("organization"))
    query = query.where(*_rules(Guidance, wanted, today))
    for word in wanted.words:
        query = query.where(_holds(word, Guidance.name, Guidance.summary))
    return query


def _columns(model: type[Service] | type[Guidance]) -> list[ColumnElement[Any]]:
    names = ("id", "name", "status", "assured_at", "next_review_on", "last_modified", "source")
    return [getattr(model, name).label(name) for name in names]


def _rules(
    model: type[Service] | type[Guidance], wanted: EntryFilter, today: date
) -> list[ColumnElement[bool]]:
    rules = []
    if wanted.status:
        rules.append(model.status == Status(wanted.status))
    if wanted.source:
        rules.append(model.source == wanted.source)
    if wanted.review == "overdue":
        rules.append(_is_overdue(model, today))
    if wanted.review == "never":
        rules.append(_is_never_checked(model))
    if wanted.need:
        rules.append(_has_need(model, wanted.need))
    return rules


def _is_overdue(model: type[Service] | type[Guidance], today: date) -> ColumnElement[bool]:
    return model.status.in_(PUBLISHED) & (model.next_review_on < today)


def _is_never_checked(model: type[Service] | type[Guidance]) -> ColumnElement[bool]:
    return model.status.in_(PUBLISHED) & model.assured_at.is_(None)


def _has_need(model: type[Service] | type[Guidance], slug: str) -> ColumnElement[bool]:
    """The need itself, or one below it in the tree."""
    parent = aliased(TaxonomyTerm)
    link = Attribute.service_id if model is Service else Attribute.guidance_id
    return exists(
        select(Attribute.id)
        .join(TaxonomyTerm, Attribute.taxonomy_term_id == TaxonomyTerm.id)
        .outerjoin(parent, TaxonomyTerm.parent_id == parent.id)
        .where(link == model.id, or_(TaxonomyTerm.slug == slug, parent.slug == slug))
        .correlate(model)
    )


def _is_in_district(slug: str) -> ColumnElement[bool]:
    """Happens there, or serves the people there by name."""
    happens = (
        select(ServiceAtLocation.id)
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .join(Area, Location.district_id == Area.id)
        .where(ServiceAtLocation.service_id == Service.id, Area.slug == slug)
        .correlate(Service)
    )
    serves = (
        select(ServiceArea.id)
        .join(Area, ServiceArea.area_id == Area.id)
        .where(ServiceArea.service_id == Service.id, Area.slug == slug)
        .correlate(Service)
    )
    return or_(exists(happens), exists(serves))


def _holds(word: str, *columns: Any) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for column in columns))

"""Rows of the database to what the index knows of them.

This is where a confidential place is left out: neither its point nor its name, address or district
goes any further.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from directory.listings.presenters.phones import is_for_text_only
from directory.models import Area, Guidance, Location, Service, ServiceArea, ServiceAtLocation
from directory.models.codes import PUBLISHED, AreaKind, AttendingType, LocationType, Status, Visibility
from directory.search.arrays.document import REMOTE, Coverage, IndexDocument, Label, Point, Ring
from directory.search.index.costs import classify_cost
from directory.search.index.extents import read_rings
from directory.search.index.trees import AreaTree, NeedTree
from directory.search.safety.marking import mark_document

BATCH = 400
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


def list_entry_ids(session: Session) -> list[UUID]:
    """Every published entry, services first."""
    services = session.scalars(select(Service.id).where(Service.status.in_(PUBLISHED)).order_by(Service.id))
    guidance = session.scalars(
        select(Guidance.id).where(Guidance.status.in_(PUBLISHED)).order_by(Guidance.id)
    )
    return [*services, *guidance]


def load_documents(session: Session, entry_ids: Iterable[UUID]) -> Iterator[IndexDocument]:
    """The published ones among these entries; the others are no longer to be found."""
    wanted = list(entry_ids)
    if not wanted:
        return
    needs, areas = NeedTree.load(session), AreaTree.load(session)
    for start in range(0, len(wanted), BATCH):
        ids = wanted[start : start + BATCH]
        for service in session.scalars(_services(ids)):
            yield mark_document(read_service(service, needs, areas), _own_needs(service, needs))
        for guidance in session.scalars(_guidance(ids)):
            yield mark_document(read_guidance(guidance, needs), _own_needs(guidance, needs))
        session.expunge_all()


def list_neighbours(session: Session, entry_ids: Iterable[UUID]) -> set[UUID]:
    """Services that share a location with one of these: what is said of the place concerns them too."""
    places = select(ServiceAtLocation.location_id).where(ServiceAtLocation.service_id.in_(list(entry_ids)))
    sharing = select(ServiceAtLocation.service_id).where(ServiceAtLocation.location_id.in_(places))
    return set(session.scalars(sharing))


def _services(ids: list[UUID]) -> Select[tuple[Service]]:
    sites = selectinload(Service.service_at_locations)
    return (
        select(Service)
        .where(Service.id.in_(ids), Service.status.in_(PUBLISHED))
        .options(
            sites.selectinload(ServiceAtLocation.schedules),
            sites.joinedload(ServiceAtLocation.location).selectinload(Location.addresses),
            *(
                selectinload(part)
                for part in (
                    Service.schedules,
                    Service.phones,
                    Service.languages,
                    Service.cost_options,
                    Service.service_areas,
                    Service.eligibility,
                    Service.attributes,
                    Service.crisis_marks,
                )
            ),
        )
        .order_by(Service.id)
    )


def _guidance(ids: list[UUID]) -> Select[tuple[Guidance]]:
    return (
        select(Guidance)
        .where(Guidance.id.in_(ids), Guidance.status.in_(PUBLISHED))
        .options(selectinload(Guidance.attributes), selectinload(Guidance.crisis_marks))
        .order_by(Guidance.id)
    )


def _own_needs(entry: Service | Guidance, needs: NeedTree) -> list[str]:
    labels = (needs.labels.get(one.taxonomy_term_id) for one in entry.attributes)
    return [label.code for label in labels if label is not None]


def read_guidance(guidance: Guidance, needs: NeedTree) -> IndexDocument:
    """A guidance page helps wherever the reader is."""
    terms = needs.ancestry([one.taxonomy_term_id for one in guidance.attributes])
    return IndexDocument(
        entry_id=guidance.id,
        entry_type="guidance",
        kind="guidance",
        name=guidance.name,
        summary=guidance.summary,
        body=guidance.body,
        needs=tuple(needs.labels[term] for term in terms),
        need_words=needs.words_of(one.taxonomy_term_id for one in guidance.attributes),
        coverage=(Coverage(("online",), None),),
        crises=_crises(guidance),
        assured_on=guidance.assured_at.date() if guidance.assured_at else None,
    )


def read_service(service: Service, needs: NeedTree, areas: AreaTree) -> IndexDocument:
    """A service, group or activity. Its places count as near only where people come to them."""
    terms = needs.ancestry([one.taxonomy_term_id for one in service.attributes])
    deliveries = _deliveries(service)
    open_sites = [one.location for one in service.service_at_locations if _may_show(one.location)]
    closed = service.status == Status.TEMPORARILY_CLOSED
    at_place = "place" in deliveries
    return IndexDocument(
        entry_id=service.id,
        entry_type="service",
        kind=service.kind.value,
        name=service.name,
        alternate_names=(service.alternate_name,) if service.alternate_name else (),
        organization=service.organization.name,
        summary=service.summary,
        need_words=needs.words_of(one.taxonomy_term_id for one in service.attributes),
        body=_body(service, open_sites),
        needs=tuple(needs.labels[term] for term in terms),
        districts=_districts(service, open_sites, deliveries, areas),
        points=_points(service, Visibility.PUBLIC) if at_place else (),
        staff_points=_points(service, Visibility.STAFF) if at_place else (),
        coverage=_coverage(service, deliveries),
        polygons=tuple(ring for area in service.service_areas for ring in _rings(area)),
        deliveries=deliveries,
        cost=classify_cost(service.cost_options),
        days=_days(service),
        crises=_crises(service),
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        assured_on=service.assured_at.date() if service.assured_at else None,
        listed_until=service.ends_on,
        paused_until=date.max if closed else service.paused_until,
    )


def _crises(entry: Service | Guidance) -> tuple[str, ...]:
    return tuple(mark.crisis.value for mark in entry.crisis_marks)


def _may_show(location: Location) -> bool:
    return location.visibility == Visibility.PUBLIC


def _deliveries(service: Service) -> tuple[str, ...]:
    """As recorded; where nothing is, a place if it has one, else the telephone, or text messages where it has
    no number to ring."""
    if service.attending_types:
        return tuple(AttendingType(one).value for one in service.attending_types)
    if service.service_at_locations:
        return ("place",)
    return ("text",) if is_for_text_only(service.phones) else ("phone",)


def _points(service: Service, visibility: Visibility) -> tuple[Point, ...]:
    return tuple(
        (one.location.latitude, one.location.longitude)
        for one in service.service_at_locations
        if one.location.visibility == visibility
        and one.location.location_type == LocationType.PHYSICAL
        and one.location.latitude is not None
        and one.location.longitude is not None
    )


def _rings(area: ServiceArea) -> list[Ring]:
    return read_rings(area.extent) if area.area is None else []


def _coverage(service: Service, deliveries: tuple[str, ...]) -> tuple[Coverage, ...]:
    """Named areas as recorded. Help that comes to people and names no area is taken to serve anybody."""
    named = [area.area for area in service.service_areas if area.area is not None]
    if named:
        return tuple(
            Coverage(deliveries, None, area.name, nationwide=True)
            if _is_everywhere(area)
            else Coverage(deliveries, str(area.id), area.name)
            for area in named
        )
    remote = tuple(one for one in deliveries if one in REMOTE)
    if not remote or any(_rings(area) for area in service.service_areas):
        return ()
    said = next((area.name for area in service.service_areas if area.name), "")
    return (Coverage(remote, None, said),)


def _is_everywhere(area: Area) -> bool:
    return area.kind == AreaKind.COUNTRY and area.parent_id is None


def _districts(
    service: Service, open_sites: list[Location], deliveries: tuple[str, ...], areas: AreaTree
) -> tuple[Label, ...]:
    """Where it is, and every district it comes to or serves: a filter by district drops no help."""
    found: set[UUID | None] = {one.district_id for one in open_sites}
    coverage = _coverage(service, deliveries)
    if any(one.area_id is None for one in coverage):
        found.update(areas.districts())
    for one in service.service_areas:
        if one.area is not None:
            found.update(areas.districts_within(one.area.id))
            found.add(areas.find_district(one.area.id, one.area.parent_id))
    return tuple(sorted((areas.labels[one] for one in found if one in areas.labels), key=_code_of))


def _code_of(label: Label) -> str:
    return label.code


def _days(service: Service) -> tuple[str, ...]:
    schedules = [*service.schedules]
    for site in service.service_at_locations:
        schedules += site.schedules
    said = {code.strip()[-2:].lower() for one in schedules for code in (one.byday or "").split(",")}
    return tuple(day for day in DAYS if day in said)


def _body(service: Service, open_sites: list[Location]) -> str:
    parts: list[str | None] = [service.description, service.eligibility_description]
    for one in service.eligibility:
        parts += [one.description, one.taxonomy_term.name if one.taxonomy_term else None]
    for location in open_sites:
        parts += [location.name, location.alternate_name]
        parts += [f"{address.address_1} {address.city}" for address in location.addresses]
    parts += [language.name for language in service.languages]
    parts += [area.area.name if area.area else area.name for area in service.service_areas]
    return "\n".join(part for part in parts if part)

"""People who sign in, needs, areas and places."""

from typing import Any

from directory.extensions import db
from directory.models import (
    Area,
    PlacePoint,
    Postcode,
    Taxonomy,
    TaxonomyTerm,
    TermWord,
    User,
)
from directory.models.codes import AreaKind, PointKind, Role
from tests.factories.numbers import numbers


def make_user(*roles: Role, **values: Any) -> User:
    number = next(numbers)
    user = User(
        email=values.pop("email", f"person{number}@example.org"),
        name=values.pop("name", f"Person {number}"),
        roles=list(roles) or [Role.STAFF],
        **values,
    )
    db.session.add(user)
    db.session.flush()
    return user


def make_taxonomy(slug: str = "needs") -> Taxonomy:
    found = db.session.query(Taxonomy).filter_by(slug=slug).one_or_none()
    if found is None:
        found = Taxonomy(slug=slug, name=slug.title())
        db.session.add(found)
        db.session.flush()
    return found


def make_need(
    slug: str = "debt", *, parent: TaxonomyTerm | None = None, words: tuple[str, ...] = ()
) -> TaxonomyTerm:
    return make_term(slug, taxonomy="needs", parent=parent, words=words)


def make_term(
    slug: str, *, taxonomy: str = "people", parent: TaxonomyTerm | None = None, words: tuple[str, ...] = ()
) -> TaxonomyTerm:
    owner = make_taxonomy(taxonomy)
    term = db.session.query(TaxonomyTerm).filter_by(taxonomy_id=owner.id, slug=slug).one_or_none()
    if term is None:
        term = TaxonomyTerm(
            taxonomy=owner, slug=slug, name=slug.replace("-", " ").capitalize(), parent=parent
        )
        term.words = [TermWord(phrase=word) for word in words]
        db.session.add(term)
        db.session.flush()
    return term


def make_area(slug: str = "charnwood", kind: AreaKind = AreaKind.DISTRICT, **values: Any) -> Area:
    area = Area(kind=kind, slug=slug, name=values.pop("name", slug.replace("-", " ").title()), **values)
    db.session.add(area)
    db.session.flush()
    return area


def make_postcode(
    postcode: str = "LE1 1AA", latitude: float = 52.63, longitude: float = -1.13, **values: Any
) -> Postcode:
    row = Postcode(postcode=postcode.replace(" ", ""), latitude=latitude, longitude=longitude, **values)
    db.session.add(row)
    db.session.flush()
    return row


def make_town(
    name: str = "Loughborough", latitude: float = 52.772, longitude: float = -1.206, **values: Any
) -> PlacePoint:
    where = {"latitude": latitude, "longitude": longitude} | values
    row = PlacePoint(kind=PointKind.TOWN, key=name.lower(), name=name, **where)
    db.session.add(row)
    db.session.flush()
    return row

"""What HSDS 3 and Open Referral UK 3.0 require of a service, as input schemas that name each fault by its
path. They follow the published schemas with four allowances, for what real feeds send: null means absent,
a number may stand in quotation marks, an address of a web page may lack its https://, unknown fields are
let through. Fields with no place in the standard (kind, needs ...) are the directory's own."""

import re
from typing import Any
from urllib.parse import urlsplit

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from directory.models.codes import AttendingType, LocationType, ReferralRoute, ServiceKind, Status

_BARE_HOST = re.compile(r"^[\w-]+(\.[\w-]+)*\.[a-z]{2,}([/?#].*)?$", re.I)
PUBLIC_STATUSES = (Status.ACTIVE, Status.INACTIVE, Status.DEFUNCT, Status.TEMPORARILY_CLOSED)


def _text(**more: Any) -> fields.String:
    return fields.String(allow_none=not more.get("required"), **more)


def _one_of(codes: Any, **more: Any) -> fields.String:
    return _text(validate=validate.OneOf([code.value for code in codes]), **more)


class Uri(fields.String):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs).strip()
        if text and not (_has_scheme(text) or _BARE_HOST.match(text)):
            raise ValidationError("Not a web address, like https://www.example.org/")
        return text


class Email(fields.String):
    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs).strip()
        if text and "@" not in text:
            raise ValidationError("Not an e-mail address.")
        return text


class Feed(Schema):
    class Meta:
        unknown = EXCLUDE

    id = _text()


def _parts(schema: type[Schema]) -> fields.List:
    return fields.List(fields.Nested(schema), allow_none=True)


class FeedTerm(Feed):
    name = _text()
    code = _text()
    description = _text()
    parent_id = _text()
    taxonomy = _text()
    term = _text()
    term_uri = Uri(allow_none=True)


class StrictFeedTerm(FeedTerm):
    name = _text(required=True)
    description = _text(required=True)


class FeedAttribute(Feed):
    link_type = _text()
    taxonomy_term = fields.Nested(FeedTerm, allow_none=True)


class StrictFeedAttribute(FeedAttribute):
    taxonomy_term = fields.Nested(StrictFeedTerm, allow_none=True)


class FeedLanguage(Feed):
    name = _text()
    code = _text()
    note = _text()


class FeedPhone(Feed):
    number = _text(required=True)
    description = _text()
    languages = _parts(FeedLanguage)


class FeedContact(Feed):
    name = _text()
    title = _text()
    email = Email(allow_none=True)
    phones = _parts(FeedPhone)


class FeedSchedule(Feed):
    valid_from = _text()
    valid_to = _text()
    dtstart = _text()
    freq = _text(validate=validate.OneOf(["WEEKLY", "MONTHLY"]))
    interval = fields.Float(allow_none=True)
    byday = _text()
    bymonthday = _text()
    description = _text()
    opens_at = _text()
    closes_at = _text()
    schedule_link = Uri(allow_none=True)
    attending_type = _text()
    notes = _text()


class FeedAddress(Feed):
    attention = _text()
    address_1 = _text()
    city = _text()
    region = _text()
    state_province = _text()
    postal_code = _text()
    country = _text()
    address_type = _one_of(LocationType)


class StrictFeedAddress(FeedAddress):
    """Of a feed, which must give the whole address."""

    address_1 = _text(required=True)
    city = _text(required=True)
    state_province = _text(required=True)
    postal_code = _text(required=True)
    country = _text(required=True)
    address_type = _one_of(LocationType, required=True)


class FeedAccessibility(Feed):
    description = _text()
    details = _text()
    url = Uri(allow_none=True)
    accessibility = _text()


class FeedLocation(Feed):
    location_type = _one_of(LocationType, required=True)
    name = _text()
    description = _text()
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)
    external_identifier = _text()
    external_identifier_type = _text()
    addresses = _parts(FeedAddress)
    accessibility = _parts(FeedAccessibility)
    phones = _parts(FeedPhone)
    languages = _parts(FeedLanguage)


class StrictFeedLocation(FeedLocation):
    addresses = _parts(StrictFeedAddress)


class FeedServiceAtLocation(Feed):
    description = _text()
    location = fields.Nested(FeedLocation, allow_none=True)
    schedules = _parts(FeedSchedule)


class StrictFeedServiceAtLocation(FeedServiceAtLocation):
    location = fields.Nested(StrictFeedLocation, allow_none=True)


class FeedIdentifier(Feed):
    identifier_scheme = _text()
    identifier_type = _text(required=True)
    identifier = _text(required=True)


class FeedFunding(Feed):
    source = _text()


class FeedOrganization(Feed):
    name = _text(required=True)
    description = _text()
    email = Email(allow_none=True)
    website = Uri(allow_none=True)
    logo = _text()
    uri = Uri(allow_none=True)
    parent_organization_id = _text()
    organization_identifiers = _parts(FeedIdentifier)
    phones = _parts(FeedPhone)
    contacts = _parts(FeedContact)


class StrictFeedOrganization(FeedOrganization):
    id = _text(required=True)
    description = _text(required=True)


class FeedCostOption(Feed):
    valid_from = _text()
    valid_to = _text()
    option = _text()
    currency = _text()
    amount = fields.Float(allow_none=True)
    amount_description = _text()


class FeedServiceArea(Feed):
    name = _text()
    extent = fields.Raw(allow_none=True)
    extent_type = _text()
    uri = _text()
    service_area = _text()


class FeedUrl(Feed):
    label = _text()
    url = Uri(required=True)


class FeedServiceSchema(Feed):
    """A service from a table: required is only what an entry cannot be without."""

    id = _text(required=True, validate=validate.Length(min=1, max=200))
    organization_id = _text()
    name = _text(required=True, validate=validate.Length(min=1))
    alternate_name = _text()
    description = _text()
    url = Uri(allow_none=True)
    email = Email(allow_none=True)
    status = _one_of(PUBLIC_STATUSES)
    fees = _text()
    accreditations = _text()
    minimum_age = fields.Float(allow_none=True)
    maximum_age = fields.Float(allow_none=True)
    assured_date = _text()
    assurer_email = Email(allow_none=True)
    alert = _text()
    last_modified = _text()
    schedules = _parts(FeedSchedule)
    service_areas = _parts(FeedServiceArea)
    service_at_locations = _parts(FeedServiceAtLocation)
    languages = _parts(FeedLanguage)
    organization = fields.Nested(FeedOrganization, allow_none=True)
    funding = _parts(FeedFunding)
    cost_options = _parts(FeedCostOption)
    contacts = _parts(FeedContact)
    phones = _parts(FeedPhone)
    attributes = _parts(FeedAttribute)
    urls = _parts(FeedUrl)
    kind = _one_of(ServiceKind)
    summary = _text()
    needs = fields.List(_text(required=True), allow_none=True)
    people = fields.List(_text(required=True), allow_none=True)
    attending_types = fields.List(_one_of(AttendingType, required=True), allow_none=True)
    referral_routes = fields.List(_one_of(ReferralRoute, required=True), allow_none=True)
    referred_through = fields.List(_text(required=True), allow_none=True)


class StrictFeedServiceSchema(FeedServiceSchema):
    """A service from a feed, as Open Referral UK 3.0 requires it."""

    status = _one_of(PUBLIC_STATUSES, required=True)
    organization = fields.Nested(StrictFeedOrganization, allow_none=True)
    service_at_locations = _parts(StrictFeedServiceAtLocation)
    attributes = _parts(StrictFeedAttribute)


def _has_scheme(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path)) and " " not in text

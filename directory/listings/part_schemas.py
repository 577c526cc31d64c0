"""The parts of entry data. Every part may carry its `id`: with it, an edit keeps the same row."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from directory.listings.fields import (
    EmailAddress,
    PhoneNumber,
    Pounds,
    Prose,
    WebAddress,
    Words,
    blank_as_none,
)
from directory.models.codes import AttendingType, CheckKind, Frequency, LocationType, Visibility

_MOST_PARTS = 200
_BYDAY = re.compile(r"^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*$")
_BYMONTHDAY = re.compile(r"^-?\d{1,2}(,-?\d{1,2})*$")


class PartSchema(Schema):
    id = fields.UUID()

    @pre_load
    def read_blanks(self, data: Any, **_: Any) -> Any:
        return blank_as_none(data, self.fields)


def part_list(schema: type[Schema]) -> fields.List:
    return fields.List(fields.Nested(schema), validate=validate.Length(max=_MOST_PARTS))


class LanguageSchema(PartSchema):
    name = Words(100)
    code = Words(20)
    note = Words(300)


class PhoneSchema(PartSchema):
    number = PhoneNumber(required=True)
    extension = Words(20)
    type = Words(30)
    description = Words(300)
    languages = part_list(LanguageSchema)


class ContactSchema(PartSchema):
    name = Words(200)
    title = Words(200)
    department = Words(200)
    email = EmailAddress()
    phones = part_list(PhoneSchema)


class FundingSchema(PartSchema):
    source = Words(500, required=True)


class UrlSchema(PartSchema):
    label = Words(200)
    url = WebAddress(required=True)


class ScheduleSchema(PartSchema):
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)
    dtstart = fields.Date(allow_none=True)
    freq = fields.Enum(Frequency, by_value=True, allow_none=True)
    interval = fields.Integer(allow_none=True, validate=validate.Range(1, 52))
    byday = Words(100, validate=validate.Regexp(_BYDAY, error="Use days like MO,WE or 1TU."))
    bymonthday = Words(100, validate=validate.Regexp(_BYMONTHDAY, error="Use dates like 1,15 or -1."))
    opens_at = fields.Time(allow_none=True)
    closes_at = fields.Time(allow_none=True)
    description = Prose()
    attending_type = fields.Enum(AttendingType, by_value=True, allow_none=True)
    schedule_link = WebAddress()
    notes = Prose()

    @validates_schema
    def check_dates(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and first > last:
            raise ValidationError("The last date must not be before the first.", "valid_to")


class AddressSchema(PartSchema):
    attention = Words(200)
    address_1 = Words(300, required=True)
    address_2 = Words(300)
    city = Words(100, empty="")
    region = Words(100)
    state_province = Words(100, empty="")
    postal_code = Words(20, empty="")
    country = Words(2, empty="GB")
    address_type = fields.Enum(LocationType, by_value=True, load_default=LocationType.PHYSICAL)


class AccessibilitySchema(PartSchema):
    description = Words(500)
    details = Prose()
    url = WebAddress()


class LocationSchema(PartSchema):
    """With the `id` of a known location, that location, for every entry that uses it. Without `visibility`,
    who may know it stays as it is; a new one is public. Without coordinates, they are looked up from the
    postcode. Degrees, WGS 84."""

    location_type = fields.Enum(LocationType, by_value=True, load_default=LocationType.PHYSICAL)
    visibility = fields.Enum(Visibility, by_value=True)
    name = Words(300)
    alternate_name = Words(300)
    description = Prose()
    transportation = Prose()
    latitude = fields.Float(allow_none=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(allow_none=True, validate=validate.Range(-180, 180))
    url = WebAddress()
    addresses = part_list(AddressSchema)
    accessibility = part_list(AccessibilitySchema)
    phones = part_list(PhoneSchema)
    languages = part_list(LanguageSchema)
    source = Words(200)
    source_id = Words(200)


class ServiceAtLocationSchema(PartSchema):
    description = Prose()
    location = fields.Nested(LocationSchema, required=True)
    schedules = part_list(ScheduleSchema)


class EligibilitySchema(PartSchema):
    """`people` is the slug of a term of the "people" taxonomy."""

    people = Words(120)
    description = Words(500)


class CostOptionSchema(PartSchema):
    valid_from = fields.Date(allow_none=True)
    valid_to = fields.Date(allow_none=True)
    option = Words(200)
    currency = Words(3, empty="GBP")
    amount = Pounds(attribute="amount_pence")
    amount_description = Words(500)


class ServiceAreaSchema(PartSchema):
    """`area` is the slug or the ONS/ODS code of a known area; `extent` is GeoJSON."""

    name = Words(300)
    description = Prose()
    area = Words(120)
    extent = fields.Dict(allow_none=True)
    extent_type = Words(30)
    uri = Words(500)


class CheckSchema(PartSchema):
    kind = fields.Enum(CheckKind, by_value=True, required=True)
    checked_on = fields.Date(required=True)
    expires_on = fields.Date(allow_none=True)
    note = Words(500)

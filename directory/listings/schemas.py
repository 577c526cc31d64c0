"""Entry data: the one nested shape in which an entry is imported, edited, kept as a version and restored.
Names and nesting are those of HSDS 3."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate, validates_schema

from directory.listings.fields import EmailAddress, Prose, WebAddress, Words, blank_as_none
from directory.listings.part_schemas import (
    CheckSchema,
    ContactSchema,
    CostOptionSchema,
    EligibilitySchema,
    FundingSchema,
    LanguageSchema,
    PhoneSchema,
    ScheduleSchema,
    ServiceAreaSchema,
    ServiceAtLocationSchema,
    UrlSchema,
    part_list,
)
from directory.models.codes import (
    AssuranceMethod,
    AttendingType,
    AvailabilityStatus,
    Crisis,
    ReferralRoute,
    ServiceKind,
    Status,
)


class IdentifierSchema(Schema):
    id = fields.UUID()
    identifier_scheme = Words(40)
    identifier_type = Words(100, required=True)
    identifier = Words(100, required=True)


class OrganizationSchema(Schema):
    """With `id`, that organization, or a new one with that id; else the one of that name, or a new one."""

    class Meta:
        unknown = RAISE

    id = fields.UUID()
    name = Words(200, required=True)
    alternate_name = Words(200)
    description = Prose(empty="")
    email = EmailAddress()
    website = WebAddress()
    year_incorporated = fields.Integer(allow_none=True, validate=validate.Range(1000, 2100))
    legal_status = Words(100)
    logo = WebAddress()
    uri = WebAddress()
    parent_organization_id = fields.UUID(allow_none=True)
    organization_identifiers = part_list(IdentifierSchema)
    phones = part_list(PhoneSchema)
    contacts = part_list(ContactSchema)
    fundings = part_list(FundingSchema)
    urls = part_list(UrlSchema)


class AvailabilitySchema(Schema):
    """`said_on` is the date somebody said so: the statement lapses after AVAILABILITY_DAYS."""

    status = fields.Enum(AvailabilityStatus, by_value=True, load_default=AvailabilityStatus.NOT_KNOWN)
    note = Words(300)
    said_on = fields.Date(allow_none=True)
    paused_until = fields.Date(allow_none=True)


class AttributeSchema(Schema):
    """A term of a taxonomy other than "needs" and "people"."""

    id = fields.UUID()
    taxonomy_term_id = fields.UUID(required=True)
    link_type = Words(100)
    value = Words(500)


class EntrySchema(Schema):
    class Meta:
        unknown = RAISE

    id = fields.UUID()
    name = Words(200, required=True)
    summary = Words(500, empty="")
    status = fields.Enum(Status, by_value=True)
    needs = fields.List(Words(120, required=True))
    attributes = part_list(AttributeSchema)
    source = Words(200)
    source_id = Words(200)
    assured_at = fields.AwareDateTime(allow_none=True)
    assured_by = Words(200)
    assurer_email = EmailAddress()
    assured_how = fields.Enum(AssuranceMethod, by_value=True, allow_none=True)
    next_review_on = fields.Date(allow_none=True)
    internal_note = Prose()
    # Kept in versions. Only listings.actions.mark_for_crisis changes it.
    crisis_marks = fields.List(fields.Enum(Crisis, by_value=True))

    @pre_load
    def read_blanks(self, data: Any, **_: Any) -> Any:
        return blank_as_none(data, self.fields)


class ServiceSchema(EntrySchema):
    kind = fields.Enum(ServiceKind, by_value=True)
    organization = fields.Nested(OrganizationSchema)
    organization_id = fields.UUID(load_only=True)
    alternate_name = Words(200)
    description = Prose(empty="")
    url = WebAddress()
    email = EmailAddress()
    interpretation_services = Prose()
    application_process = Prose()
    fees_description = Prose()
    accreditations = Prose()
    licenses = Prose()
    eligibility_description = Prose()
    minimum_age = fields.Integer(allow_none=True, validate=validate.Range(0, 130))
    maximum_age = fields.Integer(allow_none=True, validate=validate.Range(0, 130))
    alert = Prose()
    attending_types = fields.List(fields.Enum(AttendingType, by_value=True))
    referral_routes = fields.List(fields.Enum(ReferralRoute, by_value=True))
    referred_through = fields.List(fields.UUID())
    availability = fields.Nested(AvailabilitySchema)
    ends_on = fields.Date(allow_none=True)
    eligibility = part_list(EligibilitySchema)
    service_at_locations = part_list(ServiceAtLocationSchema)
    schedules = part_list(ScheduleSchema)
    phones = part_list(PhoneSchema)
    contacts = part_list(ContactSchema)
    languages = part_list(LanguageSchema)
    cost_options = part_list(CostOptionSchema)
    service_areas = part_list(ServiceAreaSchema)
    fundings = part_list(FundingSchema)
    urls = part_list(UrlSchema)
    checks = part_list(CheckSchema)

    @validates_schema
    def check_ages(self, data: dict[str, Any], **_: Any) -> None:
        lowest, highest = data.get("minimum_age"), data.get("maximum_age")
        if lowest is not None and highest is not None and lowest > highest:
            raise ValidationError("The oldest age must not be below the youngest.", "maximum_age")


class GuidanceLinkSchema(Schema):
    id = fields.UUID()
    label = Words(200, required=True)
    url = WebAddress(required=True)


class GuidanceSchema(EntrySchema):
    """`body` is Markdown."""

    body = Prose(empty="")
    links = part_list(GuidanceLinkSchema)

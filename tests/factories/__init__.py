"""Rows for tests. Each make_* gives a complete, valid record; a test says only what it is about."""

from tests.factories.casework import (
    make_body,
    make_destination,
    make_enquiry,
    make_framework,
    make_logged_search,
    make_proposal,
    make_safeguarding_contact,
    make_support_record,
    make_unmet_group,
    make_unmet_need,
)
from tests.factories.entries import make_guidance, make_index, make_location_data, make_service, service_data
from tests.factories.network import make_role_type, make_support_role, make_team
from tests.factories.words_and_places import (
    make_area,
    make_need,
    make_postcode,
    make_taxonomy,
    make_term,
    make_town,
    make_user,
)

__all__ = [
    "make_area",
    "make_body",
    "make_destination",
    "make_enquiry",
    "make_framework",
    "make_guidance",
    "make_index",
    "make_location_data",
    "make_logged_search",
    "make_need",
    "make_postcode",
    "make_proposal",
    "make_role_type",
    "make_safeguarding_contact",
    "make_service",
    "make_support_record",
    "make_support_role",
    "make_taxonomy",
    "make_team",
    "make_term",
    "make_town",
    "make_unmet_group",
    "make_unmet_need",
    "make_user",
    "service_data",
]

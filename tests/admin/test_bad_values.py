"""What is wrong is told beside its field; whatever is sent, the desk does not break."""

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.listings.dumping import dump_entry
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.admin.forms import make_full_service, open_part, read_form, send_part

PLACE = "service_at_locations.0"
TIME = f"{PLACE}.schedules.0"
# Not among the choices, so no choice can show them as chosen.
NOT_ON_OFFER = ("emperor", "maybe", ["dragons"])


@pytest.mark.parametrize(
    ("slug", "typed", "field", "message"),
    [
        ("basics", {"name": ""}, "name", "Enter something here."),
        ("basics", {"kind": "emperor"}, "kind", "Choose from the list."),
        ("basics", {"summary": "x" * 600}, "summary", "500 characters or fewer"),
        ("needs", {"minimum_age": "70", "maximum_age": "65"}, "maximum_age", "below the youngest"),
        ("needs", {"minimum_age": "young"}, "minimum_age", "Enter a whole number."),
        ("needs", {"needs": ["dragons"]}, "needs", "There is no needs term"),
        ("contact", {"phones.0.number": "none"}, "phones.0.number", "Enter a telephone number"),
        ("contact", {"email": "nobody"}, "email", "Enter an e-mail address"),
        ("contact", {"url": "javascript:alert(1)"}, "url", "Enter a web address"),
        ("cost", {"cost_options.0.amount": "lots"}, "cost_options.0.amount", "Enter an amount in pounds"),
        ("joining", {"availability.said_on": "soon"}, "availability.said_on", "Enter a date"),
        ("joining", {"availability.status": "maybe"}, "availability.status", "Choose from the list."),
        ("areas", {"service_areas.0.area": "atlantis"}, "service_areas", "There is no area"),
        ("checks", {"checks.0.checked_on": ""}, "checks.0.checked_on", "Fill this in."),
        ("where-when", {f"{TIME}.days": []}, f"{TIME}.days", "Choose the days"),
        ("where-when", {f"{TIME}.opens_at": "late"}, f"{TIME}.opens_at", "Enter a time"),
        ("where-when", {f"{PLACE}.location.latitude": "95"}, f"{PLACE}.location.latitude", "Must be"),
    ],
)  # fmt: skip
def test_a_bad_value_is_told_beside_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, slug: str, typed: dict[str, object], field: str, message: str
) -> None:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    service = make_full_service()
    before = dump_entry(service)
    form = open_part(client, service, slug) | typed
    answer = send_part(client, service, slug, form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    before_it, after_it = answer.text.split(f'id="{field}"', 1)
    assert message in before_it[-700:] + after_it[:700]
    kept = read_form(answer.text)
    for name, value in typed.items():
        if value not in NOT_ON_OFFER:
            assert kept.get(name, []) == ([value] if isinstance(value, str) else value)
    db.session.expire_all()
    assert dump_entry(service) == before

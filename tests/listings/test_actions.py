import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.errors import EditConflict, InvalidData
from directory.extensions import db
from directory.listings import actions, assembly
from directory.models import AuditEvent, Change, EntryVersion, Location, Organization, Service
from directory.models.codes import AssuranceMethod, Status, Visibility
from tests.factories import (
    make_guidance,
    make_location_data,
    make_need,
    make_service,
    make_user,
    service_data,
)

pytestmark = pytest.mark.both_engines


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_creating_a_service_keeps_a_version_an_audit_line_and_a_change(app: Flask) -> None:
    decoy = make_service()
    service = make_service(name="Tea and talk")
    version = db.session.scalars(select(EntryVersion).where(EntryVersion.entry_id == service.id)).one()
    assert (version.version, version.action, version.snapshot["name"]) == (1, "create", "Tea and talk")
    assert count(AuditEvent) == 2
    assert [c.entry_id for c in db.session.scalars(select(Change).order_by(Change.seq))] == [
        decoy.id,
        service.id,
    ]


def test_an_edit_changes_only_what_it_names(app: Flask) -> None:
    service = make_service(description="Old words", phones=[{"number": "0116 496 0001"}])
    phone_id = service.phones[0].id
    actions.edit_service(actor=None, service=service, data={"summary": "New."}, expected_version=1)
    assert (service.summary, service.description, service.version) == ("New.", "Old words", 2)
    assert service.phones[0].id == phone_id


def test_an_edit_that_started_from_an_older_version_is_refused(app: Flask) -> None:
    service = make_service()
    actions.edit_service(actor=None, service=service, data={"summary": "Mine."}, expected_version=1)
    with pytest.raises(EditConflict) as caught:
        actions.edit_service(actor=None, service=service, data={"summary": "Theirs."}, expected_version=1)
    assert caught.value.current_version == 2
    assert service.summary == "Mine."


def test_a_version_loaded_again_makes_the_same_entry(app: Flask) -> None:
    make_need("debt")
    service = make_service(
        needs=["debt", "company"],
        minimum_age=18,
        cost_options=[{"option": "A cup of tea", "amount": "1.50"}],
        schedules=[{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
        service_at_locations=[make_location_data()],
        availability={"status": "waiting_list", "note": "About 3 weeks", "said_on": "2026-01-02"},
    )
    before = assembly.dump_entry(service)
    actions.edit_service(actor=None, service=service, data=before, expected_version=1)
    db.session.expire_all()
    assert assembly.dump_entry(service) == before


def test_a_part_left_out_of_an_edited_list_is_removed(app: Flask) -> None:
    service = make_service(phones=[{"number": "0116 496 0001"}, {"number": "0116 496 0002"}])
    kept = service.phones[1].id
    data = {"phones": [{"id": str(kept), "number": "0116 496 0003"}]}
    actions.edit_service(actor=None, service=service, data=data, expected_version=1)
    db.session.expire_all()
    assert [(p.id, p.number) for p in service.phones] == [(kept, "0116 496 0003")]


def test_bad_values_are_named_by_their_path_and_nothing_is_kept(app: Flask) -> None:
    make_service()
    before = count(Service)
    data = service_data(phones=[{"number": "none"}], minimum_age=200, url="javascript:alert(1)")
    with pytest.raises(InvalidData) as caught:
        actions.create_service(actor=None, data=data)
    assert set(caught.value.fields) == {"phones.0.number", "minimum_age", "url"}
    assert count(Service) == before


def test_an_unknown_need_is_refused_by_name(app: Flask) -> None:
    with pytest.raises(InvalidData, match="no needs term") as caught:
        make_service(needs=["company", "dragons"])
    assert list(caught.value.fields) == ["needs.1"]


def test_organizations_of_one_name_are_one_organization(app: Flask) -> None:
    first = make_service(organization={"name": "Example Friends"})
    second = make_service(organization={"name": "EXAMPLE friends"})
    assert first.organization_id == second.organization_id
    assert db.session.scalar(select(func.count()).where(Organization.name.ilike("example friends"))) == 1


def test_assuring_does_not_edit_and_editing_does_not_assure(app: Flask) -> None:
    officer = make_user(name="Kit Okafor")
    service = make_service(summary="As it was.")
    assert service.assured_at is None
    actions.assure_entry(actor=officer, entry=service, how=AssuranceMethod.PHONE)
    assured = service.assured_at
    actions.edit_service(actor=officer, service=service, data={"summary": "Now."}, expected_version=2)
    assert service.assured_at == assured
    assert service.assured_by == "Kit Okafor"


def test_an_entry_nobody_could_reach_is_not_published(app: Flask) -> None:
    service = make_service(status="draft", phones=[])
    with pytest.raises(InvalidData) as caught:
        actions.publish_entry(actor=None, entry=service)
    assert list(caught.value.fields) == ["phones"]
    assert service.status == Status.DRAFT


def test_suspending_hides_at_once_and_keeps_the_reason_from_the_entry(app: Flask) -> None:
    service = make_service()
    actions.suspend_entry(actor=make_user(), entry=service, reason="A worrying call")
    assert service.status == Status.SUSPENDED
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.event == "entry.suspend")).one()
    assert event.facts["reason"] == "A worrying call"
    assert "worrying" not in str(assembly.dump_entry(service))


def test_a_confidential_place_is_stored_without_coordinates(app: Flask) -> None:
    decoy = make_service(service_at_locations=[make_location_data()])
    refuge = make_service(service_at_locations=[make_location_data(visibility="confidential")])
    assert decoy.service_at_locations[0].location.latitude == 52.63
    assert refuge.service_at_locations[0].location.latitude is None
    assert count(Location) == 2


def test_an_earlier_version_can_be_restored(app: Flask) -> None:
    service = make_service(summary="First.")
    actions.edit_service(actor=None, service=service, data={"summary": "Second."}, expected_version=1)
    first = db.session.scalars(select(EntryVersion).where(EntryVersion.version == 1)).one()
    actions.restore_version(actor=None, entry=service, version=first, expected_version=2)
    assert (service.summary, service.version) == ("First.", 3)


def test_guidance_is_edited_by_the_same_rules(app: Flask) -> None:
    guidance = make_guidance(links=[{"label": "More", "url": "https://www.example.org/"}])
    actions.edit_guidance(actor=None, guidance=guidance, data={"body": "New"}, expected_version=1)
    assert (guidance.body, guidance.version, guidance.links[0].label) == ("New", 2, "More")


def at_place_of(service: Service) -> dict[str, object]:
    """The place as a form of an entry there hands it in."""
    place = assembly.dump_entry(service)["service_at_locations"][0]["location"]
    return {"service_at_locations": [{"location": place}]}


def test_a_form_opened_before_a_shared_place_became_confidential_cannot_make_it_public_again(
    app: Flask,
) -> None:
    refuge = make_service(service_at_locations=[make_location_data()])
    place = refuge.service_at_locations[0].location
    other, decoy = (
        make_service(**at_place_of(refuge)),
        make_service(service_at_locations=[make_location_data(addresses=[{"address_1": "2 Other Road"}])]),
    )
    opened, stale = other.version, at_place_of(other)
    hidden = {"service_at_locations": [make_location_data(id=str(place.id), visibility="confidential")]}
    actions.edit_service(actor=None, service=refuge, data=hidden, expected_version=1)
    with pytest.raises(EditConflict):
        actions.edit_service(actor=None, service=other, data=stale, expected_version=opened)
    assert (place.visibility, place.latitude) == (Visibility.CONFIDENTIAL, None)
    assert assembly.dump_entry(other)["service_at_locations"][0]["location"]["visibility"] == "confidential"
    assert (other.version, decoy.version) == (2, 1)


def test_saving_a_place_as_it_was_is_no_change_for_the_others_there(app: Flask) -> None:
    service = make_service(service_at_locations=[make_location_data()])
    other = make_service(**at_place_of(service))
    actions.edit_service(actor=None, service=service, data=at_place_of(service), expected_version=1)
    assert (service.version, other.version) == (2, 1)


def test_data_that_does_not_say_who_may_know_a_place_leaves_it_hidden(app: Flask) -> None:
    service = make_service(service_at_locations=[make_location_data(visibility="confidential")])
    place = service.service_at_locations[0].location
    silent = {"service_at_locations": [make_location_data(id=str(place.id), name="Another name")]}
    actions.edit_service(actor=None, service=service, data=silent, expected_version=1)
    assert (place.name, place.visibility) == ("Another name", Visibility.CONFIDENTIAL)
    assert (place.latitude, place.longitude) == (None, None)


def test_an_old_version_does_not_show_a_place_that_was_hidden_since(app: Flask) -> None:
    service = make_service(service_at_locations=[make_location_data()])
    place = service.service_at_locations[0].location
    hidden = {"service_at_locations": [make_location_data(id=str(place.id), visibility="confidential")]}
    actions.edit_service(actor=None, service=service, data=hidden, expected_version=1)
    first = db.session.scalars(select(EntryVersion).where(EntryVersion.version == 1)).one()
    actions.restore_version(actor=None, entry=service, version=first, expected_version=2)
    assert (place.visibility, place.latitude) == (Visibility.CONFIDENTIAL, None)

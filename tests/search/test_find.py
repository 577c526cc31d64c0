"""Searching a small directory, straight from its rows and through an index."""

from datetime import date

import pytest
from flask import Flask

from directory.extensions import db
from directory.listings import actions
from directory.models import AreaMembership, Service
from directory.models.codes import AreaKind
from directory.places.distance import measure_distance
from tests.factories import (
    make_area,
    make_guidance,
    make_location_data,
    make_need,
    make_postcode,
    make_service,
    make_town,
)
from tests.search.searching import Search, names, search_for


def test_words_find_an_entry_by_its_name_and_not_another(searched: Search):
    make_service(name="Debt advice on Mondays")
    make_service(name="Walking football")
    assert names(searched(q="debts")) == ["Debt advice on Mondays"]


@pytest.mark.both_engines
def test_a_word_people_use_for_a_need_finds_what_is_listed_under_the_need(searched: Search):
    make_need("fuel", words=("no money for the meter",))
    make_service(name="Warm homes", needs=["fuel"])
    make_service(name="Singing for fun")
    assert names(searched(q="no money for the meter")) == ["Warm homes"]


def test_a_word_accepted_for_a_need_works_without_a_new_index(app: Flask):
    fuel = make_need("fuel")
    make_service(name="Warm homes", needs=["fuel"])
    make_service(name="Singing for fun")
    assert names(search_for(q="leccy")) == []
    fuel.words.append(type(fuel).words.property.mapper.class_(phrase="leccy"))
    assert names(search_for(q="leccy")) == ["Warm homes"]


def test_a_quoted_phrase_must_stand_in_the_entry_as_written(searched: Search):
    make_service(name="Coffee morning")
    make_service(name="Morning walk with coffee")
    assert names(searched(q='"coffee morning"')) == ["Coffee morning"]


def test_all_words_must_be_there_where_all_are_asked_for(searched: Search):
    make_service(name="Carers coffee")
    make_service(name="Carers walk")
    assert names(searched(q="carers walk", match="all")) == ["Carers walk"]


def test_a_near_place_comes_first_and_says_how_far_it_is(searched: Search):
    make_town("Loughborough", 52.772, -1.206)
    make_service(name="Far club", service_at_locations=[make_location_data(52.63, -1.13)])
    make_service(name="Near club", service_at_locations=[make_location_data(52.782, -1.206)])
    results = searched(q="club", place="Loughborough")
    assert names(results) == ["Near club", "Far club"]
    assert results.hits[0].reasons == ("0.7 miles away",)


@pytest.mark.both_engines
def test_a_distance_drops_far_places_but_not_help_that_comes_to_the_person(searched: Search):
    leicester = make_area("leicester", code="E06000016")
    charnwood = make_area("charnwood", code="E07000130")
    make_postcode("LE11 1AA", 52.772, -1.206, district_code="E07000130")
    make_service(name="Far club", service_at_locations=[make_location_data(52.63, -1.13)])
    make_service(name="Near club", service_at_locations=[make_location_data(52.775, -1.206)])
    make_service(name="Phone club", attending_types=["phone"])
    make_service(name="Home club", attending_types=["home"], service_areas=[{"area": charnwood.slug}])
    make_service(name="Other home club", attending_types=["home"], service_areas=[{"area": leicester.slug}])
    results = searched(q="club", place="LE11 1AA", within="2")
    assert set(names(results)) == {"Near club", "Phone club", "Home club"}
    reasons = dict(zip(names(results), [hit.reasons for hit in results.hits], strict=True))
    assert reasons["Home club"] == ("Visits homes in Charnwood",)
    assert reasons["Phone club"] == ("By phone",)


def test_national_help_says_that_it_is_national(searched: Search):
    uk = make_area("united-kingdom", AreaKind.COUNTRY, name="United Kingdom")
    make_town("Oakham", 52.67, -0.73)
    make_service(name="Helpline", attending_types=["phone"], service_areas=[{"area": uk.slug}])
    assert searched(place="Oakham", within="1").hits[0].reasons == ("By phone, anywhere in the UK",)


def test_guidance_is_found_wherever_the_reader_is(searched: Search):
    make_town("Oakham", 52.67, -0.73)
    make_guidance(name="Sleeping better")
    assert names(searched(q="sleep", place="Oakham", within="1")) == ["Sleeping better"]


def test_a_word_that_is_no_place_gets_a_message_and_results_all_the_same(app: Flask):
    make_service(name="Tea and chat")
    results = search_for(q="tea", place="Narnia")
    assert "Narnia" in results.messages["place"]
    assert names(results) == ["Tea and chat"]


def test_counts_of_a_filter_are_what_choosing_it_gives(searched: Search):
    make_need("debt")
    make_need("sleep")
    make_service(name="One", kind="group", needs=["debt"], attending_types=["phone"])
    make_service(name="Two", kind="service", needs=["debt", "sleep"], attending_types=["online"])
    make_service(name="Three", kind="service", needs=["sleep"], attending_types=["phone"])
    results = searched(need="debt", kind="service")
    assert results.total == 1
    for facet in ("need", "kind", "delivery"):
        for value in results.facets[facet]:
            alone = {"need": "debt", "kind": "service"} | {facet: value.code}
            assert search_for(**alone).total == value.count, (facet, value)


def test_drafts_and_suspended_and_ended_entries_are_not_found(searched: Search):
    make_service(name="Draft club", status="draft")
    make_service(name="Ended club", ends_on=date(2026, 11, 21).isoformat())
    make_service(name="Last day club", ends_on=date(2026, 11, 22).isoformat())
    suspended = make_service(name="Suspended club")
    actions.suspend_entry(actor=None, entry=suspended, reason="checking")
    assert names(searched(q="club")) == ["Last day club"]


def test_an_edit_is_found_at_the_next_search_and_the_old_words_are_not(searched: Search):
    service = make_service(name="Chess club")
    assert names(searched(q="chess")) == ["Chess club"]
    service = db.session.get(Service, service.id)
    actions.edit_service(
        actor=None, service=service, data={"name": "Draughts club"}, expected_version=service.version
    )
    assert names(search_for(q="draughts")) == ["Draughts club"]
    assert names(search_for(q="chess")) == []


def test_a_slip_of_the_keyboard_is_put_right(app: Flask):
    make_service(name="Gambling support")
    results = search_for(q="gamblnig help")
    assert results.did_you_mean == "gambling help"


def test_markup_in_an_entry_is_escaped_in_the_highlight(searched: Search):
    make_service(name="Tea", summary="<img src=x onerror=alert(1)> tea")
    highlight = str(searched(q="tea").hits[0].highlight)
    assert "<img" not in highlight
    assert "<mark>tea</mark>" in highlight


def test_a_page_beyond_the_last_is_the_last(app: Flask):
    for number in range(21):
        make_service(name=f"Club {number:02}")
    results = search_for(q="club", sort="name", page="900")
    assert (results.page, results.pages, results.total) == (2, 2, 21)
    assert names(results) == ["Club 20"]


def test_a_branch_surgery_is_served_by_its_own_neighbourhood_and_its_practices_network(searched: Search):
    network = make_area("soar-pcn", AreaKind.PCN)
    east, west = make_area("east", AreaKind.NEIGHBOURHOOD), make_area("west", AreaKind.NEIGHBOURHOOD)
    surgery = make_area("surgery", AreaKind.PRACTICE, code="C82001", postcode="LE1 1AA")
    branch = make_area("branch", AreaKind.BRANCH_SURGERY, code="C82001001", parent_id=surgery.id)
    branch.postcode = "LE1 1AA"
    make_postcode("LE1 1AA")
    for member, group in ((surgery, network), (surgery, east), (branch, west)):
        db.session.add(AreaMembership(member_id=member.id, group_id=group.id))
    for area in (network, east, west):
        make_service(
            name=f"Visits for {area.slug}", attending_types=["home"], service_areas=[{"area": area.slug}]
        )
    results = searched(q="visits", practice="c82001001", viewer="staff")
    assert set(names(results)) == {"Visits for soar-pcn", "Visits for west"}


@pytest.mark.parametrize("there", [(52.772, -1.206), (52.6, -0.7), (51.5, -0.12), (55.95, -3.19)])
def test_a_distance_is_within_half_a_percent_of_the_true_one(searched: Search, there: tuple[float, float]):
    make_postcode("LE1 1AA", 52.63, -1.13)
    make_service(name="Club", service_at_locations=[make_location_data(*there)])
    found = searched(q="club", place="LE1 1AA").hits[0].distance_m
    assert found == pytest.approx(measure_distance((52.63, -1.13), there), rel=0.005)


def test_a_drawn_area_serves_those_inside_it_and_not_those_in_its_hole(searched: Search):
    make_postcode("LE11 1AA", 52.77, -1.20)
    make_postcode("LE12 1AA", 52.75, -1.25)
    make_postcode("LE1 1AA", 52.63, -1.13)
    outline = [[-1.3, 52.7], [-1.1, 52.7], [-1.1, 52.8], [-1.3, 52.8], [-1.3, 52.7]]
    hole = [[-1.26, 52.74], [-1.24, 52.74], [-1.24, 52.76], [-1.26, 52.76], [-1.26, 52.74]]
    extent = {"type": "Polygon", "coordinates": [outline, hole]}
    make_service(
        name="Home club", attending_types=["home"], service_areas=[{"name": "Our patch", "extent": extent}]
    )
    make_service(name="Other club")
    inside = searched(q="home club", match="all", place="LE11 1AA")
    assert names(inside) == ["Home club"]
    assert inside.hits[0].reasons == ("Serves the area you gave",)
    assert names(search_for(q="home club", match="all", place="LE12 1AA")) == []
    assert names(search_for(q="home club", match="all", place="LE1 1AA")) == []


def test_staff_find_what_serves_the_people_of_a_practice_and_of_its_network(searched: Search):
    make_postcode("LE1 1AA", 52.63, -1.13)
    network = make_area("north-network", AreaKind.PCN, code="U00001")
    other = make_area("south-network", AreaKind.PCN, code="U00002")
    practice = make_area("example-surgery", AreaKind.PRACTICE, code="C82999", postcode="LE1 1AA")
    past = {"starts_on": date(2020, 1, 1), "ends_on": date(2022, 1, 1)}
    db.session.add(AreaMembership(member=practice, group=network, starts_on=date(2022, 1, 2)))
    db.session.add(AreaMembership(member=practice, group=other, **past))
    for area in (network, other, practice):
        make_service(
            name=f"Visits for {area.name}", attending_types=["home"], service_areas=[{"area": area.slug}]
        )
    found = names(searched(viewer="staff", q="visits", practice="c82999"))
    assert set(found) == {"Visits for North Network", "Visits for Example Surgery"}
    assert names(search_for(q="visits", place="LE1 1AA")) == []
    assert "practice" in search_for("staff", q="visits", practice="nobody").messages


def test_a_district_keeps_help_that_comes_to_its_people(searched: Search):
    county = make_area("leicestershire", AreaKind.PLACE)
    make_area("charnwood", parent_id=county.id)
    blaby = make_area("blaby", parent_id=county.id)
    make_service(name="County visits", attending_types=["home"], service_areas=[{"area": "leicestershire"}])
    make_service(name="National line", attending_types=["phone"])
    make_service(name="Blaby visits", attending_types=["home"], service_areas=[{"area": blaby.slug}])
    assert set(names(searched(district="charnwood"))) == {"County visits", "National line"}
    assert set(names(search_for(district="blaby"))) == {"County visits", "National line", "Blaby visits"}


def test_an_age_leaves_what_suits_it(searched: Search):
    make_service(name="Youth club", minimum_age=11, maximum_age=17)
    make_service(name="Over fifties", minimum_age=50)
    make_service(name="Everybody")
    results = searched(age="14")
    assert set(names(results)) == {"Youth club", "Everybody"}
    counts = {value.code: value.count for value in results.facets["age"]}
    assert counts["70"] == 2
    assert search_for(age="70").total == 2


def test_free_and_low_cost_are_told_apart(searched: Search):
    make_service(name="Free", cost_options=[{"amount": 0}])
    make_service(name="Low", cost_options=[{"amount": 0}, {"amount": 3}])
    make_service(name="Dear", cost_options=[{"amount": 40}])
    make_service(name="Unknown")
    assert names(searched(cost="free")) == ["Free"]
    assert set(names(search_for(cost="low"))) == {"Free", "Low"}


def test_a_paused_group_comes_after_an_open_one(searched: Search):
    paused = {"status": "paused", "said_on": "2026-11-01", "paused_until": "2026-12-31"}
    make_service(name="A club", availability=paused)
    make_service(name="B club")
    assert names(searched(q="club")) == ["B club", "A club"]


@pytest.mark.both_engines
def test_of_a_need_without_words_what_is_about_it_alone_comes_first(searched: Search):
    """Whatever was checked last, or whose name comes first."""
    money = make_need("money")
    for slug in ("debt", "food", "budgeting"):
        make_need(slug, parent=money)
    home = make_need("homelessness", parent=make_need("housing"))
    assert home.parent is not None
    make_service(name="A day centre", needs=["homelessness", "food"])
    make_service(name="B coats and beds", needs=["homelessness", "budgeting", "housing"])
    make_service(name="C debt line", needs=["debt"])
    make_service(name="D money advice", needs=["debt", "food", "budgeting"])
    make_service(name="E decoy", needs=["homelessness"])
    about_money = names(searched(need=("money",)))
    assert about_money == ["C debt line", "D money advice", "A day centre", "B coats and beds"]
    assert names(searched(need=("debt",))) == ["C debt line", "D money advice"]
    assert names(searched(need=("money",), sort="name"))[0] == "A day centre"
    both = names(searched(need=("debt", "homelessness")))
    assert (both[:2], len(both)) == (["C debt line", "E decoy"], 5)

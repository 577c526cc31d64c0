"""Who can help somebody who is losing their home, or has none."""

from flask import Flask

from tests.factories import make_need, make_service, make_team
from tests.network.geography import make_county
from tests.network.test_who_can_help import adults, ask


def test_the_stages_of_losing_a_home_lead_to_the_housing_team_of_the_homes_district(app: Flask) -> None:
    county = make_county()
    stages = ("homeless-risk-early", "homeless-risk-56-days", "homeless-after-duty")
    for slug in stages:
        make_need(slug)
    make_service(name="North options", needs=list(stages[1:]), service_areas=[{"area": "north-district"}])
    make_service(name="South options", needs=list(stages), service_areas=[{"area": "south-district"}])
    make_service(name="Early advice", needs=[stages[0]], service_areas=[{"area": "county"}])
    make_service(name="Draft", status="draft", needs=list(stages), service_areas=[{"area": "north-district"}])
    answer = ask(place=county.home(), needs=("homeless-risk-56-days",))
    assert [(s.slug, s.is_asked, [e.name for e in s.entries]) for s in answer.housing] == [
        ("homeless-risk-56-days", True, ["North options"]),
        ("homeless-risk-early", False, ["Early advice"]),
        ("homeless-after-duty", False, ["North options"]),
    ]
    assert ask(place=county.home(), needs=("debt",)).housing == ()


def test_nowhere_to_stay_tonight_is_answered_first_and_with_whom_to_ring(app: Flask) -> None:
    county = make_county()
    tonight, early = "homeless-now", "homeless-risk-early"
    for slug in (tonight, early, "homelessness", "abuse"):
        make_need(slug)
    north, land = [{"area": "north-district"}], [{"area": "county"}]
    phones = [{"number": "0116 496 0321"}]
    make_service(name="North options", needs=[early, tonight], service_areas=north, phones=phones)
    make_service(name="Street search", needs=[tonight], service_areas=land, phones=[])
    make_service(name="Refuge", needs=["abuse", tonight], service_areas=north)
    make_service(name="Far options", needs=[tonight], service_areas=[{"area": "south-district"}])
    found = ask(place=county.home(), needs=(tonight,), has_no_fixed_address=True).housing
    assert [(s.slug, s.is_asked) for s in found] == [(tonight, True), (early, False)]
    assert [(e.name, e.phone) for e in found[0].entries] == [
        ("North options", "0116 496 0321"),
        ("Street search", None),
    ]
    stages = {
        need: [s.slug for s in ask(place=county.home(), needs=(need,)).housing]
        for need in (early, "homelessness")
    }
    assert stages == {early: [early], "homelessness": [tonight, early]}
    nowhere = ask(has_no_fixed_address=True).housing[0]
    assert (nowhere.slug, "Far options" in [e.name for e in nowhere.entries]) == (tonight, True)


def test_no_fixed_address_is_an_answer(app: Flask) -> None:
    county = make_county()
    make_need("homeless-risk-56-days")
    for area in ("north-district", "south-district"):
        make_service(name=f"Options {area}", needs=["homeless-risk-56-days"], service_areas=[{"area": area}])
    north = make_team(county.north_pcn)
    answer = ask(practice=county.north_practice, has_no_fixed_address=True)
    assert adults(answer).team is north
    assert any("No fixed address" in notice for notice in answer.notices)
    nowhere = ask(has_no_fixed_address=True)
    assert [e.name for e in nowhere.housing[0].entries] == [
        "Options north-district",
        "Options south-district",
    ]
    assert not any(one.team for one in nowhere.specialties)

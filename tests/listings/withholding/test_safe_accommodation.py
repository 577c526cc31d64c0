"""Which entries are safe accommodation for people who are abused, and which only sound like it."""

import pytest

from directory.listings.withholding.safe_accommodation import reads_as_safe_accommodation

SAFE = (
    ("Women's Refuge", ""),
    ("Womens Refuge", ""),
    ("Riverside Refuge", "Emergency accommodation for women and children fleeing domestic abuse."),
    ("Safe Harbour refuge", "Eight rooms for women and their children who are not safe at home."),
    ("Harbour House", "Four safe rooms for men who have been abused. Where it is stays secret."),
    ("Haven", "A safe house for victims of trafficking and modern slavery."),
    ("Hope House", "We provide refuge accommodation and support."),
    ("Leicester Women's Aid accommodation", ""),
    ("Dawn Project", "Emergency accommodation for victims of modern slavery, up to 45 days."),
    ("Karma House", "Supported housing for young people escaping forced marriage or honour based abuse."),
    ("Sunrise", "Domestic violence shelter with 24 beds."),
    ("Panahghar", "Runs a specialist refuge for South Asian women."),
    ("Rainbow House", "Safe accommodation for LGBT+ survivors of domestic abuse."),
    ("Sojourner", "A refuge. Women who have left a violent partner can stay for six months."),
    ("Next Step", "Second-stage accommodation for women who were sexually exploited."),
    ("Safe house", "For people leaving trafficking."),
    ("Crisis stay", "We have 6 bed spaces for men fleeing violence at home."),
    ("Family Refuge North", ""),
    ("Domestic abuse service", "We run two refuges, an outreach team and a helpline."),
    ("Battered Women's Shelter of Tampa", ""),
    ("Star House", "Accommodation for women and children experiencing domestic abuse."),
    ("Lighthouse", "A hostel for women who are escaping violence, with a key worker for each."),
    ("Phoenix", "Provides safe, furnished accommodation to adult victims of human trafficking."),
    ("Project Jasmine", "Confidential housing for girls at risk of forced marriage."),
    ("Nest", "Short term accommodation and therapy for survivors of rape."),
    ("Area Services", "Provision of accommodation and support to women who experience domestic abuse."),
    ("Amal", "Temporary accommodation for survivors of domestic violence with no recourse to public funds."),
)
NOT_SAFE = (
    ("Tipton Wildlife Refuge", "Walk among deer and birds."),
    ("Hawk National Wildlife Refuge volunteers", "Help in the animal shelter."),
    ("Refuge Temperance Hall", "Tea dances on Fridays."),
    ("Refugee Welcome Centre", "Help for refugees and asylum seekers with housing and English."),
    ("Domestic abuse drop-in", "At the library on Mondays. We can refer you to a refuge."),
    ("National Domestic Abuse Helpline", "Refuge's team helps you stay safe and can find a refuge anywhere."),
    ("Freedom Programme", "A course for women who have lived with abuse. See the tricks for what they were."),
    ("Legal clinic", "Injunctions for people who suffer domestic violence. Advice on housing and shelter."),
    ("Night shelter", "A warm bed for people sleeping rough in winter."),
    ("Warm coats", "Coats and toys for children who live in refuges."),
    ("House of Refuge Church", "Worship on Sundays."),
    ("Refuge Recovery", "A Buddhist path out of addiction."),
    ("City library", "Books, computers and a safe place to meet friends."),
    ("Supported living", "Supported accommodation for adults with a learning disability."),
    ("Rape crisis counselling", "Counselling for survivors, by phone or in our rooms."),
    ("Cat shelter", "We rescue cats that were abused."),
    ("Housing advice", "Emergency accommodation if you are homeless."),
    ("Support after abuse", "We do not provide accommodation."),
    ("One stop shop", "Drop in for advice about domestic abuse: housing, benefits, legal help and refuges."),
    ("Clinic", "Domestic violence law. If you are in the shelter, check with the shelter."),
    ("Outreach", "We visit women in refuges and hostels who have lived with violence."),
    ("Parenting group", "For families affected by domestic abuse. Meets in rooms above the library."),
    ("Bereavement group", "A refuge from the noise of the week."),
    ("Chicago Metropolitan Battered Women's Network", "Education and advocacy for member agencies."),
    ("Children's centre", "Stay and play. Speak to us about domestic abuse, housing and benefits."),
)


@pytest.mark.parametrize(("name", "words"), SAFE)
def test_accommodation_for_people_who_are_abused_is_recognized(name: str, words: str) -> None:
    assert reads_as_safe_accommodation([name], [words])


@pytest.mark.parametrize(("name", "words"), NOT_SAFE)
def test_what_only_sounds_like_it_is_not_withheld(name: str, words: str) -> None:
    assert not reads_as_safe_accommodation([name], [words])


def test_a_need_about_abuse_counts_like_the_words() -> None:
    texts = ["Eight supported rooms for women and their children, staffed day and night."]
    assert reads_as_safe_accommodation(["Harbour"], texts, has_abuse_need=True)
    assert not reads_as_safe_accommodation(["Harbour"], texts)

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
    ("Stay", "Somewhere safe to stay if your partner hurts you."),
    ("Boys", "Hostel for boys who were groomed by gangs."),
    ("Homes", "Houses in the community for male victims of domestic violence"),
    ("Panahghar", "Safe house and support for Asian women. We do not have a waiting list."),
    ("North", "Refuge. 24 hour. Women and children."),
    ("Refuge", "Safe place for women and children."),
    ("DASH house", "Domestic abuse survivors housing."),
    ("Accommodation (domestic abuse)", ""),
    ("Network", "We access a network of refuges, and we run one ourselves for women fleeing domestic abuse."),
    ("Trust", "The relief of women who have been maltreated by providing temporary accommodation."),
    ("Kind place", "A re\u00adfuge for women who are abused."),
    ("Kind place", "Re-fuge for women who are abused."),
    ("Lle diogel", "Lloches i fenywod a phlant."),
    ("Casa", "Refugio para mujeres."),
    (
        "Many things",
        "Helpline, counselling, training and safe accommodation for survivors of domestic abuse.",
    ),
    ("Law and more", "Legal advice and refuge accommodation for women fleeing violence."),
    ("Team", "Lawyers, therapists and 12 refuge beds."),
    ("Helpers", "Volunteers run our women's refuge."),
    ("Friends", "We work with partners to provide refuge spaces for women and children."),
    ("Ring", "To access our refuge for women call 01234."),
    ("You", "Self refer to our women's refuge."),
    ("Way out", "Women leaving a violent partner can stay in our safe house."),
    ("Apply", "Apply for a place in our refuge for women."),
    ("First", "Before you come to our refuge for women, ring us."),
    ("Fear", "Women living in fear can come to our refuge for women."),
    ("Two", "The women's refuge does not have accommodation for single men."),
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
    ("Advice", "Advice on housing, debt and domestic abuse. Temporary accommodation for families explained."),
    ("Course", "For women who have lived with domestic abuse. Runs in rooms at the library."),
    ("Women's centre", "Courses about abuse. We have a kitchen, meeting rooms and a garden."),
    ("Night shelter", "Beds for rough sleepers. No violent or abusive behaviour."),
    ("Recovery house", "Supported housing for people in recovery from drug and alcohol abuse."),
    ("Cancer survivors group", "Offers comfortable rooms, tea and coffee."),
    ("After suicide", "A group for survivors of bereavement by suicide. It has rooms in the hall."),
    ("Scouts", "A hut with two rooms. Safeguarding: we report abuse."),
    (
        "Care home",
        "Supported housing for adults with learning disabilities. We do not tolerate abusive behaviour.",
    ),
    ("Food", "Food for families, also for women's refuges."),
    ("Shelter", "Help about domestic abuse and your tenancy."),
    ("Youth hostel", "Hostel for families on holiday."),
    ("Children's centre", "Stay and play. Speak to us about domestic abuse, housing and benefits."),
)


@pytest.mark.parametrize(("name", "words"), SAFE)
def test_accommodation_for_people_who_are_abused_is_recognized(name: str, words: str) -> None:
    assert reads_as_safe_accommodation([name], [words])


@pytest.mark.parametrize(("name", "words"), NOT_SAFE)
def test_what_only_sounds_like_it_is_not_withheld(name: str, words: str) -> None:
    assert not reads_as_safe_accommodation([name], [words])


WITH_NEED = (
    ("House", "A house with 8 rooms for women and children made homeless by abuse at home."),
    ("Flats", "We have six self-contained flats where women who have been hurt can live in safety."),
    ("Live", "Live here with your children, away from an abusive husband. The address is not given out."),
    ("Hidden", "Secret address. For women."),
    ("Move", "After you refer yourself, you move into our refuge the same day."),
    ("We do", "Women do not need accommodation history. We provide refuge without needing housing benefit."),
    ("DASH house", "Eight beds for women."),
)
WITH_NEED_NOT = (
    ("Women's centre", "We have a kitchen, meeting rooms and a creche."),
    ("Course", "Runs in rooms at the library."),
    ("Advice", "Advice on housing and temporary accommodation."),
    ("Helpline", "Ring us. We can find you a refuge."),
    ("Shelter", "Housing advice and legal help."),
    ("Group", "We meet on Mondays for tea."),
)


@pytest.mark.parametrize(("name", "words"), WITH_NEED)
def test_with_the_need_words_of_living_there_are_enough(name: str, words: str) -> None:
    assert reads_as_safe_accommodation([name], [words], has_abuse_need=True)


@pytest.mark.parametrize(("name", "words"), WITH_NEED_NOT)
def test_the_need_alone_is_no_place_to_live(name: str, words: str) -> None:
    assert not reads_as_safe_accommodation([name], [words], has_abuse_need=True)


def test_who_runs_it_may_say_so() -> None:
    assert reads_as_safe_accommodation(["Office"], ["A team of ten."], "Loughborough Women's Refuge")
    assert not reads_as_safe_accommodation(["Helpline"], ["Ring at any time."], "Refuge")


def test_a_need_about_abuse_counts_like_the_words() -> None:
    texts = ["Eight supported rooms for women and their children, staffed day and night."]
    assert reads_as_safe_accommodation(["Harbour"], texts, has_abuse_need=True)
    assert not reads_as_safe_accommodation(["Harbour"], texts)

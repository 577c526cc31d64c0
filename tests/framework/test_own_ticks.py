"""What could help me? Each tick asks one thing, and the answer holds what was ticked and nothing else."""

import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from directory import create_app
from directory.errors import InvalidData
from directory.exchange.example import load
from directory.extensions import db, expect_writes
from directory.framework.alone.finding import MOST_NEEDS, find_help
from directory.framework.alone.talking import list_talks
from directory.framework.alone.ticks import TickGroup
from directory.framework.alone.typed import Typed
from directory.framework.levels import queries
from directory.framework.levels.actions import edit_part
from directory.framework.levels.parts import check_part
from directory.framework.views.alone import list_own_groups
from directory.listings import published
from directory.listings.needs import Need, walk_below
from directory.listings.presenters.cards import Card
from tests.conftest import settings_for
from tests.factories import make_framework, make_index, make_need, make_service, make_user
from tests.seed.readability import measure_grade

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)
TICKS = yaml.safe_load((ROOT / "seed" / "framework.yaml").read_text("utf-8"))["own_ticks"]
# What nobody is to meet who did not ask for it. A name that is no need of the directory is passed over.
APART = {
    "domestic-abuse", "sexual-abuse", "abuse-and-hate", "own-behaviour", "bereavement", "baby-loss",
    "missing-people", "eating-disorders", "sexual-health", "suicide", "suicidal-thoughts", "self-harm",
}  # fmt: skip


@pytest.fixture(scope="module")
def example(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole example directory with its index, loaded once."""
    folder = tmp_path_factory.mktemp("ticks")
    path = folder / "directory.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    app = create_app(settings_for(f"sqlite:///{path}", folder))
    with app.app_context():
        expect_writes()
        load.load_example(now=NOW)
        db.session.commit()
        make_index()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def list_ticks(groups: Sequence[TickGroup]) -> list[Need]:
    return [tick.need for group in groups for tick in group.ticks]


def answer(needs: Sequence[Need]) -> list[tuple[Need, tuple[Card, ...]]]:
    """Each heading of the list with the entries under it, as the page has them."""
    talks = list_talks(Typed(tuple(needs), "", {}, {}), (), ())
    apart = {one.need for one in queries.list_own_ticks() if one.is_apart}
    return [(help.need, help.cards) for found in find_help(talks, None, NOW, apart) for help in found.helps]


@cache
def find_own_needs(entry_id: object) -> frozenset[str]:
    (entry,) = published.list_entries([entry_id], whole=True)  # type: ignore[list-item]
    return frozenset(one.taxonomy_term.slug for one in entry.attributes)


def check(needs: Sequence[Need]) -> list[str]:
    """What is wrong with the answer to these ticks."""
    wrong = []
    ticked = {need.slug for need in needs}
    for need, cards in answer(needs):
        if need.slug not in ticked:
            wrong.append(f"{need.slug} was not ticked")
        below = {one.slug for one in walk_below(need)}
        for card in cards:
            own = find_own_needs(card.id)
            if not own & below:
                wrong.append(f"{card.name} under {need.slug} does not carry it")
            if own & APART - ticked - below:
                wrong.append(f"{card.name} under {need.slug} is for {own & APART - ticked}")
    return wrong


def test_every_single_tick_answers_only_what_it_asks(example: Flask) -> None:
    with example.test_request_context():
        needs = list_ticks(list_own_groups())
        assert len(needs) > 60
        assert [text for need in needs for text in check([need])] == []
        empty = [need.slug for need in needs if not answer([need])[0][1]]
        assert empty == []


def test_random_ticks_together_answer_only_what_they_ask(example: Flask) -> None:
    chance = random.Random(20261201)
    with example.test_request_context():
        needs = list_ticks(list_own_groups())
        drawn = [chance.sample(needs, chance.choice((2, 2, 2, 3, 8))) for _ in range(150)]
        assert [text for some in drawn for text in check(some)] == []
        assert all(len(answer(some)) == min(len(some), MOST_NEEDS) for some in drawn[:20])


def test_hard_times_in_the_family_bring_no_line_for_abuse(example: Flask) -> None:
    """The case that was found: somebody who looks after a relative was shown lines for abuse."""
    page = example.test_client().post(
        "/what-could-help", data={"need": ["carers", "family-conflict"], "do": "list"}
    )
    text = page.text[page.text.index("<main") : page.text.index("Your own words")].lower()
    assert "looking after someone" in text
    assert [
        word for word in ("domestic abuse", "refuge", "rape", "violen", "karma nirvana") if word in text
    ] == []
    asked = example.test_client().post("/what-could-help", data={"need": "domestic-abuse", "do": "list"})
    assert "National Domestic Abuse Helpline" in asked.text


def test_each_tick_of_the_example_is_one_need_below_an_area(example: Flask) -> None:
    with example.test_request_context():
        groups = list_own_groups()
        shown = [tick.need for group in groups for tick in group.ticks]
        assert len(shown) == len({need.slug for need in shown})
        assert [need.slug for need in shown if need.parent is None] == []
        leaves = {need.slug for group in groups for need in walk_below(group.area) if not need.children}
        assert leaves <= {need.slug for need in shown}
        named = [tick.need.slug for group in groups for tick in group.ticks if tick.words == tick.need.name]
        assert set(named) <= leaves - {row["need"] for row in TICKS}
    assert len(TICKS) == len({row["need"] for row in TICKS})


@pytest.mark.parametrize("row", TICKS, ids=lambda row: row["need"])
def test_a_tick_is_one_short_plain_sentence(row: dict[str, str]) -> None:
    words = row["words"]
    assert len(words) <= 60
    assert not re.search(r"[?.;!:]", words)
    assert (row["need"] in APART) == (row.get("apart") == "yes")


def test_the_ticks_can_be_read_at_nine_to_eleven() -> None:
    assert measure_grade(" ".join(f"{row['words']}." for row in TICKS)) <= 6


def lay(*pairs: tuple[str, str]) -> None:
    """An area with two needs, one of them apart, and an entry for each list of needs."""
    make_framework()
    area = make_need("relationships")
    make_need("domestic-abuse", parent=area)
    make_need("parenting", parent=area)
    for name, needs in pairs:
        make_service(name=name, needs=needs.split())
    make_index()


def test_what_is_apart_appears_under_its_own_tick_alone(client: FlaskClient) -> None:
    lay(("Safe Line", "domestic-abuse parenting"), ("Play Time", "parenting"))

    def post(*needs: str) -> str:
        text = client.post("/what-could-help", data={"need": list(needs), "do": "list"}).text
        return text[text.index("<main") : text.index("</form>", text.index("<main"))]

    assert ("Safe Line" in post("parenting"), "Play Time" in post("parenting")) == (False, True)
    assert ("Safe Line" in post("domestic-abuse"), "Play Time" in post("domestic-abuse")) == (True, False)
    both = post("parenting", "domestic-abuse")
    assert both.index("Play Time") < both.index(">Domestic abuse<") < both.rindex("Safe Line")


def test_a_whole_area_cannot_be_ticked(client: FlaskClient) -> None:
    lay(("Safe Line", "domestic-abuse"))
    page = client.get("/what-could-help").text
    assert 'value="relationships"' not in page
    assert client.post("/what-could-help", data={"need": "relationships", "do": "list"}).status_code == 422


def test_an_officer_makes_no_tick_for_two_things(app: Flask) -> None:
    lay()
    row = {"need": "parenting", "words": "I want help with being a parent"}
    with pytest.raises(InvalidData) as twice:
        check_part("own_ticks", [row, row])
    assert twice.value.fields == {"1.need": "Another tick asks about this need."}
    part = queries.find_part("own_ticks")
    with pytest.raises(InvalidData) as wide:
        edit_part(actor=make_user(), part=part, content=[row | {"need": "relationships"}], expected_version=1)
    assert "whole area" in wide.value.fields["0.need"]


def test_a_need_without_words_of_its_own_is_ticked_by_its_name(client: FlaskClient) -> None:
    lay()
    make_need("quiet-places")
    db.session.commit()
    assert "> Quiet places</label>" in client.get("/what-could-help").text


@pytest.mark.parametrize(
    "pair",
    [("missing-people", "bereavement"), ("missing-people", "baby-loss"), ("domestic-abuse", "own-behaviour")],
)
def test_who_ticks_two_hard_things_finds_help_for_both(example: Flask, pair: tuple[str, str]) -> None:
    with example.test_request_context():
        ticks = {need.slug: need for need in list_ticks(list_own_groups())}
        found = answer([ticks[slug] for slug in pair])
        assert [bool(cards) for _, cards in found] == [True, True]


def test_what_must_not_meet_says_so_and_not_that_there_is_nothing(example: Flask) -> None:
    for second in ("weight", "healthy-eating"):
        page = example.test_client().post(
            "/what-could-help", data={"need": ["eating-disorders", second], "do": "list"}
        )
        assert "We found nothing for this yet" not in page.text
        assert "it may not be safe with something else that you ticked" in page.text
        assert "Lighter Together" not in page.text


@pytest.mark.parametrize("slug", ["other-habits", "healthy-eating", "peer-support", "sleep"])
def test_weight_clubs_come_after_all_else_where_weight_was_not_ticked(example: Flask, slug: str) -> None:
    with example.test_request_context():
        ticks = {need.slug: need for need in list_ticks(list_own_groups())}
        [(_, cards)] = answer([ticks[slug]])
        has_weight = ["weight" in find_own_needs(card.id) for card in cards]
        assert has_weight == sorted(has_weight)
        assert not has_weight[0]

"""From what a person typed to what the engine adds up."""

from directory.search.arrays.assemble import build_segment
from directory.search.arrays.segment import Segment
from directory.search.language.expansion import find_needs
from directory.search.language.words import ReadWords, read_words
from tests.search.documents import make_document

PHRASES = {"on my own": ("loneliness",), "job": ("work",), "lost my job": ("work", "benefits")}


def corpus() -> Segment:
    texts = ("lonely morning walks", "morning coffee", "debts and rent", "gambling", "mornings", "mortgage")
    return build_segment([make_document(text) for text in texts])


def read(text: str, match_all: bool = False) -> ReadWords:
    return read_words(text, match_all, [corpus()], PHRASES)


def test_the_longest_everyday_phrase_wins_at_its_place():
    assert find_needs(PHRASES, ["i", "lost", "my", "job"]) == [(range(1, 4), ("work", "benefits"))]


def test_needs_count_less_than_the_words_themselves():
    groups = read("job").words.groups
    literal, need = groups[0].alternatives
    assert (literal.key, literal.is_need) == ("job", False)
    assert (need.key, need.is_need) == ("work", True)
    assert need.weight < literal.weight


def test_a_phrase_of_stop_words_only_still_means_its_need():
    keys = {one.key for group in read("on my own").words.groups for one in group.alternatives if one.is_need}
    assert keys == {"loneliness"}


def test_an_unfinished_last_word_is_completed():
    groups = read("coffee mor").words.groups
    assert {one.key for one in groups[-1].alternatives} == {"mor", "morn", "mortgag"}


def test_a_finished_word_is_not_completed():
    assert [one.key for one in read("morning").words.groups[0].alternatives] == ["morn"]


def test_a_beginning_never_brings_more_than_fifty_words():
    many = build_segment([make_document(f"q{number}") for number in range(120)])
    group = read_words("q", False, [many], {}).words.groups[0]
    assert len(group.alternatives) == 51


def test_slips_are_put_right_and_known_words_left_alone():
    assert read("gamblign debts").did_you_mean == "gambling debts"
    assert read("gambling debts").did_you_mean is None
    assert read("zzzzzz").did_you_mean is None


def test_quotation_marks_of_any_kind_make_a_phrase():
    for text in ('"morning coffee"', "\u201cmorning coffee\u201d"):
        assert read(text).words.phrases == (("morn", "coffe"),)


def test_an_unclosed_quotation_mark_is_just_a_mark():
    read_back = read('"morning coffee')
    assert read_back.words.phrases == ()
    assert len(read_back.words.groups) == 2


def test_a_long_text_counts_only_so_many_words():
    assert len(read(" ".join(f"word{number}" for number in range(90))).words.groups) == 24


def test_symbols_alone_are_no_words():
    assert read("\U0001f600 !!! \u202e ()").words.groups == ()


def test_words_of_asking_count_only_where_nothing_else_was_typed():
    assert [group.word for group in read("where can I find help with debts please").words.groups] == ["debts"]
    assert [group.word for group in read("help").words.groups] == ["help"]

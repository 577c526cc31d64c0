"""Found words are marked; nothing of a text becomes markup."""

import re

from hypothesis import given
from hypothesis import strategies as st

from directory.search.language.highlights import highlight_words

TERMS = frozenset({"tea", "amp", "mark", "debt"})


def test_words_of_the_same_term_are_marked_as_they_are_written():
    assert highlight_words("Debts & TEA", TERMS) == "<mark>Debts</mark> &amp; <mark>TEA</mark>"


def test_markup_in_a_text_stays_text():
    assert highlight_words('<mark onclick="x">tea</mark>', TERMS) == (
        "&lt;<mark>mark</mark> onclick=&quot;x&quot;&gt;<mark>tea</mark>&lt;/<mark>mark</mark>&gt;"
    )


@given(st.text(alphabet="ab <>&\"'\x02\x03teamrk", max_size=40))
def test_whatever_the_text_only_balanced_marks_come_out(text: str):
    marked = str(highlight_words(text, TERMS))
    without = re.sub(r"<mark>[^<>]+</mark>", "", marked)
    assert not set("<>\x02\x03\"'") & set(without)

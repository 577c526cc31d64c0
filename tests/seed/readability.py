"""Flesch-Kincaid grade: the American school year in which a text can be read. Grade 8 is age 13 at most."""

import re

_VOWELS = re.compile(r"[aeiouy]+")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n\s*(?:[-#]|\d+\.|$)", re.M)


def count_syllables(word: str) -> int:
    """By runs of vowels; a last silent e does not count. Within one of the truth for most English words."""
    word = word.lower().strip("'’")
    runs = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee", "ye")) and runs > 1
    silent_ed = word.endswith("ed") and not word.endswith(("ted", "ded")) and runs > 1
    return max(1, runs - (silent or silent_ed))


def measure_grade(text: str) -> float:
    """Link targets, numbers and Markdown signs are not read aloud and do not count."""
    text = re.sub(r"https?://\S+", "", text)
    words = re.findall(r"[A-Za-z][A-Za-z'’]*", text)
    sentences = [part for part in _SENTENCE_END.split(text) if part and re.search(r"[A-Za-z]", part)]
    if not words:
        return 0.0
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59

"""Proposals to the knowledge officer: made by anybody who works with entries, decided by the officer."""

from directory.free_text import FreeText, register

_KEPT = "for good; of a declined one for 90 days"

register(
    FreeText(
        "proposal.text",
        "What is proposed: a word, a summary, what to look for.",
        "those who keep entries",
        _KEPT,
        2000,
    ),
    FreeText("proposal.reason", "Why a proposal was declined.", "those who keep entries", _KEPT, 500),
)

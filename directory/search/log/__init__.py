"""What was searched: noted without who searched, kept for 90 days, counted by month afterwards."""

from directory.free_text import FreeText, register

register(
    FreeText(
        "logged_search.words",
        "What somebody searched for, with what may point to a person taken out before it is kept.",
        "the knowledge officer",
        "90 days",
        200,
    ),
    FreeText(
        "monthly_searches.words",
        "Words searched on at least 5 days of a month and known to be no name, with how many searches.",
        "the knowledge officer",
        "for good",
        200,
    ),
)

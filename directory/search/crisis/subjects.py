"""What the rules of safety are to know of somebody in a crisis, beside the words: subjects of pairs.yaml."""

from directory.search.crisis.matching import CrisisMatch

UNDER_18 = "under-18"
_LIFE = ("life-in-danger", "suicide")
_ABUSE = ("domestic-abuse",)
SUBJECTS: dict[str, tuple[str, ...]] = {
    "suicide_threat": ("suicide", *_ABUSE),
    "overdose": _LIFE,
    "strangled": _ABUSE,
    "voices": ("hearing-voices",),
    "young_suicide": _LIFE,
    "suicide": _LIFE,
    "self_harm": ("life-in-danger", "self-harm"),
    "child_missing": ("missing-person",),
    "adult_missing": ("missing-person",),
    "child_in_care": ("child-in-care",),
    "thoughts_about_children": ("thoughts-about-children",),
    "honour": _ABUSE,
    "exploitation": ("mate-crime",),
    "domestic_abuse": _ABUSE,
    "sexual_violence": _ABUSE,
    "psychosis": ("hearing-voices", "being-watched", "mania"),
}
"""By the category of a crisis. The others need no rule."""


def list_subjects(crisis: CrisisMatch) -> frozenset[str]:
    """Returns the subjects of danger or despair, and that somebody is under 18."""
    named = crisis.categories if crisis.has_panel else ()
    subjects = {subject for category in named for subject in SUBJECTS.get(category, ())}
    return frozenset(subjects | ({UNDER_18} if crisis.is_under_18 else set()))

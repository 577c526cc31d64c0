"""Recognizes accommodation for people who are abused: a refuge, a safe house, emergency accommodation for
victims of trafficking. Where it is, is withheld until an officer makes it public. Goes by need and by
words, sentence by sentence: somebody who helps to find a refuge is none."""

import re
from collections.abc import Iterable

from directory.listings.withholding import safe_accommodation_words as words
from directory.listings.withholding.reading.plain_text import make_plain
from directory.models import Location, Service

ABUSE_NEEDS = frozenset({"domestic-abuse", "sexual-abuse", "modern-slavery", "sexual-violence"})


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_ABUSE, _OTHER_ABUSE = _any(words.ABUSE), _any(words.OTHER_ABUSE)
_LIVING = _any((*words.OWN_WORDS, *words.ACCOMMODATION))
_OWN, _OTHER = _any(words.OWN_WORDS), _any(words.OTHER_REFUGES)
_SPOKEN_OF, _EXPLAINED = _any(words.SPOKEN_OF), _any(words.EXPLAINED)
_ELSEWHERE, _OWN_PLACE = _any(words.ELSEWHERE), _any(words.OWN_PLACE)
_NAMED = re.compile(r"\b(?:refuges?|safe[- ]?houses?|lloches|refugio)(?!\w)", re.IGNORECASE)
_HOME = re.compile(r"\b(?:accommodation|housing|hous(?:e|es)|hostel|lodgings?|flats|homes)\b", re.IGNORECASE)
_NO_HOME = re.compile(
    r"\b(?:advice|options|support|benefits?|association|rights|law|legal|help|services?|team|office|council|"
    r"helpline|drop-?in|group|course|shop|clinic|solicitors?|hub|one stop)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:wom[ae]n'?s?|men'?s|famil(?:y|ies)|girls|lgbt\w*|domestic|aid|menywod|merched|mujeres)\b",
    re.IGNORECASE,
)
_CHARITY = re.compile(
    r"\bRefuge(?:'s)?(?= (?:is|has|runs|team|helpline|provides support|charity)\b|'s)"
    r"|\b(?:by|from|with) Refuge\b"
    r"|\bShelter(?= (?:is|has|helpline|advice|cymru|scotland|england|can|offers?|gives?|charity)\b|'s)"
    r"|\b(?:by|from|with|at) Shelter\b|^Shelter$"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_LONGEST, _NEAR, _BEHIND = 20_000, 4, 3


def is_safe_accommodation(service: Service) -> bool:
    terms = [attribute.taxonomy_term for attribute in service.attributes]
    needs = {term.slug for term in terms if term.taxonomy.slug == "needs"}
    kinds = [term.name for term in terms if term.taxonomy.slug not in ("needs", "people")]
    names = [service.name, service.alternate_name or ""]
    has_need = not ABUSE_NEEDS.isdisjoint(needs)
    texts = [*kinds, *_list_texts(service)]
    return reads_as_safe_accommodation(names, texts, service.organization.name, has_need)


def _list_texts(service: Service) -> list[str]:
    """All that an entry says in words of what is there and for whom; what its organization says too where
    nobody is asked to come at a time: one that runs a refuge also has counselling in rooms of others."""
    sites = service.service_at_locations
    times = [*service.schedules, *(one for site in sites for one in site.schedules)]
    found = [
        service.summary,
        service.description,
        service.application_process,
        service.alert,
        service.fees_description,
        service.eligibility_description,
        "" if times else service.organization.description,
        *(one.description for one in service.eligibility),
        *(one.description for one in times),
        *(text for one in service.contacts for text in (one.title, one.department)),
        *(site.description for site in sites),
    ]
    return [text for text in found if text]


def is_safe_place(place: Location) -> bool:
    """Whether the place itself is called so, whatever is offered there: legal advice in a women's shelter."""
    names = (place.name or "", place.alternate_name or "")
    return reads_as_safe_accommodation(names, [place.description or ""])


def reads_as_safe_accommodation(
    names: Iterable[str], texts: Iterable[str], organization: str = "", has_abuse_need: bool = False
) -> bool:
    """`names` of the entry, `texts` about it, who runs it, and whether it carries a need about abuse."""
    names, texts = [_tidy(one) for one in names if one], [_tidy(one) for one in texts if one]
    runner = _tidy(organization)
    everything = "\n".join([*names, *texts, runner])
    is_about_abuse = has_abuse_need or bool(_ABUSE.search(everything))
    called = [*names, *([runner] if runner.strip().lower() not in ("refuge", "shelter") else [])]
    if any(_is_named_so(name, everything, is_about_abuse) for name in called):
        return True
    sentences = [one for text in (*names, *texts) for one in _SENTENCE.split(text)]
    return any(_says_so(sentence, everything, is_about_abuse) for sentence in sentences)


def _is_named_so(name: str, everything: str, is_about_abuse: bool) -> bool:
    """A name with "refuge" that is not about animals, a chapel or the like, or with abuse and a home."""
    if _OTHER.search(name) or _SPOKEN_OF.search(name) or _ELSEWHERE.search(name):
        return False
    if _NAMED.search(_CHARITY.sub(" ", name)):
        rest = everything.replace(name, " ", 1)
        is_bare = len(name.split()) == 1 and bool(_PEOPLE.search(everything))
        return is_about_abuse or is_bare or bool(_PEOPLE.search(name) or _LIVING.search(rest))
    return is_about_abuse and bool(_HOME.search(name) and _ABUSE.search(name)) and not _NO_HOME.search(name)


def _says_so(sentence: str, everything: str, is_about_abuse: bool) -> bool:
    tidy = _OTHER.sub(" ", _CHARITY.sub(" ", sentence))
    if _NAMED.fullmatch(tidy.strip(" .!;:")) and _PEOPLE.search(everything):
        return True
    found = _LIVING.finditer(tidy) if is_about_abuse else _OWN.finditer(tidy)
    return any(not _is_elsewhere(tidy, one.start(), one.end()) for one in found)


def _is_elsewhere(sentence: str, start: int, end: int) -> bool:
    """Whether what is found there is only spoken of, denied, or what others have."""
    before, found = sentence[:start], sentence[start:end]
    near = " ".join(re.split(r"[,:]|\band\b", before)[-1].split()[-_NEAR:])
    if re.search(r"\b(?:not|n't|never|no)\b", near, re.IGNORECASE):
        return True
    if _OWN_PLACE.search(" ".join(before.split()[-_NEAR:])):
        return False
    is_for_others = re.search(
        r"\b(?:for|to|with|in|from|of|by|other) (?:local |the |all )?$", before, re.IGNORECASE
    )
    if is_for_others and re.search(r"(?:refuges|shelters|hostels)$", found, re.IGNORECASE):
        return True
    if _EXPLAINED.search(" ".join(sentence[end:].split()[:_BEHIND])):
        return True
    return bool(_SPOKEN_OF.search(before) or _ELSEWHERE.search(near))


def _tidy(text: str) -> str:
    """As it is read, without what is said about another kind of abuse."""
    plain = make_plain(text[:_LONGEST]).replace("’", "'")
    return _OTHER_ABUSE.sub(" ", re.sub(r"\bre-fuge", "refuge", plain, flags=re.IGNORECASE))

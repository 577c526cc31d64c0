"""Recognizes accommodation for people who are abused: a refuge, a safe house, emergency accommodation for
victims of trafficking. Where it is, is withheld until an officer makes it public. Goes by need and by
words, sentence by sentence: somebody who helps to find a refuge is none."""

import re
from collections.abc import Iterable

from directory.models import Location, Service

ABUSE_NEEDS = frozenset({"domestic-abuse", "sexual-abuse"})

# One of these is in every text that can be about it.
SEARCH_WORDS = (
    "refuge", "safe house", "safehouse", "safe-house", "abus", "violen", "aid", "coerci",
    "controlling", "perpetrator", "marriage", "honour", "honor", "traffick", "slavery", "exploit",
    "rape", "fgm", "genital", "batter", "stalk", "survivor", "flee", "fled", "escap", "partner",
    "shelter", "hostel", "accommodation", "referral mechanism",
)  # fmt: skip
# Somebody is harmed by others.
ABUSE = (
    r"abus(?:e|ed|es|ive)",
    r"domestic violence",
    r"violen(?:ce|t)",
    r"dv",
    r"dva",
    r"vawg",
    r"women'?s aid",
    r"coercive control",
    r"controlling (?:partner|relationship|behaviour)",
    r"perpetrators?",
    r"forced marriages?",
    r"honou?r[- ](?:based|abuse|killing)",
    r"so-called honou?r",
    r"traffick(?:ing|ed)",
    r"modern slavery",
    r"slavery",
    r"sexual(?:ly)? exploit(?:ation|ed)",
    r"rape",
    r"fgm",
    r"female genital mutilation",
    r"battered",
    r"stalk(?:ing|ed)",
    r"survivors?",
    r"fle(?:e|eing|d)",
    r"escaping",
    r"intimate partner",
    r"nrm",
    r"national referral mechanism",
)
# A place to live in that is one for people who are abused whatever else is said.
OWN_WORDS = (
    (
        r"(?:women'?s?|womans|woman's|female|ladies|girls'?|mothers'?|men'?s|male|family|families"
        r"|domestic|abuse|violence|dv|asian|black|bme|bame|minoritised|lgbt\S*|specialist|emergency"
        r"|complex needs|first stage|second stage) refuges?"
    ),
    (
        r"refuges? (?:accommodation|provision|spaces?|places?|beds?|rooms?|housing|units?|flats?"
        r"|homes?|workers?|for (?:women|men|girls|families|survivors|victims|people fleeing"
        r"|those fleeing|anyone fleeing))"
    ),
    r"women'?s aid (?:accommodation|housing|refuges?|shelter|house)",
    r"battered (?:women|persons?|wives)\S* shelters?",
    r"(?:domestic (?:violence|abuse)|dv|women'?s|violence|abuse) (?:emergency )?shelters?",
    r"(?:domestic (?:violence|abuse)|women'?s) (?:hostels?|safe ?houses?|accommodation)",
    (
        r"safe accommodation for (?:victims|survivors|women|men|people|those|anyone|families|adults"
        r"|children|girls)\b"
    ),
    r"(?:victims?|survivors?) of (?:human )?(?:trafficking|modern slavery)[^.]{0,40} accommodation",
)
# A place to live in that is one for people who are abused where that is said too.
ACCOMMODATION = (
    r"refuges?",
    r"safe[- ]?houses?",
    r"sanctuary house",
    r"shelters?",
    (
        r"(?:emergency|safe|temporary|secure|supported|crisis|transitional|confidential|secret"
        r"|undisclosed|dispersed|communal|residential|specialist|move-on|second[- ]stage|shared"
        r"|short[- ]term) (?:\w+ )?(?:accommodation|housing|lodging|hous(?:e|es)|homes?|flats?"
        r"|apartments?|beds?|bedspaces|rooms?)"
    ),
    (
        r"(?:bed ?spaces?|safe rooms?|place to live|places to live|somewhere safe to (?:stay|live)"
        r"|safe place to (?:stay|live))"
    ),
    (
        r"(?:offers?|provides?|providing|offering|provision of|have|has|runs?"
        r"|running) (?:[\w,]+ ){0,4}(?:accommodation|rooms|beds)"
    ),
    (
        r"(?:accommodation|housing|hostels?|homes?|flats) (?:is |are )?for (?:\w+ ){0,2}(?:women|men"
        r"|girls|boys|people|families|mothers|adults|children|survivors|victims|those|anyone|lgbt\S*)"
    ),
    r"(?:women's|men's|girls'|supported) hostels?",
)
# The word is about something else.
OTHER_REFUGES = (
    r"(?:is|are|staying|living|live|lives) in (?:a|the) (?:refuge|shelter|hostel)s?",
    r"with (?:the|a|your) (?:refuge|shelter|hostel)s?",
    (
        r"(?:wild ?life|wildfowl|bird|animal|nature|national|seal|donkey|horse|pony|cat|dog|hedgehog"
        r"|swan|bat|bee|owl|marine|waterfowl|primate|reptile|rabbit|traffic|pedestrian|mountain"
        r"|alpine|climate|cool|heat|storm|flood) (?:\w+ )?(?:refuges?|sanctuary house|shelters?)"
    ),
    (
        r"refuges? (?:temperance|hall|chapel|church|temple|island|recovery|cottage pub|inn|cafe"
        r"|coffee|bar|worship|centre of worship|assurance|ministries|ministry|fellowship|harbour pub)"
    ),
    (
        r"(?:take|takes|taking|took|seek|seeks|seeking|sought|find|finding) refuge in (?:god"
        r"|the (?:buddha|three jewels|lord)|nature|music|art|books|reading)"
    ),
    r"(?:house|city|rock|haven|mountain|church) of refuge",
    r"(?:buddhist|dharma) refuge",
    r"(?:air[- ]raid|bus|tax|smoking|cycle|bike) shelters?",
    r"(?:cats?|dogs?|pets?|animals?) (?:\w+ )?shelters?",
)
# It is spoken of as something that others have, or that is not offered.
ELSEWHERE = (
    r"refer(?:s|red|ring|rals?)?",
    r"signpost(?:s|ed|ing)?",
    r"access(?:es|ing)?(?: to)?",
    r"(?:find|finding|finds|look(?:ing)? for|search(?:ing)? for|apply(?:ing)? for|get|getting)",
    r"(?:advice|information|guidance|help|support) (?:on|about|with|to find|into)",
    r"applications?",
    r"(?:do(?:es)? not|don'?t|doesn'?t|cannot|not) (?:have|offer|provide|run|a|an)",
    r"no (?:accommodation|beds|rooms)",
    (
        r"(?:before|after|leaving|left|from|moved? (?:on )?from|out of|living in|staying in|people in"
        r"|women in|residents of|moving into|moving on from)"
    ),
    r"(?:local|other|nearest|all|different|national) (?:\w+ )?(?:refuges|shelters)",
    r"train(?:ing|s)?",
    r"volunteer(?:s|ing)?",
    r"donat(?:e|es|ed|ions?)",
    r"fundrais\w+",
    r"lawyers?",
    r"legal",
    r"injunctions?",
    r"visits?",
    r"visiting",
    r"works? with",
    r"links? with",
    r"liaises? with",
    r"partners? with",
)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_ABUSE, _OWN, _ACCOMMODATION = _any(ABUSE), _any(OWN_WORDS), _any(ACCOMMODATION)
_OTHER, _ELSEWHERE = _any(OTHER_REFUGES), _any(ELSEWHERE)
_NAMED = re.compile(r"\b(?:refuges?|safe[- ]?houses?)(?!\w)", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(?:wom[ae]n'?s?|men'?s|famil(?:y|ies)|girls|lgbt\w*|domestic|aid)\b", re.IGNORECASE)
_CHARITY = re.compile(
    r"\bRefuge(?:'s|’s)?(?= (?:is|has|runs|team|helpline|provides support|charity)\b|'s|’s)"
    r"|\b(?:by|from|with) Refuge\b"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_LONGEST = 20_000


def is_safe_accommodation(service: Service) -> bool:
    needs = {a.taxonomy_term.slug for a in service.attributes if a.taxonomy_term.taxonomy.slug == "needs"}
    kinds = [
        a.taxonomy_term.name
        for a in service.attributes
        if a.taxonomy_term.taxonomy.slug not in ("needs", "people")
    ]
    names = [service.name, service.alternate_name or ""]
    words = [service.summary or "", service.description or "", service.application_process or ""]
    who = [e.description or "" for e in service.eligibility] + [service.eligibility_description or ""]
    has_need = not ABUSE_NEEDS.isdisjoint(needs)
    return reads_as_safe_accommodation(names, [*words, *who, *kinds], service.organization.name, has_need)


def is_safe_place(place: Location) -> bool:
    """Whether the place itself is called so, whatever is offered there: legal advice in a women's shelter."""
    names = (place.name or "", place.alternate_name or "")
    return reads_as_safe_accommodation(names, [place.description or ""])


def reads_as_safe_accommodation(
    names: Iterable[str], texts: Iterable[str], organization: str = "", has_abuse_need: bool = False
) -> bool:
    """`names` of the entry, `texts` about it, who runs it, and whether it carries a need about abuse."""
    names, texts = [_tidy(one) for one in names if one], [_tidy(one) for one in texts if one]
    everything = "\n".join([*names, *texts, _tidy(organization)])
    is_about_abuse = has_abuse_need or bool(_ABUSE.search(everything))
    if any(_is_named_so(name, everything, is_about_abuse) for name in names):
        return True
    sentences = [one for text in (*names, *texts) for one in _SENTENCE.split(text)]
    return any(_says_so(sentence, is_about_abuse) for sentence in sentences)


def _is_named_so(name: str, everything: str, is_about_abuse: bool) -> bool:
    """A name with "refuge" that is not about animals, a chapel or the like."""
    if _OTHER.search(name) or _ELSEWHERE.search(name) or not _NAMED.search(_CHARITY.sub(" ", name)):
        return False
    return (
        is_about_abuse
        or bool(_PEOPLE.search(name))
        or bool(_ACCOMMODATION.search(_without(everything, name)))
    )


def _says_so(sentence: str, is_about_abuse: bool) -> bool:
    tidy = _OTHER.sub(" ", _CHARITY.sub(" ", sentence))
    found = _OWN.search(tidy) or (_ACCOMMODATION.search(tidy) if is_about_abuse else None)
    return bool(found) and not _ELSEWHERE.search(tidy[: found.start()] if found else "") and not _denies(tidy)


def _denies(sentence: str) -> bool:
    return bool(
        re.search(
            r"\b(?:no|not|without|n't) (?:\w+ ){0,3}(?:accommodation|refuge|shelter|housing)\b", sentence
        )
    )


def _without(text: str, name: str) -> str:
    return text.replace(name, " ", 1)


def _tidy(text: str) -> str:
    return text[:_LONGEST].replace("’", "'")

"""The coded values of an enquiry."""

from enum import StrEnum


class EnquiryChannel(StrEnum):
    PHONE = "phone"
    ONLINE = "online"
    EMAIL = "email"
    CHAT = "chat"


class EnquiryState(StrEnum):
    """`new`: asked, and nobody has it yet. `open`: somebody is at it. `withdrawn`: no longer asked."""

    NEW = "new"
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class ReplyWay(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    READ_OUT = "read_out"
    ON_PAGE = "on_page"


class EnquiryOutcomeKind(StrEnum):
    FOUND_ON_SYSTEM = "found_on_system"
    FOUND_BY_EXPLORING = "found_by_exploring"
    NETWORK = "network"
    ROUTED = "routed"
    SAFEGUARDING = "safeguarding"
    UNMET_NEED = "unmet_need"


class WhyNotFound(StrEnum):
    """Why an asker could not find what was on the system all along."""

    OTHER_WORDS = "other_words"
    NEED_MISSING = "need_missing"
    POOR_SUMMARY = "poor_summary"
    DID_NOT_LOOK = "did_not_look"
    TOO_MANY = "too_many"
    NOT_SURE_IT_FITS = "not_sure_it_fits"


class SafeguardingAge(StrEnum):
    ADULT = "adult"
    CHILD = "child"

"""What the codes of enquiries are called on pages."""

from directory.models.codes import Urgency
from directory.models.helpline.codes import (
    EnquiryChannel,
    EnquiryOutcomeKind,
    EnquiryState,
    ReplyWay,
    SafeguardingAge,
    WhyNotFound,
)
from directory.network.wording import SPECIALTY_NAMES

__all__ = [
    "AGE_NAMES",
    "CHANNEL_NAMES",
    "OUTCOME_NAMES",
    "REPLY_NAMES",
    "SPECIALTY_NAMES",
    "STATE_NAMES",
    "URGENCY_NAMES",
    "WHY_NAMES",
]

CHANNEL_NAMES = {
    EnquiryChannel.PHONE: "Phone",
    EnquiryChannel.ONLINE: "Online",
    EnquiryChannel.EMAIL: "E-mail",
    EnquiryChannel.CHAT: "Chat",
}

STATE_NAMES = {
    EnquiryState.NEW: "New",
    EnquiryState.OPEN: "Being answered",
    EnquiryState.ANSWERED: "Answered",
    EnquiryState.WITHDRAWN: "Withdrawn",
}

REPLY_NAMES = {
    ReplyWay.READ_OUT: "Read out now",
    ReplyWay.EMAIL: "By e-mail",
    ReplyWay.PHONE: "Call back",
    ReplyWay.ON_PAGE: "On their page here",
}

URGENCY_NAMES = {
    Urgency.ROUTINE: "No hurry",
    Urgency.SOON: "This week",
    Urgency.URGENT: "Today",
}

OUTCOME_NAMES = {
    EnquiryOutcomeKind.FOUND_ON_SYSTEM: "Found on the system",
    EnquiryOutcomeKind.FOUND_BY_EXPLORING: "Found by exploring",
    EnquiryOutcomeKind.NETWORK: "Someone in the network",
    EnquiryOutcomeKind.ROUTED: "Passed on",
    EnquiryOutcomeKind.SAFEGUARDING: "Safeguarding",
    EnquiryOutcomeKind.UNMET_NEED: "Unmet need",
}

WHY_NAMES = {
    WhyNotFound.OTHER_WORDS: "They use other words for it",
    WhyNotFound.NEED_MISSING: "The entry lacks this need",
    WhyNotFound.POOR_SUMMARY: "The summary does not say it",
    WhyNotFound.TOO_MANY: "Too many results",
    WhyNotFound.NOT_SURE_IT_FITS: "Not sure that it fits",
    WhyNotFound.DID_NOT_LOOK: "Did not look",
}

AGE_NAMES = {
    SafeguardingAge.ADULT: "An adult",
    SafeguardingAge.CHILD: "A child or young person",
}

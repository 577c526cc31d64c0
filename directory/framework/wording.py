"""Coded values in the words of the pages and of the care plan."""

from datetime import date

from directory.models.codes import ActionKind, Consent, ContactWay, EntryChoice, FollowUpOutcome

CONSENT_NAMES = {
    Consent.NOT_ASKED: "Not asked yet",
    Consent.AGREED: "Agreed that others may be told",
    Consent.AGREED_IN_PART: "Agreed in part",
    Consent.NOT_AGREED: "Did not agree: tell nobody else",
}
# What is said of an action that told somebody else, where the person had not agreed by then.
CONSENT_THEN = {
    Consent.NOT_ASKED: "The person had not been asked whether others may be told",
    Consent.AGREED_IN_PART: "The person had agreed in part that others are told",
    Consent.NOT_AGREED: "The person had not agreed that others are told",
}
CHOICE_NAMES = {
    EntryChoice.OFFERED: "Offered",
    EntryChoice.AGREED: "Agreed",
    EntryChoice.DECLINED: "Declined",
}
ACTION_NAMES = {
    ActionKind.PROVIDE_INFORMATION: "Provided information and contacts",
    ActionKind.EXPLORE_AND_COACH: "Explored needs and coached",
    ActionKind.DISCUSS_OPTIONS: "Discussed options and helped to decide",
    ActionKind.ASSIST_CONTACT: "Helped to make contact",
    ActionKind.HELP_WITH_FORMS: "Helped with forms",
    ActionKind.ORGANISE_SUPPORT: "Organised or gave support to get there",
    ActionKind.RECORD_CARE_PLAN: "Recorded in integrated care plan",
}
WAY_NAMES = {
    ContactWay.PHONE: "By phone",
    ContactWay.EMAIL: "By e-mail",
    ContactWay.ONLINE_FORM: "By an online form",
    ContactWay.PAPER_FORM: "By a paper form",
    ContactWay.IN_PERSON: "In person",
    ContactWay.WITH_PERSON: "Together with the person",
}
OUTCOME_NAMES = {
    FollowUpOutcome.MADE_CONTACT: "Made contact",
    FollowUpOutcome.ATTENDED: "Attended",
    FollowUpOutcome.WAITING: "Waiting",
    FollowUpOutcome.DID_NOT_SUIT: "Did not suit",
    FollowUpOutcome.NOT_TAKEN_UP: "Not taken up",
    FollowUpOutcome.NO_LONGER_NEEDED: "No longer needed",
}
DEFAULT_FOLLOW_UP = "Ask how it went"


def say_date(day: date) -> str:
    """ "27 November 2026"."""
    return f"{day.day} {day:%B} {day.year}"

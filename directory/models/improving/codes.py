"""The coded values of proposals."""

from enum import StrEnum


class ProposalKind(StrEnum):
    WORD = "word"
    NEED = "need"
    SUMMARY = "summary"
    CORRECTION = "correction"
    ENTRY = "entry"


class ProposalSource(StrEnum):
    ENQUIRY = "enquiry"
    SUPPORT_RECORD = "support_record"
    SEARCH_LOG = "search_log"
    PERSON = "person"


class ProposalState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"

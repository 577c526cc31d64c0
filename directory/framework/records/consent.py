"""Consent before anyone else is told: what is asked once more where the person did not agree to it."""

from collections.abc import Mapping

from directory.extensions import db
from directory.framework.records.typed import read_id
from directory.models import SupportRecord, SupportRole
from directory.models.codes import ActionKind, Consent, ContactWay

_DOUBTS = {
    Consent.NOT_ASKED: "The person has not been asked whether {who} may be told.",
    Consent.AGREED_IN_PART: "The person agreed in part that others are told{note}. Does that go for {who}?",
    Consent.NOT_AGREED: "The person did not agree that others are told. This would tell {who}.",
}


def write_consent(record: SupportRecord, consent: Consent, note: str | None) -> None:
    """A note goes with the answer it was written for; one that came before the answer, with that."""
    noted_for = record.consent_noted_for or record.consent
    if note != record.consent_note or noted_for == Consent.NOT_ASKED:
        noted_for = consent
    record.consent, record.consent_note, record.consent_noted_for = consent, note, noted_for


def find_support_role(text: str) -> SupportRole | None:
    role_id = read_id(text)
    return db.session.get(SupportRole, role_id) if role_id else None


def is_telling(kind: str, way: str, role: SupportRole | None) -> bool:
    """Whether an action tells somebody else: one with somebody of the network, or contact that was made for
    the person and not together with them."""
    return role is not None or (kind == ActionKind.ASSIST_CONTACT and way != ContactWay.WITH_PERSON)


def say_doubt(record: SupportRecord, typed: Mapping[str, str]) -> str:
    """Keys of `typed` as for add_action. "" where nobody is told, or the person agreed."""
    role = find_support_role(typed.get("support_role", ""))
    if record.consent not in _DOUBTS or not is_telling(typed.get("kind", ""), typed.get("way", ""), role):
        return ""
    who, is_said = role.name if role else "others", not record.has_earlier_consent_note
    note = f" ({record.consent_note})" if record.consent_note and is_said else ""
    return f"{_DOUBTS[record.consent].format(who=who, note=note)} Note it all the same?"

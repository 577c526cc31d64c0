"""Many enquiries at once, laid straight into the tables: a year of work."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from directory.extensions import db
from directory.helpline.earlier.words import list_words
from directory.models import Area, Enquiry, EnquiryNeed, EnquiryOutcome, EnquiryWord, TaxonomyTerm, Team
from directory.models.codes import Specialty, Urgency
from directory.models.helpline.codes import EnquiryChannel, EnquiryOutcomeKind, EnquiryState

_SUBJECTS = """
debt rent bailiff food voucher benefit appeal tenancy eviction deposit landlord housing heating fuel meter
loneliness befriending walking singing allotment gardening football swimming knitting cooking chess art
drinking gambling tobacco heroin recovery sponsor family contact divorce mediation parenting carer respite
bereavement veteran refugee interpreter polish gujarati deaf blind wheelchair transport volunteering work
"""
_PLAIN = "help group support people near week evening weekend free local advice"


def lay_enquiries(
    count: int, *, needs: list[TaxonomyTerm], areas: list[Area], teams: list[Team], until: datetime
) -> None:
    """Answered ones, spread over the year before `until`, always the same ones."""
    chance = random.Random(7)
    rows: dict[Any, list[dict[str, Any]]] = {
        model: [] for model in (Enquiry, EnquiryNeed, EnquiryOutcome, EnquiryWord)
    }
    for number in range(1, count + 1):
        asked_at = until - timedelta(minutes=chance.randrange(1, 525_600))
        row = _make_row(number, asked_at, chance, areas, teams)
        term = chance.choice(needs)
        rows[Enquiry].append(row)
        rows[EnquiryNeed].append({"enquiry_id": row["id"], "taxonomy_term_id": term.id, "position": 0})
        kind = chance.choice(list(EnquiryOutcomeKind))
        outcome = {"id": uuid.UUID(int=chance.getrandbits(128)), "enquiry_id": row["id"], "kind": kind}
        rows[EnquiryOutcome].append(outcome | {"need_id": term.id, "recorded_at": asked_at})
        rows[EnquiryWord] += [
            {"word": word, "enquiry_id": row["id"]} for word in list_words(row["question"] + row["answer"])
        ]
    for model, values in rows.items():
        db.session.execute(insert(model), values)
    db.session.commit()


def _make_row(
    number: int, asked_at: datetime, chance: random.Random, areas: list[Area], teams: list[Team]
) -> dict[str, Any]:
    words = [
        *chance.sample(_SUBJECTS.split(), 5),
        *chance.sample(_PLAIN.split(), 4),
        f"street{chance.randrange(3000)}",
    ]
    answered_at = asked_at + timedelta(minutes=chance.choice([4, 9, 15, 60, 300, 1500]))
    return {
        "id": uuid.UUID(int=chance.getrandbits(128)),
        "number": number,
        "state": EnquiryState.ANSWERED,
        "channel": chance.choice(list(EnquiryChannel)),
        "asked_at": asked_at,
        "answered_at": answered_at,
        "is_answered_at_once": chance.random() < 0.6,
        "team_id": chance.choice(teams).id,
        "specialty": chance.choice(list(Specialty)),
        "area_id": chance.choice(areas).id,
        "urgency": Urgency.ROUTINE,
        "question": " ".join(words),
        "answer": " ".join(chance.sample(_SUBJECTS.split(), 3)),
        "created_at": asked_at,
        "last_modified": answered_at,
        "version": 1,
    }

"""What is sent most often, from every room of casework. Whatever has a version is written to once."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update

from benchmarks.casework_shapes import Page, Samples
from benchmarks.year.enquiries import lay_enquiries
from benchmarks.year.ground import Year
from directory.extensions import db
from directory.models import Enquiry, EnquiryOutcome, User
from directory.models.helpline.codes import EnquiryState, ReplyWay

WORDS = ("walk together weekly", "rent worry help", "sleep quiet evening", "letters bills first morning")
"""As they stand in the enquiries of a year."""

_PLACES = ("LE1", "LE3", "Loughborough", "Hinckley", "Oakham")


def lay_calls(year: Year, handler: User, many: int) -> list[uuid.UUID]:
    """Open ones of this handler, of which nothing has ended yet."""
    calls = lay_enquiries(year, many)
    db.session.execute(delete(EnquiryOutcome).where(EnquiryOutcome.enquiry_id.in_(calls)))
    opened = {"state": EnquiryState.OPEN, "handler_id": handler.id, "answered_at": None, "version": 1}
    opened |= {"is_answered_at_once": None, "answer": "Both groups take people now.", "asker_id": handler.id}
    mine = update(Enquiry).where(Enquiry.id.in_(calls)).values(**opened, reply_way=ReplyWay.EMAIL)
    db.session.execute(mine, execution_options={"synchronize_session": False})
    db.session.commit()
    return calls


def list_sent(samples: Samples) -> list[Page]:
    values = samples.values
    entries = [str(one) for one in values["entry"][:4]]
    opened = {"team": str(values["own_team"][0]), "role": "Worker", "entry": entries}
    opened |= {"need-1": values["need"][0], "level-1": "needing-help", "done": "provide_information"}
    typed = {"expected_version": "1", "goals": "Walk to the club each week", "consent": "agreed"}
    typed |= {"need-1": values["need"][0], "q-1-can-contact": "no"}
    records = [f"/support/records/{one}/conversation/typed" for one in values["record_id"]]
    return [
        _form("/what-could-help", [{"need": values["need"][:3], "place": place} for place in _PLACES], 200),
        _form("/packs", [{"entry": entries}], 302),
        _form("/support/new", [opened], 302),
        _each("POST conversation as it is typed", records, typed, 200),
        *_list_of_helpline(samples),
        _form("/unmet-needs/log", _list_logged(samples), 302),
    ]


def _list_of_helpline(samples: Samples) -> list[Page]:
    """Each call is saved as it is typed, or ended, or told to the asker."""
    calls, call = samples.values["call_id"], {"expected_version": "1"}
    third = len(calls) // 3
    kept, ended, told = calls[:third], calls[third : 2 * third], calls[2 * third :]
    typed = call | {"question": WORDS[0], "circumstances": WORDS[1], "place": "Loughborough"}
    found = call | {"question": WORDS[1], "entry": str(samples.values["entry"][0])}
    reply = call | {"answer": "Both groups take people now.", "way": "email"}
    return [
        _each("POST call as it is typed", [f"{_address(one)}/typed" for one in kept], typed, 200),
        _each("POST call, found on the system", [f"{_address(one)}/ends/found" for one in ended], found, 302),
        _each("POST call, reply by e-mail", [f"{_address(one)}/reply" for one in told], reply, 302),
    ]


def _list_logged(samples: Samples) -> list[dict[str, Any]]:
    """`group`: others who asked for the same were looked at, and this is something else."""
    common = {"times_asked": "1", "barrier": "nothing_exists", "urgency": "routine"}
    common |= {"missing": WORDS[2], "tried": WORDS[3], "group": "none"}
    needs, areas = samples.values["need"], samples.values["area_slug"]
    return [common | {"needs": [need], "area": areas[at % len(areas)]} for at, need in enumerate(needs)]


def _address(call_id: uuid.UUID) -> str:
    return f"/helpline/enquiries/{call_id}"


def _each(name: str, paths: Sequence[str], data: dict[str, Any], status: int) -> Page:
    return Page(name, "page", tuple(_send(path, data) for path in paths), status=status)


def _form(path: str, filled: Sequence[dict[str, Any]], status: int) -> Page:
    return Page(f"POST {path}", "page", tuple(_send(path, one) for one in filled), status=status)


def _send(path: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"path": path, "method": "POST", "data": data}

"""The queue: what waits and for whom, overdue first; and what was answered, the newest first."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.extensions import db
from directory.helpline.earlier.queries import Likeness, find_answered
from directory.helpline.wording import STATE_NAMES
from directory.mail.letters import list_undelivered_keys
from directory.models import Enquiry, EnquiryNeed, Taxonomy, TaxonomyTerm, User
from directory.models.codes import Urgency
from directory.models.helpline.codes import EnquiryState
from directory.network.checking import clean_line, read_id

PAGE_SIZE = 25
LAST_PAGE = 10_000
WAITING = (EnquiryState.NEW, EnquiryState.OPEN)
REPLY_KEY = "enquiry-reply/"
"""How the keys of letters with an answer begin; the id of the enquiry follows."""
# The values of the filter by state, with what each is called.
STATES = {
    "waiting": "Waiting",
    **{state.value: name for state, name in STATE_NAMES.items()},
    "untold": "Answered, not told yet",
}
OWNERS = {"": "Anybody’s", "mine": "Mine", "nobody": "Nobody’s"}
DUES = {"": "Any", "overdue": "Call-back overdue", "left": "Nothing done for long"}
_IS_NUMBER = re.compile(r"#?[0-9]{1,9}")
_URGENT_FIRST = {Urgency.URGENT: 0, Urgency.SOON: 1, Urgency.ROUTINE: 2}


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """`owner`: "mine", "nobody", the id of a handler, or "" for anybody. `need`: a slug. `number`: of the
    one enquiry that is looked for. `words`: of question and answer, in what was answered."""

    state: str = "waiting"
    owner: str = ""
    urgency: str = ""
    need: str = ""
    team: uuid.UUID | None = None
    due: str = ""
    number: int | None = None
    words: str = ""
    page: int = 1
    messages: dict[str, str] = field(default_factory=dict)

    def to_query(self) -> dict[str, str]:
        names = ("state", "owner", "urgency", "need", "team", "due", "number", "words")
        plain = QueueFilter()
        given = {name: getattr(self, name) for name in names}
        return {name: str(value) for name, value in given.items() if value != getattr(plain, name)}


@dataclass(frozen=True, slots=True)
class QueuePage:
    enquiries: list[Enquiry]
    total: int
    number: int
    count: int


def read_filter(args: Mapping[str, str]) -> QueueFilter:
    """A value that means nothing is left out; a number that is none gets a message. Words that are a number
    are the number of an enquiry."""
    given = {
        name: clean_line(args.get(name)).strip() for name in ("state", "owner", "urgency", "need", "due")
    }
    words = clean_line(args.get("words")).strip()[:200]
    text, messages = clean_line(args.get("number")).strip().lstrip("#"), {}
    if not text and _IS_NUMBER.fullmatch(words):
        text, words = words.lstrip("#"), ""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
    if text and number is None:
        messages["number"] = "Enter the number of an enquiry, such as 1042."
    owner = given["owner"] if given["owner"] in OWNERS or read_id(given["owner"]) else ""
    return QueueFilter(
        state=given["state"] if given["state"] in STATES else "waiting",
        owner=owner,
        urgency=given["urgency"] if given["urgency"] in set(Urgency) else "",
        need=given["need"][:120],
        team=read_id(args.get("team")),
        due=given["due"] if given["due"] in DUES else "",
        number=number,
        page=_read_page(clean_line(args.get("page"))),
        words=words,
        messages=messages,
    )


def _read_page(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 7
    return min(max(int(text), 1), LAST_PAGE) if is_number else 1


def list_queue(wanted: QueueFilter, actor: User, now: datetime) -> QueuePage:
    """The number of queries does not grow with the page. Words are looked for in what was answered."""
    if wanted.words and wanted.number is None:
        needs = (wanted.need,) if wanted.need else ()
        found = find_answered(Likeness(text=wanted.words, needs=needs), wanted.page, now)
        rows = {row.id: row for row in _load(Enquiry.id.in_([one.id for one in found.enquiries]))}
        ordered = [rows[one.id] for one in found.enquiries if one.id in rows]
        return QueuePage(ordered, found.total, found.page, found.pages)
    total = db.session.scalar(_choose(select(func.count(Enquiry.id)), wanted, actor, now)) or 0
    query = _choose(select(Enquiry.id), wanted, actor, now).order_by(*_order(wanted, now))
    ids = list(db.session.scalars(query.limit(PAGE_SIZE).offset((wanted.page - 1) * PAGE_SIZE)))
    rows = {row.id: row for row in _load(Enquiry.id.in_(ids))}
    return QueuePage([rows[one] for one in ids if one in rows], total, wanted.page, -(-total // PAGE_SIZE))


def _load(condition: ColumnElement[bool]) -> list[Enquiry]:
    parts = (
        joinedload(Enquiry.handler),
        joinedload(Enquiry.team),
        joinedload(Enquiry.area),
        joinedload(Enquiry.asker),
        selectinload(Enquiry.needs),
        selectinload(Enquiry.outcomes),
    )
    return list(db.session.scalars(select(Enquiry).where(condition).options(*parts)).unique())


def count_untold() -> int:
    """Answered, and nobody has told the asker, or the e-mail did not arrive."""
    return db.session.scalar(select(func.count(Enquiry.id)).where(_is_untold())) or 0


def count_waiting(actor: User, now: datetime) -> dict[str, int]:
    """new, mine, overdue, left, and untold: one query."""
    sums = {
        "new": Enquiry.state == EnquiryState.NEW,
        "mine": Enquiry.handler_id == actor.id,
        "overdue": Enquiry.due_at < now,
        "left": _was_left(now),
    }
    counts = [func.count().filter(condition) for condition in sums.values()]
    untold = select(func.count(Enquiry.id)).where(_is_untold()).scalar_subquery()
    row = db.session.execute(select(*counts, untold).where(Enquiry.state.in_(WAITING))).one()
    return dict(zip((*sums, "untold"), row, strict=True))


def find_left_before(now: datetime) -> datetime:
    """What waits and was last changed before then is left: nobody is at it."""
    return now - timedelta(days=current_app.config["ENQUIRY_LEFT_DAYS"])


def _was_left(now: datetime) -> ColumnElement[bool]:
    return Enquiry.last_modified < find_left_before(now)


def _is_untold() -> ColumnElement[bool]:
    is_kept = and_(Enquiry.state == EnquiryState.ANSWERED, Enquiry.emptied_at.is_(None))
    lost = {read_id(key.split("/")[1]) for key in list_undelivered_keys(REPLY_KEY)}
    # Apart, so that the index on what nobody was told serves the first.
    return or_(and_(is_kept, Enquiry.replied_at.is_(None)), and_(is_kept, Enquiry.id.in_(lost)))


def _choose(query: Select[Any], wanted: QueueFilter, actor: User, now: datetime) -> Select[Any]:
    if wanted.number is not None:
        return query.where(Enquiry.number == wanted.number)
    query = _choose_owner(query.where(_is_in(wanted.state)), wanted.owner, actor)
    if wanted.urgency:
        query = query.where(Enquiry.urgency == wanted.urgency)
    if wanted.team:
        query = query.where(Enquiry.team_id == wanted.team)
    if wanted.due:
        query = query.where(_was_left(now) if wanted.due == "left" else Enquiry.due_at < now)
    if wanted.need:
        has = select(EnquiryNeed.enquiry_id).join(TaxonomyTerm).join(Taxonomy)
        named = has.where(Taxonomy.slug == "needs", TaxonomyTerm.slug == wanted.need)
        query = query.where(Enquiry.id.in_(named))
    return query


def _is_in(state: str) -> ColumnElement[bool]:
    if state == "untold":
        return _is_untold()
    return Enquiry.state.in_(WAITING if state == "waiting" else (EnquiryState(state),))


def _choose_owner(query: Select[Any], owner: str, actor: User) -> Select[Any]:
    if owner == "nobody":
        return query.where(Enquiry.handler_id.is_(None))
    if owner:
        return query.where(Enquiry.handler_id == (actor.id if owner == "mine" else read_id(owner)))
    return query


def _order(wanted: QueueFilter, now: datetime) -> tuple[Any, ...]:
    """Waiting: overdue, then urgent, then by what is due, then the longest waiting."""
    if wanted.state == "untold":
        return (Enquiry.answered_at, Enquiry.number)
    if wanted.state not in ("waiting", "new", "open"):
        ended_at = Enquiry.answered_at if wanted.state == "answered" else Enquiry.last_modified
        return (ended_at.desc(), Enquiry.number.desc())
    urgent = case({code.value: rank for code, rank in _URGENT_FIRST.items()}, value=Enquiry.urgency, else_=3)
    is_overdue = case((Enquiry.due_at < now, 0), else_=1)
    has_due = case((Enquiry.due_at.is_(None), 1), else_=0)
    return (is_overdue, urgent, has_due, Enquiry.due_at, Enquiry.asked_at, Enquiry.number)

"""Sends a group to who commissions, takes the answer, tells the askers, and asks again when an answer is
overdue. Flushes and never commits."""

import uuid
from datetime import date, datetime, timedelta

from flask import current_app, render_template
from sqlalchemy import select

from directory import audit
from directory.accounts.bodies import list_members
from directory.accounts.queries import list_officers
from directory.errors import InvalidData
from directory.extensions import db
from directory.mail.actions import queue_mail
from directory.mail.letters import count_undelivered, describe_letter, list_latest, settle_earlier
from directory.models import CommissioningBody, UnmetNeedAnswer, UnmetNeedGroup, User
from directory.models.codes import AnswerKind, GroupState
from directory.network.checking import Checker, Typed
from directory.network.confirmation import day_of
from directory.unmet_needs.askers import tell_askers
from directory.unmet_needs.commissioning.routing import find_body
from directory.unmet_needs.groups.grouping import refuse_stale, touch

PATH = "/unmet-needs"
ASKED_AGAIN_DAYS = 7
_WRONG = "Some of this needs to be put right."
_LONGEST_LINK = 500
_SENT_KEY = "unmet-need-sent/{}/"
_OVERDUE_KEY = "unmet-need-overdue/{}/"
# Apart: what the officers get does not count as written to the body.
_OFFICER_KEY = "unmet-need-overdue-officer/{}/"


def send_group(
    *,
    actor: User,
    group: UnmetNeedGroup,
    body_id: uuid.UUID | None,
    expected_version: int,
    now: datetime,
) -> CommissioningBody:
    """To the body chosen, else to the one the routing table names. Its contact is told by e-mail. Raises
    InvalidData, EditConflict."""
    refuse_stale(group, expected_version)
    body = find_asked(group, body_id, day_of(now))
    group.body, group.state, group.sent_at = body, GroupState.SENT, now
    group.due_on = find_due_day(body, day_of(now))
    group.escalated_at = None
    touch(group)
    settle_earlier(_SENT_KEY.format(group.id), now)
    _tell_body(group, body, "sent", f"{_SENT_KEY.format(group.id)}{group.version}", now)
    audit.record("unmet_need_group.send", actor, group, body=body.slug)
    return body


def find_asked(group: UnmetNeedGroup, body_id: uuid.UUID | None, on: date) -> CommissioningBody:
    """The body chosen, else the one the routing table names. Raises InvalidData where the group cannot be
    sent to it."""
    body = db.session.get(CommissioningBody, body_id) if body_id else None
    body = body or find_body(group.need, group.area, on)
    if body is None or not body.is_open or group.state == GroupState.MERGED:
        raise InvalidData(_WRONG, {"body": "Choose who is asked."})
    if not group.summary:
        raise InvalidData(_WRONG, {"summary": "Write the summary first: it is what they read."})
    return body


def find_due_day(body: CommissioningBody, on: date) -> date:
    return on + timedelta(days=body.answer_days)


def list_told(body: CommissioningBody) -> list[str]:
    """Where it is told by e-mail: its contact; where there is none, those who answer for it."""
    return [body.contact_email] if body.contact_email else [user.email for user in list_members(body)]


def describe_letters(group: UnmetNeedGroup) -> list[tuple[str, bool]]:
    """How far letters have got, in words, and whether they are stuck: while an answer is waited for the last
    to who was asked, and the last that asked again; and how many to askers did not arrive."""
    found = []
    if group.state == GroupState.SENT:
        found = _describe_letters_to_body(group)
    count = count_undelivered(f"unmet-need-answer/{group.answer.id}/") if group.answer else 0
    if count:
        letters = "1 letter" if count == 1 else f"{count} letters"
        found.append((f"{letters} with the answer to who asked.", True))
    return found


def _describe_letters_to_body(group: UnmetNeedGroup) -> list[tuple[str, bool]]:
    letters = [*list_latest(_SENT_KEY.format(group.id)), *list_latest(_OVERDUE_KEY.format(group.id))]
    if not letters and group.body and not list_told(group.body):
        nobody = f"Nobody was written to: {group.body.name} has no e-mail address. Tell them in another way."
        return [(nobody, True)]
    found = [(mail.to_address, *describe_letter(mail)) for mail in letters]
    return [(f"To {address}: {words}" if address else words, is_stuck) for address, words, is_stuck in found]


def answer_group(
    *, actor: User, group: UnmetNeedGroup, typed: Typed, expected_version: int, now: datetime
) -> UnmetNeedAnswer:
    """Keys of `typed`: kind, words, link, review_on, said_by (where it is recorded for a commissioner).
    Every asker is told by e-mail. Under review is an answer for now: it is due again on the day named.
    Raises InvalidData, EditConflict."""
    refuse_stale(group, expected_version)
    is_asked = group.state in (GroupState.SENT, GroupState.ANSWERED)
    # What has turned up in the directory closes a group that nobody was asked about.
    if not is_asked and (group.state == GroupState.MERGED or typed.get("kind") != AnswerKind.EXISTS):
        raise InvalidData(_WRONG, {"kind": "This has not been sent to anybody yet."})
    answer = _check_answer(typed, day_of(now))
    answer.answered_at, answer.answered_by_id = now, actor.id
    is_final = answer.kind != AnswerKind.UNDER_REVIEW
    group.answers.append(answer)
    group.state = GroupState.ANSWERED if is_final else GroupState.SENT
    group.due_on = answer.review_on
    group.escalated_at = None
    touch(group)
    for key in (_SENT_KEY, _OVERDUE_KEY, _OFFICER_KEY):
        settle_earlier(key.format(group.id), now)
    tell_askers(group, answer, now)
    audit.record("unmet_need_group.answer", actor, group, kind=answer.kind.value)
    return answer


def escalate_overdue(now: datetime) -> int:
    """Asks the body again, and tells the knowledge officers, once a week until there is an answer. How many
    groups were overdue for that."""
    again = now - timedelta(days=ASKED_AGAIN_DAYS)
    query = select(UnmetNeedGroup).where(
        UnmetNeedGroup.state == GroupState.SENT, UnmetNeedGroup.due_on < day_of(now)
    )
    groups = [
        group
        for group in db.session.scalars(query.order_by(UnmetNeedGroup.id)).unique()
        if group.escalated_at is None or group.escalated_at <= again
    ]
    for group in groups:
        _escalate(group, now)
    return len(groups)


def _escalate(group: UnmetNeedGroup, now: datetime) -> None:
    group.escalated_at = now
    for key in (_OVERDUE_KEY, _OFFICER_KEY):
        settle_earlier(key.format(group.id), now)
    if group.body:
        _tell_body(group, group.body, "overdue", f"{_OVERDUE_KEY.format(group.id)}{day_of(now)}", now)
    for officer in list_officers():
        body = render_template(
            "unmet_needs/mail/overdue_officer.txt", group=group, link=f"{_site()}{PATH}/groups/{group.id}"
        )
        subject = f"Answer overdue: {group.name}"
        key = f"{_OFFICER_KEY.format(group.id)}{day_of(now)}/{officer.id}"
        queue_mail(key=key, to_address=officer.email, subject=subject, body=body, now=now)
    touch(group)
    audit.record("unmet_need_group.escalate", None, group)


def _tell_body(
    group: UnmetNeedGroup, body: CommissioningBody, template: str, key: str, now: datetime
) -> None:
    link = f"{_site()}{PATH}/sent/{group.id}"
    text = render_template(f"unmet_needs/mail/{template}.txt", group=group, body=body, link=link)
    subject = f"Unmet need: {group.name}" if template == "sent" else f"Answer overdue: {group.name}"
    told = list_told(body)
    if template == "overdue" and body.overdue_email and body.overdue_email not in told:
        told = [*told, body.overdue_email]
    for number, address in enumerate(told):
        queue_mail(key=f"{key}/{number}", to_address=address, subject=subject, body=text, now=now)


def _check_answer(typed: Typed, today: date) -> UnmetNeedAnswer:
    checker = Checker(typed)
    kind = typed.get("kind", "")
    if kind not in set(AnswerKind):
        checker.problems["kind"] = "Choose an answer."
    words = checker.words("words", "unmet_need_answer.words")
    link = checker.line("link", _LONGEST_LINK)
    if link and not link.startswith(("https://", "http://")):
        checker.problems["link"] = "Enter a web address that starts with https://"
    review_on = checker.day("review_on", typed.get("review_on"))
    _check_parts(checker, kind, words, link, review_on, today)
    said_by = checker.words("said_by", "unmet_need_answer.said_by")
    checker.refuse_problems()
    is_review = kind == AnswerKind.UNDER_REVIEW
    return UnmetNeedAnswer(
        kind=AnswerKind(kind),
        words=words,
        link=link,
        review_on=review_on if is_review else None,
        said_by=said_by,
    )


def _check_parts(
    checker: Checker, kind: str, words: str | None, link: str | None, review_on: date | None, today: date
) -> None:
    """What each kind of answer must come with."""
    problems = checker.problems
    if kind == AnswerKind.NOT_PLANNED and not words:
        problems.setdefault("words", "Say why it is not planned.")
    if kind == AnswerKind.EXISTS and not link:
        problems.setdefault("link", "Give the address where it can be found.")
    if kind == AnswerKind.UNDER_REVIEW and (review_on is None or review_on <= today):
        problems.setdefault("review_on", "Enter the day it will be decided by, after today.")


def _site() -> str:
    return str(current_app.config["SITE_URL"]).rstrip("/")

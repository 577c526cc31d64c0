"""Where an answer goes to: contacts of staff at work only. An address at a provider of private mail is
refused, and what may be somebody's own is asked about once. The browser says so first
(static/js/reply-contacts.js)."""

import re
from collections.abc import Callable

from sqlalchemy import ColumnElement, exists, func, or_, select, true

from directory.extensions import db
from directory.models import Contact, Organization, SafeguardingContact, SupportRole, Team, User
from directory.network.checking import Checker, Typed
from directory.person_details import is_work_domain

_PRIVATE = """
aol.co.uk aol.com blueyonder.co.uk btinternet.com btopenworld.com duck.com fastmail.com gmail.com gmx.co.uk
gmx.com gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com icloud.com live.co.uk live.com mac.com
mail.com me.com msn.com ntlworld.com outlook.co.uk outlook.com pm.me proton.me protonmail.com
rocketmail.com sky.com talk21.com talktalk.net tiscali.co.uk tuta.com tutanota.com virgin.net
virginmedia.com yahoo.co.uk yahoo.com ymail.com zoho.com
"""
PRIVATE_DOMAINS = _PRIVATE.split()
_IS_PRIVATE = "Give a work address: this may be somebody's own."
_IS_MOBILE = "This looks like a mobile. Is it a work phone?"
_MOBILE = re.compile(r"\s*(?:\+\s*44|0044|0)[\s()0]*7")


def find_private(address: str) -> str:
    """Why an answer may not go to this address; else "". What is on record as a contact at work may be
    anywhere: some volunteers and small groups have no other."""
    if _domain_of(address) not in PRIVATE_DOMAINS:
        return ""
    return "" if _is_on_record(lambda column: column == address.casefold()) else _IS_PRIVATE


def ask_about_address(address: str) -> str:
    """The question where nobody on record works at its domain; else ""."""
    domain = _domain_of(address)
    is_clear = not domain or domain in PRIVATE_DOMAINS or is_work_domain(domain)
    if is_clear or _is_on_record(lambda column: column.endswith(f"@{domain}", autoescape=True)):
        return ""
    return f"Is this a work address? We know nobody who works at {domain}."


def find_questions(typed: Typed) -> dict[str, str]:
    """By field, what is asked about once. What is wrong in itself is refused elsewhere."""
    address = Checker(typed).email("reply_email") or ""
    is_mobile = _MOBILE.match(str(typed.get("reply_phone") or ""))
    asked = {"reply_email": ask_about_address(address), "reply_phone": _IS_MOBILE if is_mobile else ""}
    return {name: question for name, question in asked.items() if question}


def _domain_of(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _is_on_record(matches: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> bool:
    columns = (
        (User.email, User.is_enabled),
        (Team.work_email, true()),
        (SupportRole.work_email, true()),
        (SafeguardingContact.email, true()),
        (Organization.email, true()),
        (Contact.email, true()),
    )
    known = (exists().where(matches(func.lower(column)), is_there) for column, is_there in columns)
    return bool(db.session.scalar(select(or_(*known))))

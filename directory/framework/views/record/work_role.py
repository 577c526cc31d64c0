"""The job that the worker at the screen gave last, so that it is typed once a session."""

from flask import session

from directory.framework.records.ticking import DEFAULT_ROLE

_KEY = "work_role"


def find_work_role() -> str:
    return str(session.get(_KEY) or DEFAULT_ROLE)


def keep_work_role(text: str) -> None:
    """Only once it was accepted: whatever may not be kept is not kept here either."""
    if text.strip():
        session[_KEY] = text.strip()[:120]

"""The errors the directory raises by name, and the one place where they become a page or
problem+json (RFC 9457)."""

from http import HTTPStatus

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException


class DirectoryError(Exception):
    """Something a person can be told about. `fields` maps a path in their data to a message."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields or {}


class BadSetting(DirectoryError):
    def __init__(self, name: str, given: str, allowed: str) -> None:
        super().__init__(f"Setting {name} is {given!r}. It must be {allowed}.")
        self.name = name


class InvalidData(DirectoryError):
    """Data that breaks a rule: nothing of it was kept."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NotFound(DirectoryError):
    status = HTTPStatus.NOT_FOUND


class NotAllowed(DirectoryError):
    status = HTTPStatus.FORBIDDEN


class EditConflict(DirectoryError):
    """Somebody else saved first. `current_version` is theirs."""

    status = HTTPStatus.CONFLICT

    def __init__(self, current_version: int) -> None:
        super().__init__("Somebody else changed this entry while you were editing it.")
        self.current_version = current_version


def init_app(app: Flask) -> None:
    app.register_error_handler(DirectoryError, _show_directory_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(StaleDataError, _show_clash)
    app.register_error_handler(IntegrityError, _show_clash)
    app.register_error_handler(Exception, _show_fault)


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.path.startswith("/health/")


def show(status: int, title: str, fields: dict[str, str] | None = None) -> ResponseReturnValue:
    """One shape for every failure: a problem document for programs, a page with urgent help for people."""
    if wants_json():
        body = jsonify(type="about:blank", title=title, status=status, errors=fields or {})
        body.content_type = "application/problem+json"
        return body, status
    return render_template("errors/error.html", status=status, title=title, fields=fields or {}), status


def _show_directory_error(error: DirectoryError) -> ResponseReturnValue:
    return show(int(error.status), error.message, error.fields)


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error
    status = error.code or 500
    answer = show(status, error.name)
    if not isinstance(answer, tuple):
        return answer
    kept = {k: v for k, v in error.get_headers() if k in ("Retry-After", "Allow")}
    return (*answer, kept)


def _show_clash(error: StaleDataError | IntegrityError) -> ResponseReturnValue:
    """Two requests changed the same thing at the same moment, where no action noticed it sooner."""
    from flask import current_app

    current_app.logger.warning("clash", extra={"facts": {"error": type(error).__name__}})
    return show(409, "Somebody else changed this at the same moment. Go back, and try again.")


def _show_fault(error: Exception) -> ResponseReturnValue:
    from flask import current_app

    if current_app.testing and not current_app.config.get("SHOW_FAULT_PAGES"):
        raise error
    current_app.logger.exception("fault")
    return show(500, "Sorry, there is a problem")

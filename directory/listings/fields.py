"""The field types of entry data. Each says in plain words what is wrong with a bad value."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from marshmallow import ValidationError, fields

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
_LONGEST_TEXT = 20_000


class Words(fields.String):
    """One line of text without surrounding space. Empty becomes None (or "" where the column wants it)."""

    def __init__(
        self, longest: int = 200, empty: str | None = None, lines: bool = False, **more: Any
    ) -> None:
        super().__init__(**more)
        self.longest = longest
        self.empty = empty
        self.lines = lines

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        return super().deserialize("" if value is None else value, attr, data, **kwargs)

    def _validate(self, value: Any) -> None:
        if value != self.empty:
            super()._validate(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        text = _CONTROL.sub("", text.replace("\r\n", "\n")).strip()
        text = text.encode("utf-8", "replace").decode()
        if not self.lines:
            text = " ".join(text.split())
        if len(text) > self.longest:
            raise ValidationError(
                f"Must be {self.longest:,} characters or fewer. You have used {len(text):,}."
            )
        if not text and self.required:
            raise ValidationError("Enter something here.")
        return text or self.empty


class Prose(Words):
    """Text of several lines or paragraphs."""

    def __init__(self, empty: str | None = None, **more: Any) -> None:
        super().__init__(longest=_LONGEST_TEXT, empty=empty, lines=True, **more)


class WebAddress(Words):
    def __init__(self, **more: Any) -> None:
        super().__init__(longest=500, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text is None:
            return None
        if "://" not in text and re.match(r"^[\w.-]+\.[a-z]{2,}(/|$)", text, re.I):
            text = f"https://{text}"
        if not _is_web_address(text):
            raise ValidationError("Enter a web address, like https://www.example.org/")
        return text


class EmailAddress(Words):
    def __init__(self, **more: Any) -> None:
        super().__init__(longest=254, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text is None:
            return None
        try:
            return validate_email(text, check_deliverability=False, test_environment=True).normalized
        except EmailNotValidError as error:
            raise ValidationError("Enter an e-mail address, like name@example.org") from error


class PhoneNumber(Words):
    """As it is written down: words and several numbers are kept, but it must hold at least three digits."""

    def __init__(self, **more: Any) -> None:
        super().__init__(longest=250, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text is not None and sum(letter.isdigit() for letter in text) < 3:
            raise ValidationError("Enter a telephone number, like 0116 496 0123")
        return text


class Pounds(fields.Field):
    """Pounds outside ("2.50"), whole pence inside (250)."""

    def __init__(self, **more: Any) -> None:
        super().__init__(allow_none=True, **more)

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **kwargs: Any) -> float | None:
        return None if value is None else float(Decimal(value) / 100)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int | None:
        text = str(value).strip().removeprefix("£").replace(",", "")
        if not text:
            return None
        if not re.fullmatch(r"\d{1,6}(\.\d{1,4})?", text):
            raise ValidationError("Enter an amount in pounds, like 2.50")
        return int(Decimal(text) * 100)


def blank_as_none(data: Any, known: Mapping[str, fields.Field]) -> Any:
    """An empty box of a form means "nothing": words know their own empty value, other fields get None."""
    if not isinstance(data, dict):
        return data
    return {k: None if v == "" and not isinstance(known.get(k), Words) else v for k, v in data.items()}


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False

"""Whatever is sent to the desk's forms, it answers in words and keeps no half of it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.admin.editing import list_parts
from directory.admin.forms.spec import Field, Group, Item
from directory.extensions import db
from directory.models import Guidance, Service
from directory.models.codes import Role
from tests.accounts.signing_in import sign_in_as
from tests.factories import make_guidance, make_service

VALUES = st.one_of(
    st.sampled_from(
        [
            "\x00", "\x00\x01\u2028", "😀" * 300, "\u202eabc\u202c", "\ud7ff\ufffe", "x" * 100_000, "-1", "0",
            "9" * 40, "1e999", "NaN", "Infinity", "0x10", "٣", "2026-02-30", "0001-01-01", "9999-12-31",
            "25:99", "24:00", "00000000-0000-0000-0000-000000000000",
            "null", "[]", "{}", "<script>alert(1)</script>",
            "javascript:alert(1)", "http://[::1", "a@b", "%s%n", "' OR 1=1 --", "../../etc/passwd", "1TU,,",
            " ",
        ]
    ),
    st.text(max_size=60),
)  # fmt: skip
BUTTONS = ["add:", "remove:", "find", "preview", "save", ":", ""]
NUMBERS = st.sampled_from(["0", "1", "2", "199", "200", "999", "00", "-1", "x", "١"])


def name_fields(items: tuple[Item, ...], prefix: str, number: str) -> list[str]:
    """Every path the form has, with `number` for each row."""
    names = []
    for item in items:
        if isinstance(item, Field):
            names.append(prefix + item.name)
        elif isinstance(item, Group):
            names += name_fields(item.items, f"{prefix}{item.name}.", number)
        else:
            path = f"{prefix}{item.name}.{number}."
            names += [f"{path}id", *name_fields(item.items, path, number)]
    return names


@st.composite
def forms(draw: st.DrawFn, items: tuple[Item, ...]) -> dict[str, Any]:
    names = name_fields(items, "", draw(NUMBERS))
    chosen = draw(st.lists(st.sampled_from(names), max_size=12, unique=True))
    form: dict[str, Any] = {name: draw(st.lists(VALUES, min_size=1, max_size=2)) for name in chosen}
    for button in draw(
        st.lists(st.sampled_from(["add:", "remove:", "find", "preview", "save", ":", ""]), max_size=1)
    ):
        form["do"] = button + (draw(st.sampled_from(names)) if button.endswith(":") else "")
    form["expected_version"] = draw(st.sampled_from(["1", "1", "1", "0", "x", "\x00", "9" * 30]))
    form["find_entry"] = draw(VALUES)
    if draw(st.booleans()):
        form |= {f"keep.{name.split('.')[0]}": "theirs" for name in chosen[:2]}
    return form


@pytest.fixture
def officer(app: Flask, client: FlaskClient) -> FlaskClient:
    sign_in_as(client, Role.KNOWLEDGE_OFFICER)
    return client


def send_all(client: FlaskClient, entry: Service | Guidance, data: st.DataObject) -> None:
    entry_id = entry.id
    for part in list_parts(entry):
        form = data.draw(forms(part.items), label=part.slug)
        form["expected_version"] = [form["expected_version"]]
        if form["expected_version"] == ["1"]:
            form["expected_version"] = [str(db.session.get_one(type(entry), entry_id).version)]
        answer = client.post(f"/admin/entries/{entry_id}/edit/{part.slug}", data=form)
        assert answer.status_code in (200, 302, 409, 413, 422), (part.slug, answer.status_code)
        db.session.rollback()
        assert client.get(f"/admin/entries/{entry_id}/edit/{part.slug}").status_code == 200
    assert client.get(f"/admin/entries/{entry_id}").status_code == 200


SETTINGS = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.slow
@pytest.mark.both_engines
def test_nothing_sent_to_a_page_of_a_service_breaks_it(officer: FlaskClient) -> None:
    @SETTINGS
    @given(st.data())
    def send(data: st.DataObject) -> None:
        service = make_service()
        db.session.commit()
        send_all(officer, service, data)

    send()


@pytest.mark.slow
@pytest.mark.both_engines
def test_nothing_sent_to_a_page_of_guidance_breaks_it(officer: FlaskClient) -> None:
    @SETTINGS
    @given(st.data())
    def send(data: st.DataObject) -> None:
        guidance = make_guidance()
        db.session.commit()
        send_all(officer, guidance, data)

    send()


@pytest.mark.both_engines
@pytest.mark.parametrize("value", ["\x00", "x" * 1_000_000, "😀\u202e", "<img src=x onerror=alert(1)>"])
def test_nothing_sent_to_the_other_forms_breaks_them(officer: FlaskClient, value: str) -> None:
    service = make_service()
    db.session.commit()
    names = ("name", "kind", "summary", "organization_name", "organization", "reason", "how", "status", "do")
    form = dict.fromkeys((*names, "expected_version", "website", "phones.0.number", "email", "roles"), value)
    for path in (
        "services/new",
        "guidance/new",
        f"entries/{service.id}/organization",
        f"entries/{service.id}/close",
        f"entries/{service.id}/assure",
        f"entries/{service.id}/versions/1/restore",
        f"entries/{service.id}/suspend",
        f"entries/{service.id}/withdraw",
        f"organizations/{service.organization_id}",
    ):
        answer = officer.post(f"/admin/{path}", data=form)
        assert answer.status_code in (200, 302, 409, 413, 422), (path, answer.status_code)
        db.session.rollback()

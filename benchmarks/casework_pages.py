"""Every page of casework that can be read, found in the application itself, and what to ask it for."""

import itertools
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select, update
from werkzeug.routing import Rule

from benchmarks.year.enquiries import lay_enquiries
from benchmarks.year.ground import Year
from benchmarks.year.missing import lay_proposals, lay_unmet_needs
from benchmarks.year.records import give_references, lay_records
from directory.extensions import db
from directory.framework.figures import FIGURES
from directory.framework.levels.parts import SCHEMAS
from directory.framework.packs.actions import make_pack
from directory.listings.needs import list_needs
from directory.models import (
    Area,
    CommissioningBody,
    Enquiry,
    HelplineDestination,
    Proposal,
    RoutingRule,
    SafeguardingContact,
    SupportRole,
    TaxonomyTerm,
    Team,
    TeamMember,
    UnmetNeedGroup,
    User,
)
from directory.models.codes import GroupState, Role
from directory.unmet_needs.figures.tables import TITLES

ROOMS = ("framework", "network", "unmet_needs", "helpline")
DESK = ("/admin/proposals", "/admin/searches", "/admin/undelivered", "/privacy-register")
"""Starts of addresses of casework in other rooms."""

DASHBOARDS = (
    "unmet_needs.table",
    "unmet_needs.report",
    "unmet_needs.figures",
    "unmet_needs.area",
    "unmet_needs.assessment_file",
    "framework.figure",
)
# They answer nothing else without the link from an e-mail, and without the other group.
_LEFT_OUT = (
    "network.still_true",
    "unmet_needs.group_merge_ask",
    "unmet_needs.group_take_back_ask",
)
_TYPED = ("debt advice", "lonely", "walking group", "eviction", "gambling help", "coffee morning")
_PLACES = ("LE1", "LE3", "Loughborough", "Hinckley", "Oakham")
SAMPLES = 60
"""Of each kind of thing; no page is asked for more often."""


@dataclass(frozen=True)
class Sizes:
    records: int
    unmet_needs: int
    enquiries: int


@dataclass(frozen=True)
class Page:
    """`kind` is a key of TARGETS. `asks` are what the test client opens, taken in turn."""

    name: str
    kind: str
    asks: tuple[dict[str, Any], ...] = field(compare=False)

    def ask(self, number: int) -> dict[str, Any]:
        return self.asks[number % len(self.asks)]


@dataclass(frozen=True)
class Samples:
    """For each part of an address, by its name, values to put there; `session_key` is of somebody with
    every role who works in one team and was given the references."""

    session_key: str
    values: dict[str, Sequence[Any]]


def lay_samples(year: Year, sizes: Sizes) -> Samples:
    """Lays these many more of everything, and picks some of it."""
    record_ids = year.draw.sample(lay_records(year, sizes.records), min(sizes.records, SAMPLES))
    groups = lay_unmet_needs(year, sizes.unmet_needs)
    enquiries = year.draw.sample(lay_enquiries(year, sizes.enquiries), min(sizes.enquiries, SAMPLES))
    lay_proposals(year, sizes.unmet_needs // 10)
    reader = db.session.scalar(select(User).where(User.email == "reader@example.org")) or _make_reader(year)
    give_references(reader.id, record_ids, year.now)
    _give_enquiries(reader, enquiries[:20])
    entries = [entry_id for entry_id, _ in year.draw.sample(year.ground.entries, 12)]
    pack = make_pack(actor=reader, entry_ids=entries, now=year.now)
    db.session.commit()
    return Samples(
        reader.get_id(),
        {
            "record_id": record_ids,
            "account_id": _list_ids(User)[:SAMPLES],
            "team_id": _list_ids(Team),
            "role_id": _list_ids(SupportRole)[:SAMPLES],
            "rule_id": _list_ids(RoutingRule)[:SAMPLES],
            "body_id": _list_ids(CommissioningBody),
            "destination_id": _list_ids(HelplineDestination),
            "contact_id": _list_ids(SafeguardingContact),
            "proposal_id": _list_ids(Proposal)[:SAMPLES],
            "enquiry_id": enquiries,
            "question_id": enquiries[:20],
            "number": list(db.session.scalars(select(Enquiry.number).limit(SAMPLES))),
            "group_id": _list_sent()[:SAMPLES] or groups[:SAMPLES],
            "token": [pack.token],
            "list_slug": list(SCHEMAS),
            "figure_slug": list(FIGURES),
            "table_slug": list(TITLES),
            "area_slug": _list_slugs(Area, year.ground.areas),
            "form": ["csv", "xlsx"],
            "entry": entries,
            "need": _list_slugs(TaxonomyTerm, year.ground.terms),
            "top_need": [need.slug for need in list_needs()],
            "own_team": [year.ground.teams[0]],
        },
    )


def _list_sent() -> list[uuid.UUID]:
    sent = UnmetNeedGroup.state.in_((GroupState.SENT, GroupState.ANSWERED))
    return list(db.session.scalars(select(UnmetNeedGroup.id).where(sent)))


def _give_enquiries(reader: User, enquiry_ids: Sequence[uuid.UUID]) -> None:
    own = update(Enquiry).where(Enquiry.id.in_(enquiry_ids)).values(asker_id=reader.id)
    db.session.execute(own, execution_options={"synchronize_session": False})


def list_pages(app: Flask, samples: Samples) -> list[Page]:
    """Addresses with parts come with every sample; all of them can be read by the same person."""
    rules = [rule for rule in app.url_map.iter_rules() if _is_read(rule)]
    unknown = {rule.rule for rule in rules if not rule.arguments <= samples.values.keys()}
    if unknown:
        sys.exit(f"Give these samples in lay_samples(): {', '.join(sorted(unknown))}")
    adapter = app.url_map.bind("localhost")
    pages = []
    for rule in sorted(rules, key=lambda rule: rule.rule):
        addresses = [adapter.build(rule.endpoint, values) for values in _fill(rule, samples)]
        kind = "dashboard" if rule.endpoint in DASHBOARDS or "file." in rule.rule else "page"
        pages.append(Page(rule.rule, kind, tuple({"path": one} for one in addresses)))
    return [*pages, *_list_asked(samples), *_list_written(samples)]


def _list_asked(samples: Samples) -> list[Page]:
    """Pages that only work when they are asked for something, and what is asked while somebody types."""
    needs, entries = samples.values["need"], samples.values["entry"]
    tops, areas = samples.values["top_need"], samples.values["area_slug"]
    helped = [{"place": place, "need": need} for place, need in zip(_PLACES * 5, needs, strict=False)]
    four = [("entry", str(one)) for one in entries[:4]]
    teams = [{"team": str(one)} for one in samples.values["team_id"]]
    keystrokes = [{"q": text[:end]} for text in _TYPED for end in range(2, len(text) + 1)]
    near = [asked | {"place": place} for asked, place in zip(keystrokes, itertools.cycle(_PLACES))]
    beside = f"/helpline/enquiries/{samples.values['enquiry_id'][0]}/search"
    behind = [{"need": need, "area": area} for need, area in zip(tops, itertools.cycle(areas))]
    chosen = [*four, ("need", needs[0]), ("place", "LE3")]
    return [
        _page("/network, asked by place and need", "page", "/network", helped),
        _page("/network, asked by team", "page", "/network", teams),
        _page("/unmet-needs/behind, of a need in a place", "page", "/unmet-needs/behind", behind),
        _page("/support/compare, four entries", "page", "/support/compare", [four]),
        _page("/support/new, from four entries", "page", "/support/new", [chosen]),
        _page("/search, staff, at each keystroke", "keystroke", "/search", keystrokes),
        _page("/search, staff, near a place", "keystroke", "/search", near),
        _page("search beside an enquiry, at each keystroke", "keystroke", beside, keystrokes),
        _page("search beside an enquiry, near a place", "keystroke", beside, near),
    ]


def _list_written(samples: Samples) -> list[Page]:
    """What is sent most often. Each record is written to once, so that its version is always the first."""
    values = samples.values
    entries = [str(one) for one in values["entry"][:4]]
    opened = {"team": str(values["own_team"][0]), "role": "Worker", "entry": entries}
    opened |= {"need-1": values["need"][0], "level-1": "needing-help", "done": "provide_information"}
    typed = {"expected_version": "1", "goals": "Walk to the club each week", "consent": "agreed"}
    typed |= {"need-1": values["need"][0], "q-1-can-contact": "no"}
    records = [f"/support/records/{one}/conversation/typed" for one in values["record_id"]]
    alone = {"need": values["need"][:8], **{f"q-{one}-can-contact": "no" for one in values["need"]}}
    return [
        *(
            _form("/what-could-help", [alone | {"place": place, "do": button} for place in _PLACES], button)
            for button in ("questions", "list")
        ),
        _form("/packs", [{"entry": entries}]),
        _form("/support/new", [opened]),
        Page("POST conversation as it is typed", "page", tuple(_send(path, typed) for path in records)),
    ]


def _form(path: str, filled: Sequence[dict[str, Any]], button: str = "") -> Page:
    name = f"POST {path}, {button}" if button else f"POST {path}"
    return Page(name, "page", tuple(_send(path, one) for one in filled))


def _send(path: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"path": path, "method": "POST", "data": data}


def _page(name: str, kind: str, path: str, asked: Sequence[Any]) -> Page:
    return Page(name, kind, tuple({"path": f"{path}?{urlencode(one)}"} for one in asked))


def _is_read(rule: Rule) -> bool:
    is_casework = rule.endpoint.partition(".")[0] in ROOMS or rule.rule.startswith(DESK)
    return is_casework and "GET" in (rule.methods or ()) and rule.endpoint not in _LEFT_OUT


def _fill(rule: Rule, samples: Samples) -> list[dict[str, Any]]:
    parts = [(name, samples.values[name]) for name in sorted(rule.arguments)]
    names = [name for name, _ in parts]
    return [dict(zip(names, one, strict=True)) for one in itertools.product(*(v for _, v in parts))]


def _list_ids(model: Any) -> list[uuid.UUID]:
    return list(db.session.scalars(select(model.id).order_by(model.id)))


def _list_slugs(model: Any, ids: Sequence[uuid.UUID]) -> list[str]:
    return list(db.session.scalars(select(model.slug).where(model.id.in_(ids))))


def _make_reader(year: Year) -> User:
    reader = User(email="reader@example.org", name="Reader", roles=list(Role))
    db.session.add(reader)
    db.session.flush()
    db.session.add(TeamMember(team_id=year.ground.teams[0], user_id=reader.id))
    db.session.commit()
    return reader

"""Every page of casework that can be read, found in the application itself, and what to ask it for."""

import itertools
import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select, update
from werkzeug.routing import Rule

from benchmarks.casework_sent import WORDS, lay_calls, list_sent
from benchmarks.casework_shapes import COMMISSIONER, EVERYBODY, Page, Samples
from benchmarks.year.enquiries import lay_enquiries
from benchmarks.year.ground import Year
from benchmarks.year.missing import lay_proposals, lay_unmet_needs
from benchmarks.year.records import give_references, lay_records
from directory.accounts.permissions import find_allowed_roles
from directory.extensions import db
from directory.framework.figures import FIGURES
from directory.framework.levels.parts import SCHEMAS
from directory.framework.packs.actions import make_pack
from directory.listings.needs import list_needs
from directory.models import (
    Area,
    BodyMember,
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


def lay_samples(year: Year, sizes: Sizes) -> Samples:
    """Lays these many more of everything, and picks some of it."""
    record_ids = year.draw.sample(lay_records(year, sizes.records), min(sizes.records, SAMPLES))
    groups = lay_unmet_needs(year, sizes.unmet_needs)
    enquiries = year.draw.sample(lay_enquiries(year, sizes.enquiries), min(sizes.enquiries, SAMPLES))
    lay_proposals(year, sizes.unmet_needs // 10)
    reader, commissioner = _find_reader(year), _find_commissioner()
    _give_own(reader, record_ids, enquiries[:20], year.now)
    entries = [entry_id for entry_id, _ in year.draw.sample(year.ground.entries, 12)]
    pack = make_pack(actor=reader, entry_ids=entries, now=year.now)
    db.session.commit()
    return Samples(
        {EVERYBODY: reader.get_id(), COMMISSIONER: commissioner.get_id()},
        {
            "call_id": lay_calls(year, reader, 3 * SAMPLES),
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


def _give_own(
    reader: User, record_ids: Sequence[uuid.UUID], enquiry_ids: Sequence[uuid.UUID], now: datetime
) -> None:
    give_references(reader.id, record_ids, now)
    own = update(Enquiry).where(Enquiry.id.in_(enquiry_ids)).values(asker_id=reader.id)
    db.session.execute(own, execution_options={"synchronize_session": False})


def list_pages(app: Flask, samples: Samples) -> list[Page]:
    """Addresses with parts come with every sample; all of them can be read by the same person."""
    rules = [rule for rule in app.url_map.iter_rules() if _is_read(rule)]
    unknown = {rule.rule for rule in rules if not rule.arguments <= samples.values.keys()}
    if unknown:
        sys.exit(f"Give these samples in lay_samples(): {', '.join(sorted(unknown))}")
    adapter = app.url_map.bind("localhost")
    pages: list[Page] = []
    for rule in sorted(rules, key=lambda rule: rule.rule):
        addresses = [adapter.build(rule.endpoint, values) for values in _fill(rule, samples)]
        kind = "dashboard" if rule.endpoint in DASHBOARDS or "file." in rule.rule else "page"
        pages.append(Page(rule.rule, kind, tuple({"path": one} for one in addresses)))
        if kind == "dashboard" and Role.COMMISSIONER in (find_allowed_roles(rule.endpoint) or ()):
            asks = pages[-1].asks
            pages.append(Page(f"{rule.rule}, as a commissioner", kind, asks, reader=COMMISSIONER))
    return [*pages, *_list_asked(samples), *list_sent(samples)]


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
    alike = f"/helpline/enquiries/{samples.values['enquiry_id'][0]}/earlier"
    spoken = [{"q": text[:end]} for text in WORDS for end in range(2, len(text) + 1, 2)]
    answered = [{"state": "answered", "words": text} for text in (*WORDS, *WORDS[0].split())]
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
        _page("similar earlier ones, at each keystroke", "keystroke", alike, spoken),
        _page("/helpline/, answered ones by words", "page", "/helpline/", answered),
    ]


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


def _find_reader(year: Year) -> User:
    found = _find_user(EVERYBODY)
    if found is None:
        found = _make_user(EVERYBODY, list(Role))
        db.session.add(TeamMember(team_id=year.ground.teams[0], user_id=found.id))
        db.session.commit()
    return found


def _find_commissioner() -> User:
    found = _find_user(COMMISSIONER)
    if found is None:
        found = _make_user(COMMISSIONER, [Role.COMMISSIONER])
        bodies = _list_ids(CommissioningBody)
        db.session.add_all(BodyMember(body_id=one, user_id=found.id) for one in bodies)
        db.session.commit()
    return found


def _find_user(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email))


def _make_user(email: str, roles: list[Role]) -> User:
    made = User(email=email, name=email.partition("@")[0].capitalize(), roles=roles)
    db.session.add(made)
    db.session.flush()
    return made

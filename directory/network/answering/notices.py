"""What has to be said with an answer, in one sentence each."""

from collections.abc import Iterator

from directory.network.answering.reach import Asked, Registration


def list_notices(asked: Asked, registration: Registration) -> Iterator[str]:
    yield from _about_registration(asked, registration)
    yield from _about_home(asked)


def _about_registration(asked: Asked, registration: Registration) -> Iterator[str]:
    if asked.practice and not registration.has_pcn:
        yield f"{asked.practice.name} is in no primary care network at present."
    if registration.assumed:
        yield (
            f"No practice was given. These are the teams for the nearest one, {registration.assumed.name}. "
            "GP registration decides, so give the practice to be sure."
        )
    elif asked.place and not (asked.practice or asked.pcn or asked.team):
        yield "We know no GP practice near there. Give the practice: GP registration decides the team."


def _about_home(asked: Asked) -> Iterator[str]:
    if asked.has_no_fixed_address:
        yield (
            "No fixed address: for council and housing help use where the person is staying now. Any council "
            "must look into it. A practice can register a person who has no address."
        )
    if asked.place and not asked.place.is_exact and asked.place.part_area_ids:
        yield (
            f"{asked.place.label} lies in more than one area. Where it says “may cover”, the exact home "
            "address decides."
        )
    if asked.says_where and not asked.place and not asked.has_no_fixed_address:
        yield "Home address decides council and housing roles. Give a postcode or town to be sure of them."

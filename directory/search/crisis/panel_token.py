"""Names the panel to show in an address that says nothing: not the words, and not what kind of danger. The
address works within two minutes, so that what is left in a history opens no panel."""

import hmac
import secrets
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import permutations, product

from directory.search.crisis import CrisisKind, CrisisMatch

MOST_SHOWN = 2
_LIFE_SECONDS = 60
# Digits alone: letters could make a word.
_NONCE_DIGITS = 12
_SIGNATURE_DIGITS = 28


def make_panel_token(match: CrisisMatch, key: str) -> str:
    nonce = str(secrets.randbelow(10**_NONCE_DIGITS)).zfill(_NONCE_DIGITS)
    shown = match._replace(categories=match.categories[:MOST_SHOWN])
    return nonce + _sign(nonce, shown, key, _count_lives())


def read_panel_token(token: str, known: Iterable[str], key: str) -> CrisisMatch | None:
    """Returns what the token was made for, one to two times _LIFE_SECONDS long; None after that and for what
    is no token. `known` are all categories there are."""
    nonce, signature = token[:_NONCE_DIGITS], token[_NONCE_DIGITS:]
    categories, lives = tuple(known), _count_lives()
    for shown in _list_possible(categories):
        for life in (lives, lives - 1):
            if hmac.compare_digest(_sign(nonce, shown, key, life).encode(), signature.encode()):
                return shown
    return None


def _list_possible(categories: tuple[str, ...]) -> Iterator[CrisisMatch]:
    for count in range(1, MOST_SHOWN + 1):
        for shown in permutations(categories, count):
            for kind, is_under_18 in product((CrisisKind.DANGER, CrisisKind.DESPAIR), (False, True)):
                yield CrisisMatch(shown, kind, is_under_18)


def _sign(nonce: str, shown: CrisisMatch, key: str, life: int) -> str:
    message = f"danger panel|{nonce}|{tuple(shown)}|{life}"
    number = int.from_bytes(hmac.new(key.encode(), message.encode(), sha256).digest(), "big")
    return str(number % 10**_SIGNATURE_DIGITS).zfill(_SIGNATURE_DIGITS)


def _count_lives() -> int:
    return int(time.time()) // _LIFE_SECONDS

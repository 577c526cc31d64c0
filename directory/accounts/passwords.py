"""Passwords: argon2 hashes, and what a new password must be."""

import secrets
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from directory.errors import InvalidData

SHORTEST, LONGEST = 12, 200

# OWASP's lower setting (19 MiB): sixteen threads that sign people in at once stay within 300 MiB.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# Checked when an account is unknown, so that the answer takes as long as it does for a known one.
_NOBODY = _hasher.hash("nobody has this password")

_WELL_KNOWN = frozenset((Path(__file__).parent / "well_known_passwords.txt").read_text().split())


def make_password() -> str:
    """For handing over once: 96 random bits, in four parts that can be read aloud."""
    return "-".join(secrets.token_hex(3) for _ in range(4))


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_password(stored: str | None, typed: str) -> bool:
    """`stored` None is an account that does not exist or has no password: the answer is no, and takes
    the same time."""
    try:
        matches = _hasher.verify(stored or _NOBODY, typed[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(stored)


def check_new_password(password: str, *known_about_them: str, field: str = "password") -> None:
    """Raises InvalidData for `field` with what is wrong. `known_about_them`: name, e-mail address."""
    plain = password.casefold().strip()
    problem = None
    if len(password) < SHORTEST:
        problem = f"Use at least {SHORTEST} characters. Three words that do not belong together work well."
    elif len(password) > LONGEST:
        problem = f"Use {LONGEST} characters or fewer."
    elif plain in _WELL_KNOWN or len(set(plain)) < 5:
        problem = "That password is easy to guess. Choose another."
    elif any(part and part.casefold() in plain for part in known_about_them):
        problem = "Do not use your name or e-mail address in your password."
    if problem:
        raise InvalidData(problem, {field: problem})

"""Hashing passwords: argon2id, two at a time, and as long for unknown people as for known ones."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's figures: about 30 ms and 19 MiB each; the library's defaults would take
# half a second at eight in the morning, when everybody signs in.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

# The memory belongs to the process, and so does its guard: a rush of sign-ins waits.
_AT_ONCE = BoundedSemaphore(2)

# Of a random password that nobody knows. A test watches that it costs what the others do.
DUMMY = "$argon2id$v=19$m=19456,t=2,p=1$ley2kUW5eIeR4dpNtOwz/Q$oTFwA0D4jHduyHLJFLcbB0Dqe5KBnqFqxWkkM3OPq6g"


def hash_password(password: str) -> str:
    """Hash a password for keeping; takes tens of milliseconds, so never hold a transaction."""
    with _AT_ONCE:
        return _HASHER.hash(_plain(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether a password is the one kept; without one, false after just as long (check 14)."""
    with _AT_ONCE:
        try:
            _HASHER.verify(stored or DUMMY, _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with older figures than ours: make it anew at the next sign-in."""
    return _HASHER.check_needs_rehash(stored)


def _plain(password: str) -> str:
    # the same letters may be typed composed or not, depending on the keyboard
    return unicodedata.normalize("NFKC", password)

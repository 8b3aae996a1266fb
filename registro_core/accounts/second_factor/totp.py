"""Codes that change every half minute (RFC 6238): the seed, its address, the comparison."""

import hmac
from datetime import datetime

import pyotp

SECONDS = 30
DIGITS = 6
# Clocks of phones differ: the code before and the one after are taken too (check 23).
WINDOW = (0, -1, 1)


def new_seed() -> str:
    """A seed of 160 bits, in the letters that apps read (base32)."""
    return pyotp.random_base32()


def address(seed: str, username: str, school: str) -> str:
    """What the square says: an app that reads it knows the seed and whose it is."""
    # a colon would part the name of the school from that of the person at the wrong place
    return _codes(seed).provisioning_uri(name=username, issuer_name=school.replace(":", " "))


def matching_step(seed: str, code: str, now: datetime) -> int | None:
    """The number of the half minute that a code is of, if it is one of now; else None."""
    codes = _codes(seed)
    current = int(now.timestamp()) // SECONDS
    steps = [current + offset for offset in WINDOW]
    # all of them are compared, whichever fits
    fitting = [step for step in steps if _is(codes.generate_otp(step), code)]
    return fitting[0] if fitting else None


def code_at(seed: str, now: datetime) -> str:
    """The code that the app shows at an instant: for tests and demonstrations."""
    return _codes(seed).at(now)


def _codes(seed: str) -> pyotp.TOTP:
    return pyotp.TOTP(seed, digits=DIGITS, interval=SECONDS)


def _is(expected: str, typed: str) -> bool:
    return hmac.compare_digest(expected.encode(), typed.encode())

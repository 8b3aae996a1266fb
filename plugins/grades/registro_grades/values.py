"""Marks as whole numbers of quarter points: reading them, and writing them as schools do (G1).

Inside the register 6½ is 26 quarters; there are 37 values, from 1 (4 quarters) to 10 (40).
"""

import re
from enum import StrEnum
from fractions import Fraction

LOWEST, HIGHEST = 4, 40
PER_POINT = 4
VALUES = range(LOWEST, HIGHEST + 1)
# The pass mark (*sufficienza*).
PASS = 6 * PER_POINT

# What may stand after the whole number, and the quarters it adds: a minus takes one from it.
SIGNS = {"": 0, "+": 1, "½": 2, "-": -1, "¼": 1, "¾": 3}
DECIMALS = {"0": 0, "00": 0, "25": 1, "5": 2, "50": 2, "75": 3}
# Word processors and phones write a minus and a half in many ways.
SAME = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "⁺": "+"})
HALVES = ((re.compile(r"\b1/2$"), "½"), (re.compile(r"\b1/4$"), "¼"), (re.compile(r"\b3/4$"), "¾"))
WHOLE = re.compile(r"(10|[1-9])\s*([+½¼¾-]?)")
DECIMAL = re.compile(r"(10|[1-9])[.,](\d{1,2})")


class NotAMark(ValueError):
    """A text that is no mark between 1 and 10 in quarter points."""


class Style(StrEnum):
    """How a school writes marks: 8½ and 7-, or 8,5 and 6,75."""

    SIGNS = "signs"
    DECIMALS = "decimals"


def parse(text: str) -> int:
    """The quarters of a mark as teachers type it: 7, 7+, 7½, 7 1/2, 7,5, 7.25, 8-.

    Raise NotAMark for anything else, and for what is below 1 or above 10.
    """
    quarters = _quarters(text)
    if quarters is None or quarters not in VALUES:
        raise NotAMark(text)
    return quarters


def _quarters(text: str) -> int | None:
    written = text.strip().translate(SAME)
    for pattern, half in HALVES:
        written = pattern.sub(half, written)
    if found := DECIMAL.fullmatch(written):
        part = DECIMALS.get(found[2])
        return None if part is None else int(found[1]) * PER_POINT + part
    if found := WHOLE.fullmatch(written):
        return int(found[1]) * PER_POINT + SIGNS[found[2]]
    return None


def display(quarters: int, style: Style = Style.SIGNS) -> str:
    """A mark as it is shown: 26 is 6½, 27 is 7- (G1); with decimals 6,5 and 6,75."""
    whole, part = divmod(quarters, PER_POINT)
    if style is Style.DECIMALS:
        return f"{whole}{('', ',25', ',5', ',75')[part]}"
    return f"{whole + 1}-" if part == 3 else f"{whole}{('', '+', '½')[part]}"


def points(quarters: int) -> Fraction:
    """A mark as an exact number of points."""
    return Fraction(quarters, PER_POINT)

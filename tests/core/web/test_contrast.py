"""The colours of the tokens against WCAG 2.2 AA: 4.5 for text, 3 for controls and graphics."""

import re
from pathlib import Path

import pytest

from registro_core.web import assets

CSS = (Path(assets.__file__).parent / "static" / "tokens.css").read_text()

SURFACES = ("bg", "surface", "surface-2", "surface-3")
SOFT = ("ok-soft", "bad-soft", "warn-soft", "exit-soft", "primary-soft", "kid-a-soft", "kid-b-soft")
STATES = ("ok", "bad", "warn", "exit")

TEXT = [
    *(("ink", below) for below in (*SURFACES, *SOFT)),
    *(("ink-2", below) for below in (*SURFACES, "bad-soft", "warn-soft", "exit-soft")),
    *(("primary", below) for below in ("bg", "surface", "kid-a-soft", "kid-b-soft")),
    *((state, f"{state}-soft") for state in STATES),
    *((state, "surface") for state in STATES),
    *(("surface", state) for state in ("bad", "warn", "exit")),
    ("primary-strong", "primary-soft"),
    ("on-primary", "primary"),
    ("bar-ink", "bar"),
    ("ok", "seg-p"),
    ("kid-a", "kid-a-soft"),
    ("kid-b", "kid-b-soft"),
    # what stands on rows tinted by another state
    ("warn", "bad-soft"),
    ("exit", "bad-soft"),
]
CONTROLS = [
    ("line-2", "surface"),
    ("line-2", "bg"),
    ("primary", "surface"),
    ("focus", "surface"),
    ("focus", "bg"),
    # the parts of a chart: six levels, the best first
    *((f"lv{level}", "surface") for level in range(1, 7)),
]


def tokens(selector: str) -> dict[str, str]:
    start = CSS.index(selector)
    rules = CSS[start : CSS.index("}", start)]
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,8})\b", rules))


LIGHT = tokens(":root {")
THEMES = {"light": LIGHT, "dark": LIGHT | tokens(":root[data-theme=dark] {")}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("pairs", "needed"), [(TEXT, 4.5), (CONTROLS, 3.0)], ids=["text", "controls"]
)
def test_contrast(theme, pairs, needed):
    colours = THEMES[theme]

    weak = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground in pairs
        if contrast(colours[ink], colours[ground]) < needed
    }

    assert weak == {}


def test_both_dark_themes_are_one():
    """Chosen by hand, and followed from the device."""
    assert tokens(":root[data-theme=dark] {") == tokens(":root:not([data-theme=light]) {")

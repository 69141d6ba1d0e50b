"""The colours of tokens.css keep WCAG 2.2 AA in light and in dark, where one stands on the other."""

import re
from importlib.resources import files
from typing import Literal

import pytest

TOKENS = (files("gatepost.web") / "static/tokens.css").read_text()
PAIRS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--gp-([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", TOKENS)
}
SURFACES = ("page", "surface", "sunken")
KINDS = ("accent", "danger", "warning", "success")
# Success criterion 1.4.3 asks 4.5 of text; 1.4.11 asks 3 of what shows where a control is and what state it has.
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "accent-strong", *KINDS) for ground in SURFACES],
    *[("ink", f"{kind}-soft") for kind in KINDS],
    *[(kind, f"{kind}-soft") for kind in KINDS],
    ("accent-strong", "accent-soft"),
    ("ink-soft", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]
CONTROLS = [("line-strong", ground) for ground in SURFACES] + [("accent", ground) for ground in SURFACES]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(front: str, back: str, scheme: Literal["light", "dark"]) -> None:
    assert contrast(PAIRS[front][scheme], PAIRS[back][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), CONTROLS)
def test_controls_and_focus_can_be_seen(front: str, back: str, scheme: Literal["light", "dark"]) -> None:
    assert contrast(PAIRS[front][scheme], PAIRS[back][scheme]) >= 3

"""An organisation's colour: whatever it is, text in it and on it can be read, in light and in dark."""

import re
from importlib.resources import files

import pytest

from gatepost.web.brand import ACCENT, Brand, Colours, Picture, contrast

TOKENS = (files("gatepost.web") / "static/tokens.css").read_text()
GROUNDS = {
    scheme: [
        re.findall(rf"--gp-{name}: light-dark\((#\w{{6}}), (#\w{{6}})\)", TOKENS)[0][at]
        for name in ("page", "surface", "sunken")
    ]
    for at, scheme in enumerate(("light", "dark"))
}


@pytest.mark.parametrize(
    "colour", ["#000000", "#ffffff", "#ffff00", "#00ff00", "#0000ff", "#ff0000", "#777777", "#c8102e", ACCENT]
)
def test_each_colour_becomes_readable(colour: str) -> None:
    made = Colours.of(colour)
    for scheme, colours in {"light": made.light, "dark": made.dark}.items():
        for name in ("accent", "accent-strong"):
            assert all(contrast(colours[name], ground) >= 4.5 for ground in (*GROUNDS[scheme], colours["accent-soft"]))
            assert contrast(colours["on-accent"], colours[name]) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert Colours.of(ACCENT).light["accent"] == ACCENT
    assert Brand("A").mail_colour == ACCENT


def test_what_pages_load_has_another_address_when_anything_changes() -> None:
    brands = [Brand("A"), Brand("B"), Brand("A", "#aa0000"), Brand("A", "#aa0000", Picture("image/png", b"1"))]
    assert len({brand.fingerprint for brand in brands}) == len(brands)
    assert (brands[0].style_url, brands[0].logo_url) == (None, None)
    assert brands[3].style_url == f"/brand/{brands[3].fingerprint}/colours.css"

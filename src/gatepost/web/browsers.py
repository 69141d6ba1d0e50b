"""What a browser calls itself, in words that its person knows it by."""

import re
from typing import Final

# The first that fits: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS: Final = (
    ("Edge", re.compile(r"Edg(e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/|Opera")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/")),
    ("Firefox", re.compile(r"Firefox/|FxiOS/")),
    ("Chrome", re.compile(r"Chrome/|CriOS/|Chromium/")),
    ("Safari", re.compile(r"Safari/")),
)
_SYSTEMS: Final = (
    ("iPhone", re.compile(r"iPhone")),
    ("iPad", re.compile(r"iPad")),
    ("Android", re.compile(r"Android")),
    ("Windows", re.compile(r"Windows")),
    ("ChromeOS", re.compile(r"CrOS")),
    ("macOS", re.compile(r"Mac OS X|Macintosh")),
    ("Linux", re.compile(r"Linux|X11")),
)
_LONGEST: Final = 60


def name_of(user_agent: str) -> tuple[str, str | None]:
    """Return browser and system, "Firefox" and "Linux"; what is neither by its own name, cut, and None for a system unsaid."""
    browser = _first(_BROWSERS, user_agent) or " ".join(user_agent.split())[:_LONGEST]
    return browser, _first(_SYSTEMS, user_agent)


def in_words(user_agent: str) -> str:
    """Return browser and system for pages in English, "Firefox on Linux"."""
    browser, system = name_of(user_agent)
    return f"{browser} on {system}" if system else browser


def _first(names: tuple[tuple[str, re.Pattern[str]], ...], user_agent: str) -> str | None:
    return next((name for name, pattern in names if pattern.search(user_agent)), None)

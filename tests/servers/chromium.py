"""Debian's Chromium, driven by Playwright, as the people who use Gatepost hold it: a desktop or a phone, light or dark."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.servers.peers import program

# Without the networking flags Chromium looks for its maker's servers at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SCREENSHOTS = Path("build/screenshots")
TIMEOUT_MILLISECONDS = 30_000
"""How long something that is on its way may take: a wait ends with what it waits for, so only a failure pays for it."""
ATTEMPTS_AT_A_PICTURE = 3

expect.set_options(timeout=TIMEOUT_MILLISECONDS)

Device = Literal["desktop", "phone"]
Colours = Literal["light", "dark"]

_SIZES: dict[Device, ViewportSize] = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}


@dataclass(frozen=True)
class Window:
    """One person's browser: cookies of its own, one page, and a note of everything that went wrong in it."""

    page: Page
    device: Device
    colours: Colours
    problems: list[str]

    def screenshot(self, name: str) -> Path:
        """Save the whole page in build/screenshots, for people to look at."""
        file = SCREENSHOTS / f"{name}-{self.device}-{self.colours}.png"
        for attempt in range(1, ATTEMPTS_AT_A_PICTURE + 1):
            try:
                self.page.screenshot(path=file, full_page=True)
                break
            except PlaywrightError as error:
                # A busy Chromium at times has no frame to give; the page is none the worse for it.
                if "Unable to capture screenshot" not in error.message or attempt == ATTEMPTS_AT_A_PICTURE:
                    raise
        return file

    def overflows(self) -> bool:
        """Tell whether the page is wider than the window, so that a person would have to scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def _open(browser: Browser, device: Device, colours: Colours) -> tuple[BrowserContext, Window]:
    context = browser.new_context(
        viewport=_SIZES[device],
        is_mobile=device == "phone",
        has_touch=device == "phone",
        device_scale_factor=2 if device == "phone" else 1,
        color_scheme=colours,
        locale="en-GB",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(TIMEOUT_MILLISECONDS)
    window = Window(context.new_page(), device, colours, [])
    _watch(window.page, window.problems)
    context.on("page", lambda page: _watch(page, window.problems))
    return context, window


def _watch(page: Page, problems: list[str]) -> None:
    """Note script errors, violations of the content security policy, and parts of a page that did not load."""

    def on_console(message: ConsoleMessage) -> None:
        # The page itself may answer 4xx: that is for the test to judge.
        is_page = message.text.startswith("Failed to load resource") and message.location.get("url") == page.url
        # What was asked before somebody typed on is given up, which htmx calls an error.
        is_given_up = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
        if message.type == "error" and not is_page and not is_given_up:
            problems.append(f"{page.url}: {message.text} ({message.location.get('url')})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium, one for each test process."""
    executable = program("/usr/bin/chromium", "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[Callable[..., Window]]:
    """`open_window(device="desktop", colours="light")` gives a new person's window.

    At its end the test fails for whatever a browser's console calls an error; a test that expects one empties
    `window.problems`.
    """
    opened: list[tuple[BrowserContext, Window]] = []

    def open_one(device: Device = "desktop", colours: Colours = "light") -> Window:
        opened.append(_open(chromium, device, colours))
        return opened[-1][1]

    yield open_one
    for context, _ in opened:
        context.close()
    problems = [problem for _, window in opened for problem in window.problems]
    assert not problems, "the browser's console:\n" + "\n".join(problems)


@pytest.fixture(params=["desktop", "phone"])
def window(request: pytest.FixtureRequest, open_window: Callable[..., Window]) -> Window:
    """A window: a test that asks for it runs on a desktop and on a phone."""
    opened = open_window(request.param)
    assert isinstance(opened, Window)
    return opened


@pytest.fixture
def desktop(open_window: Callable[..., Window]) -> Window:
    """A desktop's window."""
    opened = open_window("desktop")
    assert isinstance(opened, Window)
    return opened

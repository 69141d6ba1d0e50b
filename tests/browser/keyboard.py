"""Somebody without a mouse: Tab, Enter, Space, the arrows and typing are all that they have."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150

IS_AT = "element => element === document.activeElement"
HAS_OUTLINE = """element => {
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the keyboard is at a target, which is there and shows that it is."""
    expect(target).to_be_visible()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate(IS_AT):
            expect(target).to_be_in_viewport()
            assert target.evaluate(HAS_OUTLINE), f"nobody sees that the keyboard is at {target}"
            return
    raise AssertionError(f"the keyboard does not come to {target}")


class Keyboard:
    """One person at the keyboard of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def skip(self) -> None:
        """Skip the frame of the page that has just come; a form that sends to its own page does so by itself."""
        if self.page.url.endswith("#content"):
            return
        self.page.keyboard.press("Tab")
        link = self.page.get_by_role("link", name="Skip to the content")
        expect(link).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("main")).to_be_focused()

    def press(self, target: Locator, key: str = "Enter") -> None:
        """Go to a button, a link or a box and press it."""
        tab_to(self.page, target)
        self.page.keyboard.press(key)

    def follow(self, name: str, heading: str | re.Pattern[str] | None = None) -> None:
        """Follow a link to the page with a heading, which is the link's own words unless it is given."""
        self.press(self.page.get_by_role("link", name=name, exact=True).first)
        self.arrive(heading or name)

    def arrive(self, heading: str | re.Pattern[str]) -> None:
        """Be on the page with a heading, past its frame."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        self.skip()

    def push(self, name: str, said: str | re.Pattern[str]) -> None:
        """Press the button that sends a form, and read what the page says then."""
        self.press(self.page.get_by_role("button", name=name, exact=True))
        expect(self.page.get_by_role("status").filter(has_text=said)).to_be_visible()
        self.skip()

    def type(self, target: Locator, text: str) -> None:
        """Go to a field and type over what is in it."""
        tab_to(self.page, target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, target: Locator, word: str) -> None:
        """Go to a list of choices and type how one of them begins."""
        tab_to(self.page, target)
        self.page.keyboard.type(word)
        expect(target.locator("option:checked")).to_have_text(word)

    def tick(self, target: Locator) -> None:
        """Go to a box and tick it, or take the tick away."""
        self.press(target, "Space")

    def pick(self, target: Locator, file: Path) -> None:
        """Go to a file's field and choose one in the system's own dialog, which is waited for before the way to it."""
        with self.page.expect_file_chooser() as chooser:
            self.press(target)
        chooser.value.set_files(file)

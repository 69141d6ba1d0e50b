"""axe-core, which finds in a page what keeps people with a keyboard, a magnifier or a screen reader out."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

# Without `preload` axe fetches no style sheets of its own: the page's policy would refuse some of them.
_OPTIONS: Final = {"resultTypes": ["violations"], "preload": False}


def violations(page: Page) -> list[str]:
    """Return what axe finds in the page that is open: the rule, and the elements that break it."""
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]

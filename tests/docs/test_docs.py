"""What the pages say is there: settings, operations, commands, links."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from typer.main import get_command

from docs import generate
from gatepost.cli import app
from gatepost.doors.aws.missing import MISSING
from gatepost.doors.aws.service import HANDLERS
from gatepost.settings import CONFIG_FILE_VARIABLE, Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])

_VARIABLE = re.compile(r"\bGATEPOST_[A-Z_]+\b")
_NO_SETTINGS = {CONFIG_FILE_VARIABLE, "GATEPOST_TESTS_REQUIRE_ALL", "GATEPOST_"}
_COMMAND = re.compile(r"(?<![\w./-])(?:[\w./]*/bin/)?gatepost((?: [a-z][a-z-]+)+)((?: --[a-z-]+)*)")
_MAKE = re.compile(r"\bmake ([a-z]+)")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tokens(page: Path) -> Iterator[Token]:
    """Return a page's parts, those within paragraphs too."""
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8")):
        yield token
        yield from token.children or ()


def code(page: Path) -> Iterator[str]:
    """Return what stands in a page as code, a line at a time."""
    for token in tokens(page):
        if token.type in {"code_inline", "fence", "code_block"}:
            yield from token.content.splitlines()


@pytest.mark.parametrize("name", generate.pages())
def test_what_is_generated_is_fresh(name: str) -> None:
    page = (DOCS / name).read_text("utf-8")
    fresh = generate.with_generated(page, generate.pages()[name])
    assert page == fresh, f"docs/{name} is not what the code says now: run `make docs`"


def test_every_setting_is_described() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description, f"{name} has no description"
        assert f"`GATEPOST_{name.upper()}`" in page
    assert CONFIG_FILE_VARIABLE in page


def test_every_operation_is_there_or_missing() -> None:
    page = (DOCS / "aws-operations.md").read_text("utf-8")
    for name in [*(name for _, name in HANDLERS), *(name for names in MISSING.values() for name in names)]:
        assert f"`{name}`" in page


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_setting_that_is_mentioned_exists(page: Path) -> None:
    known = {f"GATEPOST_{name.upper()}" for name in Settings.model_fields} | _NO_SETTINGS
    mentioned = set(_VARIABLE.findall(page.read_text("utf-8")))
    assert mentioned <= known, mentioned - known


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_is_mentioned_exists(page: Path) -> None:
    for line in code(page):
        for words, options in _COMMAND.findall(line):
            _require_command(words.split(), options.split())


def _require_command(words: list[str], options: list[str]) -> None:
    command, path = get_command(app), "gatepost"
    for word in words:
        if not (children := getattr(command, "commands", None)):
            break  # what follows a command's name are its arguments
        assert word in children, f"{path} has no command {word}"
        command, path = children[word], f"{path} {word}"
    known = {spelling for each in command.params for spelling in each.opts} | {"--help"}
    assert set(options) <= known, f"{path} takes no {set(options) - known}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_verb_of_make_that_is_mentioned_exists(page: Path) -> None:
    verbs = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for line in code(page):
        assert set(_MAKE.findall(line)) <= verbs, line


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_into_the_tree_leads_somewhere(page: Path) -> None:
    for token in tokens(page):
        target = str(token.attrs.get("href", ""))
        if not target or "://" in target or target.startswith("mailto:"):
            continue
        path, _, fragment = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{named(page)} links to {target}"
        if fragment:
            assert fragment in anchors(file), f"{named(page)} links to {target}"


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as MyST and forges make them."""
    found, after_heading = set(), False
    for token in tokens(page):
        if after_heading and token.type == "inline":
            found.add(re.sub(r"[^\w -]", "", token.content.lower()).replace(" ", "-"))
        after_heading = token.type == "heading_open"
    return found


def test_every_page_is_reached_from_the_first() -> None:
    """Sphinx warns of a page that no toctree names; here it is a failing test, without Sphinx."""
    index = (DOCS / "index.md").read_text("utf-8")
    listed = {line.strip() for line in index.splitlines()}
    for page in DOCS.glob("*.md"):
        assert page.stem == "index" or page.stem in listed, f"docs/{page.name} is in no toctree of docs/index.md"


def test_decisions_are_short_and_numbered_without_a_gap() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        text = page.read_text("utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. ")
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Cost")), page.name
        assert len(text.splitlines()) <= 14, page.name

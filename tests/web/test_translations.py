"""The catalogues: each text of the source is in each of them, with the same placeholders and marks."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from gatepost.web.languages import LANGUAGES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/gatepost"
TRANSLATED = [language.tag for language in LANGUAGES[1:]]
MARK = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+[^>]*>|&\w+;")
PROBLEMS = {
    "Conflict",
    "Denied",
    "Invalid",
    "NotFound",
    "QuotaExceeded",
    "Refused",
    "Throttled",
    "Unauthenticated",
    "Unavailable",
}
Message = str | tuple[str, ...]


def texts() -> set[Message]:
    """What `make translations` finds, in the same way."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {
        mapping["pattern"]: {key: value for key, value in mapping.items() if key == "trimmed"} for mapping in mappings
    }
    keywords = {**DEFAULT_KEYWORDS, "Sentence": None}
    found = extract_from_dir(SOURCE, methods, options, keywords, strip_comment_tags=False)
    return {message for _, _, message, _, _ in found if message}


def catalogue(tag: str) -> Catalog:
    with (files("gatepost.web") / "translations" / f"{tag}.po").open("rb") as source:
        return read_po(source, locale=tag)


def forms(text: Message | list[str] | None) -> Iterator[str]:
    yield from (text,) if isinstance(text, str) else text or ()


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_text_is_translated_and_none_is_left_over(tag: str) -> None:
    known = {message.id: message for message in catalogue(tag) if message.id}
    assert set(known) == texts(), "make translations"
    unfinished = [message.id for message in known.values() if message.fuzzy or not all(forms(message.string))]
    assert unfinished == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_translation_keeps_placeholders_and_marks(tag: str) -> None:
    for message in catalogue(tag):
        wanted = {mark for form in forms(message.id) for mark in MARK.findall(form)} - {"&rsquo;"}
        for form in forms(message.string):
            assert set(MARK.findall(form)) == wanted, message.id


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_catalogue_is_sorted_so_that_two_changes_seldom_meet(tag: str) -> None:
    order = [next(forms(message.id)) for message in catalogue(tag) if message.id]
    assert order == sorted(order)


def people_are_told(path: Path) -> Iterator[str]:
    """The problems that a module raises with a bare text: of the pages, and of what only they call."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant() | ast.JoinedStr(), *_]) if name in PROBLEMS:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}"


def test_what_the_sign_in_and_the_portal_refuse_can_be_translated() -> None:
    modules = [*(SOURCE / "doors/portal").glob("*.py"), *(SOURCE / "core/signin").rglob("*.py")]
    of_the_api = {"signin_settings.py", "password_policy.py"}  # whose sentences name members of its bodies
    told = [place for module in modules if module.name not in of_the_api for place in people_are_told(module)]
    assert told == []


def test_no_page_is_written_in_english_past_the_language() -> None:
    doors = [path for path in (SOURCE / "doors").rglob("*.py") if "pages.render(" in path.read_text()]
    assert doors == [SOURCE / "doors/visit.py"]

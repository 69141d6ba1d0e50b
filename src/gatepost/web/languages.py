"""The languages of the pages and mails: which there are, which one a visitor wants, and its catalogue."""

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from werkzeug.datastructures import LanguageAccept
from werkzeug.wrappers import Request, Response

from gatepost.kit.sentences import Sentence

_COOKIE: Final = "gatepost-language"
_ONE_YEAR: Final = 31_536_000


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its tag (BCP 47), what its speakers call it, and Babel's locale for its dates and numbers."""

    tag: str
    name: str
    locale: str


ENGLISH: Final = Language("en", "English", "en_GB")
LANGUAGES: Final = (ENGLISH, Language("de", "Deutsch", "de_DE"), Language("ja", "日本語", "ja_JP"))
_BY_TAG: Final = {language.tag: language for language in LANGUAGES}


def wanted_by(request: Request) -> Language:
    """Return the language that a visitor has chosen, else the first of their browser's that there is, else English."""
    chosen = find(request.cookies.get(_COOKIE))
    return chosen or _BY_TAG[request.accept_languages.best_match(_BY_TAG, default=ENGLISH.tag) or ENGLISH.tag]


def find(tag: str | None) -> Language | None:
    """Return the language of exactly this tag."""
    return _BY_TAG.get(tag or "")


def nearest(tag: str | None) -> Language:
    """Return the language for a person's preference as a directory writes it, such as `de-AT` or `ja_JP`; English for others."""
    accepted = LanguageAccept([((tag or "").replace("_", "-"), 1)])
    return _BY_TAG[accepted.best_match(_BY_TAG, default=ENGLISH.tag) or ENGLISH.tag]


def remember(response: Response, language: Language, *, https: bool) -> None:
    """Have the browser keep the choice; it is no secret and lets nobody in."""
    response.set_cookie(_COOKIE, language.tag, max_age=_ONE_YEAR, path="/", secure=https, httponly=True, samesite="Lax")


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Return what the texts are in a language. English stands in the source and needs no catalogue.

    The catalogues are read as translators write them: a fresh clone has nothing to build, and no compiled file grows old.
    """
    if language is ENGLISH:
        return gettext.NullTranslations()
    with (files("gatepost.web") / "translations" / f"{language.tag}.po").open("rb") as source:
        compiled = BytesIO()
        write_mo(compiled, read_po(source, locale=language.tag))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translator(language: Language) -> Callable[[object], object]:
    """Return what says a sentence in a language, and leaves every other value as it is."""
    texts = catalogue(language)

    def translate(value: object) -> object:
        if not isinstance(value, Sentence):
            return value
        text = texts.gettext(value.template)
        return text % {name: translate(each) for name, each in value.values.items()} if value.values else text

    return translate

"""Pages: a template and plain data, rendered and sent with the headers that a page needs."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from werkzeug.wrappers import Response

from gatepost.web import headers
from gatepost.web.brand import Brand
from gatepost.web.browsers import in_words
from gatepost.web.documents import laid_out
from gatepost.web.languages import ENGLISH, LANGUAGES, Language, translator
from gatepost.web.moments import Moments
from gatepost.web.one_language import OneLanguage
from gatepost.web.static import StaticFiles

_DURATION: Final = re.compile(r"PT(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?(?:(?P<second>\d+)S)?", re.ASCII)
HTML: Final = "text/html; charset=utf-8"


class Pages:
    """Renders the templates of the package; each says at its top what it must be given.

    A value that a template names and does not get is an error, not a gap in the page.
    """

    def __init__(self, *, brand: Callable[[], Brand], https: bool) -> None:
        """`brand` says how the organisation shows itself at the moment; it must not fail."""
        self.brand: Final = brand
        self._https = https

    def render(
        self,
        template: str,
        /,
        *,
        language: Language = ENGLISH,
        come_back_to: str = "/",
        status: int = 200,
        form_action: Iterable[str] = (),
        **context: object,
    ) -> Response:
        """Return the page `templates/<template>`, never to be stored; `form_action` as in `headers.secure`.

        `come_back_to` is where a visitor who chooses another language comes back to.
        """
        brand = self.brand()
        own = {"organisation_name": brand.organisation_name, "brand": brand, "come_back_to": come_back_to}
        text = environment(language).get_template(template).render(own | context)
        return headers.secure(Response(text, status, content_type=HTML), https=self._https, form_action=form_action)


@cache  # compiling a template takes longer than rendering many pages, and no setting changes what it is
def environment(language: Language = ENGLISH) -> Environment:
    """Return the Jinja environment of one language: HTML is escaped, undefined names fail, blank lines of tags go.

    A language has its own, so that a macro that another template imports speaks it as well, and no text is looked up by thread.
    """
    made = OneLanguage(
        language,
        loader=PackageLoader("gatepost.web"),
        autoescape=select_autoescape(disabled_extensions=["txt"], default=True),
        undefined=StrictUndefined,
        static=StaticFiles.of_package().url,
        finalize=translator(language),
        auto_reload=False,  # the files of an installed package do not change: do not look at each for every page
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["languages"] = LANGUAGES
    made.filters.update(
        Moments(language).filters(), duration=duration, one_line=one_line, laid_out=laid_out, browser=in_words
    )
    return made


def duration(text: str) -> str:
    """Return an ISO 8601 duration of hours, minutes and seconds in words, "PT1H30M" as "1 hour 30 minutes"; others as they are."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return text
    parts = [(int(number), unit) for unit, number in match.groupdict().items() if number]
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts) or text


def one_line(text: str) -> str:
    """Return the text on one line: a header of a mail must not begin another."""
    return " ".join(text.split())

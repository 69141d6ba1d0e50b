"""Pages: a template and plain data, rendered and sent with the headers that a page needs."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from werkzeug.wrappers import Response

from gatepost.web import headers
from gatepost.web.static import StaticFiles

_DURATION: Final = re.compile(r"PT(?:(?P<hour>\d+)H)?(?:(?P<minute>\d+)M)?(?:(?P<second>\d+)S)?", re.ASCII)
HTML: Final = "text/html; charset=utf-8"


class Pages:
    """Renders the templates of the package; each says at its top what it must be given.

    A value that a template names and does not get is an error, not a gap in the page.
    """

    def __init__(self, static: StaticFiles, *, organisation_name: str, https: bool) -> None:
        self._https = https
        self._environment = environment()
        self._environment.globals.update(static=static.url, organisation_name=organisation_name)

    def render(
        self, template: str, /, *, status: int = 200, form_action: Iterable[str] = (), **context: object
    ) -> Response:
        """Return the page `templates/<template>`, never to be stored; `form_action` as in `headers.secure`."""
        text = self._environment.get_template(template).render(context)
        return headers.secure(Response(text, status, content_type=HTML), https=self._https, form_action=form_action)


def environment() -> Environment:
    """Return the one Jinja environment: HTML is escaped, undefined names fail, blank lines of tags go."""
    made = Environment(
        loader=PackageLoader("gatepost.web"),
        autoescape=select_autoescape(disabled_extensions=["txt"], default=True),
        undefined=StrictUndefined,
        auto_reload=False,  # the files of an installed package do not change: do not look at each for every page
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(instant=instant, plain_instant=plain_instant, day=day, duration=duration, one_line=one_line)
    return made


def instant(moment: datetime) -> Markup:
    """Return a moment as people read it, in UTC, with the machine's form beside it: a script turns it to local time."""
    utc = moment.astimezone(UTC)
    template = Markup('<time datetime="{}" data-local-time>{}</time>')
    return template.format(f"{utc:%Y-%m-%dT%H:%M:%SZ}", plain_instant(moment))


def plain_instant(moment: datetime) -> str:
    """Return a moment in UTC, as in "1 December 2026, 08:30 UTC"."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M} UTC"


def day(moment: datetime) -> str:
    """Return the day of a moment in UTC, as in "1 December 2026"."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y}"


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

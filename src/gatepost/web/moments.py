"""Days and times as the readers of a language write them; always UTC, which a script turns to local time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from babel.dates import format_date
from markupsafe import Markup

from gatepost.web.languages import Language


@dataclass(frozen=True, slots=True)
class Moments:
    """The filters of one language."""

    language: Language

    def filters(self) -> dict[str, Callable[[datetime], str]]:
        """Return them by the names that templates use."""
        return {"instant": self.instant, "plain_instant": self.plain_instant, "day": self.day}

    def instant(self, moment: datetime) -> Markup:
        """Return a moment as people read it, with the machine's form beside it."""
        utc = moment.astimezone(UTC)
        template = Markup('<time datetime="{}" data-local-time>{}</time>')
        return template.format(f"{utc:%Y-%m-%dT%H:%M:%SZ}", self.plain_instant(moment))

    def plain_instant(self, moment: datetime) -> str:
        """Return a moment, as in "1 December 2026, 08:30 UTC"."""
        separator = " " if self.language.tag == "ja" else ", "
        return f"{self.day(moment)}{separator}{moment.astimezone(UTC):%H:%M} UTC"

    def day(self, moment: datetime) -> str:
        """Return the day of a moment, as in "1 December 2026"."""
        return format_date(moment.astimezone(UTC).date(), "long", locale=self.language.locale)

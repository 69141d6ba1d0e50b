"""The mails that Gatepost writes: a subject, a plain text and the same as HTML."""

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gatepost.web.brand import Brand
from gatepost.web.languages import nearest
from gatepost.web.pages import environment, one_line

_WIDTH: Final = 78


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's content; who gets it is the outbox's business."""

    subject: str
    text: str
    html: str


class Letters:
    """Writes them in the name of one organisation."""

    def __init__(self, brand: Callable[[], Brand]) -> None:
        self._brand = brand

    def write(self, name: str, context: Mapping[str, str]) -> Letter:
        """Write a mail that waited in the outbox, where its context was JSON: what ends in `_at` is an ISO 8601 instant.

        `language` in it is the recipient's, as their directory writes it. The text is `templates/mail/<name>.txt`, whose first
        line is the subject; the HTML is `<name>.html`.
        """
        made = environment(nearest(context.get("language")))
        given: dict[str, object] = {
            key: datetime.fromisoformat(text) if key.endswith("_at") else text for key, text in context.items()
        }
        given.pop("language", None)
        brand = self._brand()
        given |= {"organisation_name": brand.organisation_name, "accent_colour": brand.mail_colour}
        subject, _, text = made.get_template(f"mail/{name}.txt").render(given).partition("\n\n")
        html = made.get_template(f"mail/{name}.html").render(given)
        return Letter(one_line(subject.removeprefix("Subject: ")), _wrapped(text), html)


def _wrapped(text: str) -> str:
    """Return the text with its long lines broken between words, as mail programs of a terminal want it; links stay whole."""
    lines = (
        textwrap.wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
        for line in text.splitlines()
    )
    return "".join(f"{line}\n" for wrapped in lines for line in wrapped)

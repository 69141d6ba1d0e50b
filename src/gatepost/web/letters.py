"""The mails that Gatepost writes: a subject, a plain text and the same as HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment

from gatepost.web.pages import environment, one_line


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's content; who gets it is the outbox's business."""

    subject: str
    text: str
    html: str


class Letters:
    """Writes them in the name of one organisation."""

    def __init__(self, *, organisation_name: str) -> None:
        self._environment: Environment = environment()
        self._environment.globals["organisation_name"] = organisation_name

    def invitation(self, *, display_name: str, user_name: str, invitation_url: str, expires_at: datetime) -> Letter:
        """Write to a new user: the link with which they set their password, and until when it holds."""
        return self._write(
            "invitation",
            display_name=display_name,
            user_name=user_name,
            invitation_url=invitation_url,
            expires_at=expires_at,
        )

    def write(self, name: str, context: Mapping[str, str]) -> Letter:
        """Write a mail that waited in the outbox, where its context was JSON: what ends in `_at` is an ISO 8601 instant."""
        given = {key: datetime.fromisoformat(text) if key.endswith("_at") else text for key, text in context.items()}
        return self._write(name, **given)

    def _write(self, name: str, **context: object) -> Letter:
        """Render `templates/mail/<name>.txt`, whose first line is the subject, and `<name>.html`."""
        subject, _, text = self._render(f"mail/{name}.txt", context).partition("\n\n")
        return Letter(one_line(subject.removeprefix("Subject: ")), text, self._render(f"mail/{name}.html", context))

    def _render(self, template: str, context: dict[str, object]) -> str:
        return self._environment.get_template(template).render(context)

"""The mail outbox: what to send to whom, put down in the call's transaction and sent after it."""

from collections.abc import Mapping
from typing import Any

import orjson

from gatepost.core.call import Call
from gatepost.kit.vault import Vault

SEND_MAIL = "send-mail"
_PURPOSE = "mail"


def enqueue_mail(
    call: Call, *, to: str, template: str, context: Mapping[str, Any], language: str | None = None
) -> None:
    """Have `template` filled with `context` and sent to `to`, once the call has committed.

    `language` is the recipient's as the directory writes it; the context carries it to whoever writes the mail. A mail holds a
    link that lets its reader in, so it lies in the database sealed.
    """
    said = {} if language is None else {"language": language}
    letter = orjson.dumps({"to": to, "template": template, "context": {**context, **said}})
    call.enqueue(SEND_MAIL, {"sealed": call.vault.seal(_PURPOSE, letter)})


def open_letter(vault: Vault, payload: Mapping[str, Any]) -> tuple[str, str, Mapping[str, Any]]:
    """Return recipient, template and context of a queued mail."""
    letter = orjson.loads(vault.open(_PURPOSE, payload["sealed"]))
    return letter["to"], letter["template"], letter["context"]

"""Tokens that tie a form to the browser it was shown in, against cross-site request forgery."""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from werkzeug.wrappers import Request

from gatepost.kit.clock import epoch_seconds
from gatepost.kit.errors import Denied
from gatepost.kit.secret import Secret
from gatepost.kit.sentences import Sentence
from gatepost.kit.vault import Vault

FIELD: Final = "csrf_token"
HEADER: Final = "X-CSRF-Token"
MISSING: Final = "CsrfTokenMissing"
FOREIGN: Final = "CsrfTokenInvalid"
EXPIRED: Final = "CsrfTokenExpired"

_PURPOSE = "csrf"
_LONGEST = 128
_SKEW = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class CsrfTokens:
    """Issues and checks them: `<issued, in epoch seconds>.<HMAC of that and of the browser's cookie>`, nothing stored.

    The cookie is the session's, or the visit's before there is a session. Signing in changes it, and so a form that was
    shown before is refused after.
    """

    vault: Vault
    lifetime: timedelta = timedelta(hours=12)

    def issue(self, cookie: Secret, now: datetime) -> str:
        """Return a token for a page that is shown to the browser which holds `cookie`."""
        issued = str(epoch_seconds(now))
        return f"{issued}.{self.vault.mac(_PURPOSE, _message(issued, cookie)).hex()}"

    def require(self, request: Request, form: Mapping[str, str], cookie: Secret | None, now: datetime) -> None:
        """Raise Denied, with a sentence for the person, unless the request comes from a page of ours in this browser."""
        require_own_site(request)
        token = form.get(FIELD) or request.headers.get(HEADER, "")
        if not token or cookie is None:
            raise Denied(Sentence("Your browser sent no proof that it was shown this form."), reason=MISSING)
        self._check(token, cookie, now)

    def _check(self, token: str, cookie: Secret, now: datetime) -> None:
        issued, _, mac = token[:_LONGEST].partition(".")
        known = [hmac.compare_digest(expected, mac.encode()) for expected in self._macs(issued, cookie)]
        if not any(known):
            raise Denied(Sentence("This form belongs to an earlier visit."), reason=FOREIGN)
        # The token is ours from here on, and `issued` with it a number.
        age = epoch_seconds(now) - int(issued)
        if not -_SKEW.total_seconds() <= age <= self.lifetime.total_seconds():
            raise Denied(Sentence("This page was open for too long."), reason=EXPIRED)

    def _macs(self, issued: str, cookie: Secret) -> Iterator[bytes]:
        """Under each master key, so that a form shown before a rotation of keys can be sent after it."""
        message = _message(issued, cookie)
        for key_id in self.vault.key_ids:
            yield self.vault.mac(_PURPOSE, message, bytes.fromhex(key_id)).hex().encode()


def require_own_site(request: Request) -> None:
    """Raise Denied where the browser says that another site had it send the request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Denied(Sentence("This request was started by another web site, so nothing was done."), reason=FOREIGN)


def _message(issued: str, cookie: Secret) -> bytes:
    return f"{issued}\n{cookie.reveal()}".encode("utf-8", "surrogatepass")

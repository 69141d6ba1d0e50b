"""The cookies that Gatepost sets: a signed-in user's session, their role in the console, and the visit of one about to sign in."""

import re
from dataclasses import dataclass

from werkzeug.wrappers import Request, Response

from gatepost.kit.secret import Secret

_TOKEN = re.compile(r"[A-Za-z0-9_.~-]{16,256}")


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie that holds an opaque token.

    On https it is `__Host-<name>`, Secure: a browser takes it from this host only, for the whole host, and no neighbour
    under the same domain can plant one. A browser refuses that prefix over plain http, where the embedded default at
    http://localhost therefore uses `<name>` alone.
    """

    name: str
    https: bool

    @property
    def full_name(self) -> str:
        """The name as it stands in the header."""
        return f"__Host-{self.name}" if self.https else self.name

    def read(self, request: Request) -> Secret | None:
        """Return the token, or None where there is none or where it has a shape that no token of ours has."""
        text = request.cookies.get(self.full_name, "")
        return Secret(text) if _TOKEN.fullmatch(text) else None

    def set(self, response: Response, token: Secret, *, lifetime_seconds: int | None = None) -> None:
        """Put `token` into the browser; without a lifetime it goes when the browser is closed."""
        self._write(response, token.reveal(), lifetime_seconds)

    def clear(self, response: Response) -> None:
        """Take the cookie from the browser."""
        self._write(response, "", 0)

    def _write(self, response: Response, text: str, lifetime_seconds: int | None) -> None:
        response.set_cookie(
            self.full_name,
            text,
            max_age=lifetime_seconds,
            path="/",
            secure=self.https,
            httponly=True,
            # Lax, not Strict: a link in a mail or a terminal must find the session.
            samesite="Lax",
        )


@dataclass(frozen=True, slots=True)
class Cookies:
    """The cookies, named for the scheme under which browsers reach Gatepost."""

    session: Cookie
    visit: Cookie
    trust: Cookie
    console: Cookie


def cookies(*, https: bool) -> Cookies:
    """Return the cookies of a Gatepost whose public URL is https, or plain http on localhost."""
    return Cookies(
        session=Cookie("gatepost", https),
        visit=Cookie("gatepost-visit", https),
        trust=Cookie("gatepost-trust", https),
        console=Cookie("gatepost-console", https),
    )

"""The security headers of pages, and of the files that pages load."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from werkzeug.wrappers import Response

from gatepost.kit.errors import Invalid

_FIXED: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_ONE_YEAR = "max-age=31536000"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def secure(response: Response, *, https: bool, form_action: Iterable[str] = ()) -> Response:
    """Return the response with every header that a page of ours carries.

    `form_action` are further origins, made by `form_action_source`, to which an answer to the page's form may redirect:
    Chromium applies the page's `form-action` to the redirect as well, and so would stop the sign-in of a command line
    tool on its way to the tool's own port. Strict-Transport-Security stands on https only (RFC 6797 section 7.2).
    """
    response.headers.update(_FIXED)
    response.headers["Content-Security-Policy"] = content_security_policy(form_action)
    response.headers.setdefault("Cache-Control", "no-store")
    if https:
        response.headers["Strict-Transport-Security"] = _ONE_YEAR
    return response


def secure_file(response: Response) -> Response:
    """Return the response with every header that a file of ours carries: it is what it says it is, and for our pages alone."""
    response.headers["X-Content-Type-Options"] = _FIXED["X-Content-Type-Options"]
    response.headers["Cross-Origin-Resource-Policy"] = _FIXED["Cross-Origin-Resource-Policy"]
    return response


def content_security_policy(form_action: Iterable[str] = ()) -> str:
    """Return the policy: what is not named is forbidden, inline script and style among it."""
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": " ".join(["'self'", *form_action]),
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def form_action_source(redirect_uri: str) -> str:
    """Return the CSP source for a client's redirect URI: its origin, https or plain http on loopback (RFC 8252 section 7.3).

    Invalid for any other URI. A host source cannot be an IPv6 address (CSP 3 section 2.3.1), so `[::1]` comes down to the
    scheme. A private-use scheme, `com.example.app:/callback`, is named as it is.
    """
    try:
        parts = urlsplit(redirect_uri)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Invalid("The redirect URI is malformed.") from None
    if "." in parts.scheme and not parts.netloc:
        return f"{parts.scheme}:"
    if not _is_host(host) or not (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)):
        raise Invalid("The redirect URI must be https, or http on the loopback interface.")
    if ":" in host:
        return f"{parts.scheme}:"
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")


def _is_host(host: str) -> bool:
    """Whether `host` has only the characters of a name or an address: nothing that could end the CSP's source."""
    return bool(host) and host.isascii() and all(character.isalnum() or character in ".-:" for character in host)

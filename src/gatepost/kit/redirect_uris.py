"""Redirect URIs: which may be registered, and as what they are compared (RFC 6749 section 3.1.2, RFC 8252 sections 7 and 8)."""

import re
from urllib.parse import urlsplit

from gatepost.kit.errors import Invalid

MAX_CHARACTERS = 2048
LARGEST_PORT = 65_535

_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
_LOOPBACK_WITH_PORT = re.compile(
    r"(?P<origin>http://(?:127\.0\.0\.1|\[::1\]|localhost)):(?P<port>[0-9]{1,5})(?=[/?#]|\Z)"
)
_PRIVATE_SCHEME = re.compile(r"[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+")


def require(uri: str) -> None:
    """Raise Invalid for a URI that nobody may register: only https, http on loopback, or an app's own scheme."""
    if len(uri) > MAX_CHARACTERS:
        raise _bad(f"A redirect URI has at most {MAX_CHARACTERS} characters.")
    try:
        parts = urlsplit(uri)
        host = parts.hostname
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise _bad() from None
    fine = (
        (parts.scheme == "https" and bool(host))
        or (parts.scheme == "http" and host in _LOOPBACK_HOSTS)
        or (_PRIVATE_SCHEME.fullmatch(parts.scheme) is not None and not parts.netloc)
    )
    if not fine or parts.fragment or "@" in parts.netloc or not uri.isascii() or not uri.isprintable() or " " in uri:
        raise _bad()


def without_loopback_port(uri: str) -> str:
    """Return the URI as it is compared: an http URI on a loopback host loses its port, and nothing else changes in any."""
    match = _LOOPBACK_WITH_PORT.match(uri)
    if match is None or int(match["port"]) > LARGEST_PORT:
        return uri
    return match["origin"] + uri[match.end() :]


def _bad(
    sentence: str = "A redirect URI must be https, http on a loopback host, or have a private-use scheme, and no fragment.",
) -> Invalid:
    return Invalid(sentence, reason="invalid_redirect_uri")

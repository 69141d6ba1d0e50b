"""Where to go after a sign-in: a path on this host and nowhere else."""

import re
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 8_192

# Printable ASCII without blank and backslash. A browser strips tabs and line breaks out of a URL and reads a backslash as
# a slash, so both turn a harmless looking path into another host (WHATWG URL, "special authority slashes state").
_PLAIN = re.compile(r"/[!-\[\]-~]*")
_DOTS = frozenset({".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"})


def local_path(text: str | None, default: str = "/") -> str:
    """Return `text` if it is an absolute path on this host, with its query; `default` for anything else.

    A path that begins with two slashes, or comes to that once its dot segments are removed, names a host.
    """
    if not text or len(text) > LONGEST or not _PLAIN.fullmatch(text):
        return default
    path = text.partition("?")[0].partition("#")[0]
    if "//" in path or any(segment in _DOTS for segment in path.lower().split("/")):
        return default
    parts = urlsplit(text)
    return default if parts.scheme or parts.netloc else text

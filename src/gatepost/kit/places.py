"""Where a browser may be sent with a message for somebody: https, or http on this machine."""

from urllib.parse import urlsplit

from gatepost.kit.errors import Invalid

_LONGEST = 2048
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def require(url: str, what: str) -> None:
    """Raise Invalid, with a sentence about `what`, for a URL to which no message may go.

    Over plain http anybody on the way could read and keep it; on the loopback interface nobody is on the way.
    """
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or any(each in url for each in ' "<>\\^`{|}'):
        raise Invalid(f"{what} is not a URL of at most {_LONGEST} characters.")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Invalid(f"{what} is not a URL.") from None
    if not host or parts.scheme not in {"https", "http"} or (parts.scheme == "http" and host not in _LOOPBACK):
        raise Invalid(f"{what} must be https, or http on this machine.")
    if parts.fragment or "@" in parts.netloc:
        raise Invalid(f"{what} must be without a user name and without a fragment.")

"""HTTP/1.1 as bytes: requests that are written once and sent as they are, answers that are read no further than needed."""

import re
from collections.abc import Mapping

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def get(path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """Return a GET request."""
    return _request("GET", path, headers or {}, b"")


def post(path: str, body: bytes, headers: Mapping[str, str], method: str = "POST") -> bytes:
    """Return a POST request, or another with a body; `headers` name the body's Content-Type."""
    return _request(method, path, headers, body)


def body_of(received: bytes) -> bytes | None:
    """Return an answer's body once it is whole; None while more is to come (RFC 9112 section 6.2)."""
    head, is_whole, body = received.partition(b"\r\n\r\n")
    if not is_whole:
        return None
    if status_of(received) == 204:
        return b""
    length = _LENGTH.search(head)
    if length is None:
        raise ValueError(f"an answer without Content-Length: {head[:200]!r}")
    return body if len(body) >= int(length[1]) else None


def closes(received: bytes) -> bool:
    """Say whether the server ends the connection with an answer (RFC 9112 sections 9.3 and 9.6)."""
    return received.startswith(b"HTTP/1.0") or _CLOSE.search(received.partition(b"\r\n\r\n")[0]) is not None


def status_of(received: bytes) -> int:
    """Return an answer's status: the three digits after `HTTP/1.1 `."""
    return int(received[9:12])


def _request(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if not any(name.lower() == "host" for name in headers):
        lines.append("Host: localhost")
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + body

"""Bodies that are bounded before they are parsed: in size, and JSON in depth."""

import re
from typing import Any, Final

import orjson

from gatepost.doors.aws.wire.failures import malformed, unreadable
from gatepost.kit.errors import Invalid

MAX_DEPTH: Final = 32

# A text, ended or not, or a bracket. Possessive, so that no body makes it go back.
_TEXT_OR_BRACKET: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


def check_size(body: bytes, limit: int) -> None:
    """Raise Invalid (RequestEntityTooLarge) for a body of more than `limit` bytes."""
    if len(body) > limit:
        raise Invalid(f"The body is larger than {limit} bytes.", reason="RequestEntityTooLarge")


def json_object(body: bytes, limit: int) -> dict[str, Any]:
    """Return the JSON object that is the body, an empty one for an empty body; raise Invalid for anything else."""
    check_size(body, limit)
    if not body:
        return {}
    _check_depth(body)
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise malformed("The body is not JSON.") from None
    if not isinstance(value, dict):
        raise unreadable(value, "a structure")
    return value


def _check_depth(body: bytes) -> None:
    if body.count(b"{") + body.count(b"[") <= MAX_DEPTH:
        return
    depth = 0
    for match in _TEXT_OR_BRACKET.finditer(body):
        found = match.group()
        if found in {b"{", b"["}:
            depth += 1
            if depth > MAX_DEPTH:
                raise malformed(f"The body is nested more than {MAX_DEPTH} levels deep.")
        elif found in {b"}", b"]"}:
            depth -= 1

"""Entity tags in requests: If-Match and If-None-Match (RFC 7644 section 3.14, RFC 9110 section 13.1)."""

from gatepost.doors.scim.errors import PRECONDITION_FAILED
from gatepost.kit.errors import Conflict


def require_match(if_match: str | None, version: str) -> None:
    """Raise Conflict where a client knows a version, and it is not the current one.

    What of a user's tag stands for their groups does not count: no write of the user's own touches those.
    """
    if if_match is None or if_match.strip() == "*":
        return
    current = _own_part(version)
    if current not in {_own_part(tag) for tag in if_match.split(",")}:
        raise Conflict("The resource has changed since it was read: read it again.", reason=PRECONDITION_FAILED)


def is_known(if_none_match: str | None, version: str) -> bool:
    """Say whether a client has this version already, so that it need not be sent."""
    if if_none_match is None:
        return False
    tags = {_weak(tag) for tag in if_none_match.split(",")}
    return "*" in tags or _weak(version) in tags


def _weak(tag: str) -> str:
    return tag.strip().removeprefix("W/").strip('"')


def _own_part(tag: str) -> str:
    return _weak(tag).partition("-")[0]

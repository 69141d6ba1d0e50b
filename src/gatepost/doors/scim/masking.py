"""Bodies as events keep them: their structure, the ids in them, and nothing personal (as AWS's own events of SCIM)."""

from typing import Any, Final

from gatepost.core.audit.model import HIDDEN
from gatepost.kit.ids import DIRECTORY_ID

_MOST: Final = 100
_SHOWN: Final = frozenset({"schemas", "op", "method", "bulkId"})


def masked(value: Any, name: str = "") -> Any:
    """Return a JSON value with every text hidden, except ids, URNs and what operations are called; long lists are cut."""
    if isinstance(value, dict):
        return {key[:128]: masked(each, key) for key, each in list(value.items())[:_MOST]}
    if isinstance(value, list):
        shown = [masked(each, name) for each in value[:_MOST]]
        return shown if len(value) <= _MOST else [*shown, f"and {len(value) - _MOST} more"]
    if isinstance(value, str) and name not in _SHOWN and not DIRECTORY_ID.fullmatch(value):
        return HIDDEN
    return value[:1024] if isinstance(value, str) else value

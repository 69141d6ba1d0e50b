"""Tags, and what AWS asks of them."""

from collections.abc import Iterable, Mapping

from gatepost.kit.errors import Invalid

Tags = Mapping[str, str]
"""Values by key; upper and lower case are different keys."""

MAX_TAGS = 50
"""Tags on one resource (AWS General Reference, tag naming limits)."""

RESERVED_PREFIX = "aws:"
"""What no key of a customer's begins with, in any case: "system-created tags that begin with aws: are reserved"."""


def tags_of(pairs: Iterable[tuple[str, str]]) -> Tags:
    """Return keys and values as tags; raise Invalid where a key comes twice or is reserved."""
    tags: dict[str, str] = {}
    for key, value in pairs:
        if key in tags:
            raise Invalid("A tag key is given more than once.")
        tags[key] = value
    require_unreserved(tags)
    return tags


def require_unreserved(keys: Iterable[str]) -> None:
    """Raise Invalid for a key that only AWS itself could have set."""
    for key in keys:
        if key.lower().startswith(RESERVED_PREFIX):
            raise Invalid(f"The tag key {key} is not valid: the prefix {RESERVED_PREFIX} is reserved.")

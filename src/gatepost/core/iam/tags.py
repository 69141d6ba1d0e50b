"""Tags of IAM's entities: at most fifty, their keys alike whatever their case (IAM User Guide, "Tags for IAM resources")."""

from collections.abc import Mapping, Sequence

from gatepost.core.iam.model import TAGS_PER_ENTITY
from gatepost.kit.errors import Invalid, QuotaExceeded

Pairs = Sequence[tuple[str, str]]


def added(before: Mapping[str, str], pairs: Pairs) -> dict[str, str]:
    """Return the tags with others added; one whose key is there, in any case, takes its place."""
    given = {key.casefold() for key, _ in pairs}
    if len(given) != len(pairs):
        raise _invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    if any(key.startswith("aws:") for key in given):
        raise _invalid("Tag keys that begin with aws: are reserved.")
    after = {key: value for key, value in before.items() if key.casefold() not in given} | dict(pairs)
    if len(after) > TAGS_PER_ENTITY:
        raise QuotaExceeded("The number of tags has reached the maximum limit.", reason="LimitExceeded")
    return after


def without(before: Mapping[str, str], keys: Sequence[str]) -> dict[str, str]:
    """Return the tags without those of these keys, in any case."""
    removed = {key.casefold() for key in keys}
    return {key: value for key, value in before.items() if key.casefold() not in removed}


def _invalid(message: str) -> Invalid:
    return Invalid(message, reason="InvalidInput")

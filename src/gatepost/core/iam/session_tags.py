"""Session tags: what AssumeRole takes, and what a session hands on to the next (IAM User Guide, "Pass session tags in AWS STS")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gatepost.core.actors import Actor
from gatepost.kit.errors import Invalid


@dataclass(frozen=True, slots=True)
class SessionTags:
    """The tags that a caller passes and those that its own session hands on; `transitive` are keys of both."""

    passed: Mapping[str, str]
    inherited: Mapping[str, str]
    transitive: tuple[str, ...]

    @property
    def all(self) -> dict[str, str]:
        """Every tag of the new session."""
        return {**self.inherited, **self.passed}


def requested(actor: Actor, tags: Sequence[tuple[str, str]], transitive_keys: Sequence[str]) -> SessionTags:
    """Return the tags of a session that `actor` opens; raise Invalid where keys clash, in case-insensitive comparison."""
    passed = _without_duplicates(tags)
    inherited = {key: str(actor.context[f"aws:PrincipalTag/{key}"]) for key in actor.transitive_tag_keys}
    if _folded(passed) & _folded(inherited):
        raise _invalid(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the "
            "calling session."
        )
    if _folded(transitive_keys) - _folded(passed):
        raise _invalid("The specified transitive tag key must be included in the requested tags.")
    transitive = [key for key in passed if key.casefold() in _folded(transitive_keys)]
    return SessionTags(passed, inherited, (*inherited, *transitive))


def _without_duplicates(tags: Sequence[tuple[str, str]]) -> dict[str, str]:
    passed = dict(tags)
    if len(_folded(passed)) != len(tags):
        raise _invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    if any(key.casefold().startswith("aws:") for key in passed):
        raise _invalid("The tag keys with prefix aws: are reserved.")
    return passed


def _folded(keys: Mapping[str, str] | Sequence[str]) -> set[str]:
    return {key.casefold() for key in keys}


def _invalid(message: str) -> Invalid:
    return Invalid(message, reason="ValidationError")

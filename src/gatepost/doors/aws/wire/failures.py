"""What an input can fail by: a constraint of the model, or a type that cannot be read; in AWS's sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from gatepost.kit.errors import Invalid

MAX_SHOWN: Final = 256
"""Of a longer value only the beginning is echoed."""

MAX_LISTED: Final = 20
"""So many failures are told one by one."""

_TOKENS: Final[dict[type, str]] = {
    str: "STRING_VALUE",
    int: "NUMBER_VALUE",
    float: "NUMBER_VALUE",
    bool: "BOOLEAN_VALUE",
    type(None): "NULL_VALUE",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One constraint that one value breaks; `reason` is Organizations' name for it (InvalidInputExceptionReason).

    `shown` is the value as it is echoed, None where it is not: because it is sensitive, or not a scalar.
    """

    path: str
    shown: str | None
    constraint: str
    reason: str

    def __str__(self) -> str:
        value = "Value" if self.shown is None else f"Value {self.shown}"
        return f"{value} at '{self.path}' failed to satisfy constraint: {self.constraint}"


def broken_constraints(failures: Sequence[Failure]) -> Invalid:
    """Return the problem that tells all failures; its `reason` and its detail `member` are the first one's."""
    count = len(failures)
    noun = "error" if count == 1 else "errors"
    listed = "; ".join(str(failure) for failure in failures[:MAX_LISTED])
    member = failures[0].path.partition(".")[0]
    message = f"{count} validation {noun} detected: {listed}"
    return Invalid(message, reason=failures[0].reason, details={"member": member})


def shown(value: object) -> str:
    """Return a value as a failure echoes it."""
    text = str(value)
    return f"'{text}'" if len(text) <= MAX_SHOWN else f"'{text[:MAX_SHOWN]}...'"


def unreadable(value: Any, wanted: str) -> Invalid:
    """Return the problem of a value of another type than `wanted`, such as "a String", without the value itself."""
    if isinstance(value, dict):
        return malformed("Start of structure or map found where not expected.")
    if isinstance(value, list):
        return malformed("Start of list found where not expected")
    return malformed(f"{_TOKENS.get(type(value), 'VALUE')} can not be converted to {wanted}")


def malformed(sentence: str) -> Invalid:
    """Return the problem of input that cannot be read at all."""
    return Invalid(sentence, reason="SerializationException")

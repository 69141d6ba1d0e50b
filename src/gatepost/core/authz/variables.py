"""Policy variables: the `${…}` places in a policy's text that a request fills.

IAM User Guide, "IAM policy elements: Variables and tags". A variable names a context key and may have a default in single
quotes, `${aws:PrincipalTag/team, 'company-wide'}`; `${*}`, `${?}` and `${$}` stand for the characters themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from gatepost.core.authz.patterns import quoted

_PLACE = re.compile(r"\$\{(?:(?P<character>[*?$])|(?P<key>[^{}',\s]+)(?:,\s*'(?P<default>[^']*)')?)\}")


class ContextValues(Protocol):
    """Where a variable finds its value."""

    def single(self, key: str) -> str | None:
        """Return the value of a key (folded) that has exactly one, else None."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A context key (folded) and the text that stands in for it where the request has none."""

    key: str
    default: str | None

    def value(self, context: ContextValues) -> str | None:
        """Return the text to put here, or None: "the value is effectively null", equal to and like nothing."""
        value = context.single(self.key)
        return self.default if value is None else value


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that means itself, wildcard characters included: what `${*}` leaves."""

    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """Text with variables in it: plain strings (in which a pattern's wildcards count), literals and variables."""

    parts: tuple[str | Literal | Variable, ...]

    @property
    def varies(self) -> bool:
        """Whether what the text says depends on the request."""
        return any(isinstance(part, Variable) for part in self.parts)

    @property
    def has_wildcards(self) -> bool:
        """Whether a part of it matches more than itself."""
        return any(isinstance(part, str) and ("*" in part or "?" in part) for part in self.parts)

    @property
    def is_variable(self) -> bool:
        """Whether the whole text is one variable."""
        return len(self.parts) == 1 and self.varies

    def text(self, context: ContextValues) -> str | None:
        """Return the text as an exact value, or None where a variable has no value."""
        filled = [part if isinstance(part, str) else _filling(part, context) for part in self.parts]
        return None if None in filled else "".join(part for part in filled if part is not None)

    def glob(self, context: ContextValues) -> str | None:
        """Return the text as a glob (see patterns), in which values from the request match only themselves."""
        filled = []
        for part in self.parts:
            piece = part.replace("\\", "\\\\") if isinstance(part, str) else _quoted_filling(part, context)
            if piece is None:
                return None
            filled.append(piece)
        return "".join(filled)


def template(text: str, *, variables: bool) -> Template:
    """Parse text; without `variables` (Version 2008-10-17) every character of it means itself or is a wildcard.

    What looks like a variable and is none, such as `${` without its brace, stays as it is written.
    """
    if not variables or "${" not in text:
        return Template((text,))
    parts: list[str | Literal | Variable] = []
    position = 0
    for place in _PLACE.finditer(text):
        parts.append(text[position : place.start()])
        parts.append(_part(place))
        position = place.end()
    parts.append(text[position:])
    return Template(tuple(part for part in parts if part != ""))


def variable_keys(text: str) -> Iterator[str]:
    """Yield the context keys (folded) of a text's variables."""
    for part in template(text, variables=True).parts:
        if isinstance(part, Variable):
            yield part.key


class NoContext:
    """The context of a text that does not vary."""

    def single(self, key: str) -> str | None:
        return None


NO_CONTEXT = NoContext()


def _part(place: re.Match[str]) -> Literal | Variable:
    if place["character"]:
        return Literal(place["character"])
    return Variable(place["key"].lower(), place["default"])


def _filling(part: Literal | Variable, context: ContextValues) -> str | None:
    return part.text if isinstance(part, Literal) else part.value(context)


def _quoted_filling(part: Literal | Variable, context: ContextValues) -> str | None:
    filling = _filling(part, context)
    return None if filling is None else quoted(filling)

"""The filter grammar of RFC 7644 section 3.4.2.2, parsed against a kind of resource; length, depth and size are bounded."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import orjson

from gatepost.doors.scim import paths
from gatepost.doors.scim.attributes import Attribute, ResourceType
from gatepost.doors.scim.errors import refusal
from gatepost.doors.scim.paths import Path
from gatepost.kit.errors import Invalid

LONGEST: Final = 16_384
DEEPEST: Final = 20
MOST_COMPARISONS: Final = 100

Literal = str | bool | int | float | datetime | None

_TOKEN: Final = re.compile(r'\s*(?:([()\[\]])|("(?:[^"\\\x00-\x1f]|\\.)*")|([^\s()\[\]"]+))')
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TEXT_ONLY: Final = frozenset({"co", "sw", "ew"})
_ORDER: Final = frozenset({"gt", "ge", "lt", "le"})
_OPERATORS: Final = frozenset({"eq", "ne", "pr"}) | _TEXT_ONLY | _ORDER


@dataclass(frozen=True, slots=True)
class Compare:
    """`userName eq "bjensen"`; `pr` has no value."""

    path: Path
    operator: str
    value: Literal = None


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds."""

    parts: "tuple[Filter, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """One part holds."""

    parts: "tuple[Filter, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Filter"


@dataclass(frozen=True, slots=True)
class Among:
    """`emails[type eq "work"]`: one value of the attribute fits as a whole; the inner paths are its parts."""

    path: Path
    part: "Filter"


Filter = Compare | And | Or | Not | Among
Find = Callable[[str], Path | None]


def parse(resource_type: ResourceType, text: str) -> Filter:
    """Return a filter; invalidFilter for what is none, or goes past a bound."""
    return _Parser(text).whole(lambda name: paths.find_attribute(resource_type, name))


def parse_within(attribute: Attribute, text: str) -> Filter:
    """Return the filter in brackets behind an attribute, whose names are those of its parts."""
    return _Parser(text).whole(_parts_of(attribute))


class _Parser:
    """Reads tokens from left to right; a method for each level of precedence."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise refusal("invalidFilter", f"The filter is longer than {LONGEST} characters.")
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0
        self._comparisons = 0

    def whole(self, find: Find) -> Filter:
        found = self._or(find)
        if self._at < len(self._tokens):
            raise _unexpected(self._tokens[self._at])
        return found

    def _or(self, find: Find) -> Filter:
        parts = [self._and(find)]
        while self._takes("or"):
            parts.append(self._and(find))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self, find: Find) -> Filter:
        parts = [self._factor(find)]
        while self._takes("and"):
            parts.append(self._factor(find))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _factor(self, find: Find) -> Filter:
        word = self._next()
        if word == "(":
            return self._grouped(")", find)
        if word.lower() == "not" and self._peek() == "(":
            self._next()
            return Not(self._grouped(")", find))
        return self._comparison(word, find)

    def _grouped(self, closing: str, find: Find) -> Filter:
        self._depth += 1
        if self._depth > DEEPEST:
            raise refusal("invalidFilter", f"The filter is nested more than {DEEPEST} levels deep.")
        found = self._or(find)
        if self._next() != closing:
            raise refusal("invalidFilter", f"The filter lacks a {closing!r}.")
        self._depth -= 1
        return found

    def _comparison(self, name: str, find: Find) -> Filter:
        self._comparisons += 1
        if self._comparisons > MOST_COMPARISONS:
            raise refusal("invalidFilter", f"The filter has more than {MOST_COMPARISONS} comparisons.")
        path = find(name)
        if path is None:
            raise refusal("invalidFilter", f"There is no attribute {_shown(name)}.")
        if self._peek() == "[":
            return self._among(path)
        return self._compared(path)

    def _among(self, path: Path) -> Filter:
        """Read `[type eq "work"]`; what Entra ID writes behind it, `.value eq "…"`, is asked of the same value."""
        self._next()
        find = _parts_of(path.attribute)
        chosen = self._grouped("]", find)
        if not (self._peek() or "").startswith("."):
            return Among(path, chosen)
        name = self._next()
        part = find(name[1:])
        if part is None:
            raise refusal("invalidFilter", f"There is no attribute {_shown(path.name + name)}.")
        parts = chosen.parts if isinstance(chosen, And) else (chosen,)
        return Among(path, And((*parts, self._compared(part))))

    def _compared(self, path: Path) -> Compare:
        operator = self._next().lower()
        if operator not in _OPERATORS:
            raise refusal("invalidFilter", f"{_shown(operator)} is no operator.")
        path = _with_default_part(path, operator)
        if operator == "pr":
            return Compare(path, operator)
        return Compare(path, operator, _value(path, operator, self._next()))

    def _takes(self, word: str) -> bool:
        if (self._peek() or "").lower() != word:
            return False
        self._at += 1
        return True

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> str:
        token = self._peek()
        if token is None:
            raise refusal("invalidFilter", "The filter ends too early.")
        self._at += 1
        return token


def _tokens(text: str) -> list[str]:
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unexpected(text[at:])
        found.append(match[0].strip())
        at = match.end()
    return found


def _parts_of(attribute: Attribute) -> Find:
    def find(name: str) -> Path | None:
        part = attribute.by_name.get(name.lower())
        return None if part is None else Path(None, part)

    return find


def _with_default_part(path: Path, operator: str) -> Path:
    """Compare a complex attribute by its `value` where no part is named (RFC 7644 section 3.4.2.2)."""
    attribute = path.attribute
    if path.part is not None or attribute.type != "complex" or operator == "pr":
        return path
    part = attribute.by_name.get("value")
    if part is None:
        raise refusal("invalidFilter", f"The attribute {attribute.name} can be compared by its parts only.")
    return Path(path.extension, attribute, part)


def _value(path: Path, operator: str, token: str) -> Literal:
    target = path.target
    value = _literal(token)
    if value is None:
        if operator not in {"eq", "ne"}:
            raise refusal("invalidFilter", f"null cannot be compared by {operator}.")
        return None
    if target.type == "boolean":
        return _boolean(target, operator, value)
    if target.type == "binary" and operator in _ORDER:
        raise refusal("invalidFilter", f"The attribute {path.name} has no order.")
    if not isinstance(value, str):
        raise refusal("invalidFilter", f"The attribute {path.name} is compared with a text in double quotes.")
    if _CONTROL.search(value):
        raise refusal("invalidFilter", "The filter contains a control character.")
    return _instant(path, operator, value) if target.type == "dateTime" else value


def _literal(token: str) -> str | bool | int | float | None:
    """Return what JSON it is; identity providers write True and False as well."""
    if token.lower() in {"true", "false", "null"}:
        token = token.lower()
    try:
        value: str | bool | int | float | None = orjson.loads(token)
    except orjson.JSONDecodeError:
        raise refusal("invalidFilter", f"{_shown(token)} is no value: texts stand in double quotes.") from None
    return value


def _boolean(target: Attribute, operator: str, value: object) -> bool:
    if operator not in {"eq", "ne"}:
        raise refusal("invalidFilter", f"The attribute {target.name} is compared by eq and ne only.")
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if not isinstance(value, bool):
        raise refusal("invalidFilter", f"The attribute {target.name} is true or false.")
    return value


def _instant(path: Path, operator: str, value: str) -> datetime:
    if operator in _TEXT_ONLY:
        raise refusal(
            "invalidFilter", f"The attribute {path.name} is an instant: it is compared by eq, ne, gt, ge, lt, le."
        )
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise refusal("invalidFilter", f"{_shown(value)} is no instant such as 2026-01-31T12:00:00Z.") from None


def _unexpected(text: str) -> Invalid:
    return refusal("invalidFilter", f"The filter is not understood at {_shown(text)}.")


def _shown(text: str) -> str:
    """Return what of the caller's text goes into an error: some of it, and no control characters."""
    return repr(text[:64])

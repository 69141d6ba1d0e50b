"""A policy document's JSON, read within bounds and brought into one shape that the other modules need not doubt.

Grammar: IAM User Guide, "Grammar of the IAM JSON policy language". A single value may stand for a list of one, and
condition values may be JSON numbers or booleans as well as strings.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from gatepost.core.authz.malformed import MalformedPolicyDocument

MAX_CHARACTERS = 131_072
"""What IAM's model allows for the longest policyDocumentType; each kind of policy has a lower quota of its own."""

MAX_DEPTH = 16
"""A condition value lies six brackets deep; nothing in the grammar lies deeper."""

VERSIONS = frozenset({"2008-10-17", "2012-10-17"})
DEFAULT_VERSION = "2008-10-17"
SYNTAX_ERRORS = "Syntax errors in policy."
LEGACY_PARSING = "The policy failed legacy parsing"
PRINCIPAL_TYPES = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})

_DOCUMENT_ELEMENTS = frozenset({"Version", "Id", "Statement"})
_STATEMENT_ELEMENTS = frozenset(
    {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
)
_EXCLUSIVE_ELEMENTS = (("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource"))

_JSON_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


@dataclass(frozen=True, slots=True)
class StatementSource:
    """One statement as written: lists are tuples, an element that is not there is None."""

    sid: str | None
    effect: str
    principal: "PrincipalSource | None"
    action: tuple[str, ...] | None
    not_action: tuple[str, ...] | None
    resource: tuple[str, ...] | None
    not_resource: tuple[str, ...] | None
    condition: Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class PrincipalSource:
    """Principal or, if `negated`, NotPrincipal: the values by type; `"*"` alone is `{"AWS": ("*",)}`."""

    values: Mapping[str, tuple[str, ...]]
    negated: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A whole document as written; `version` is None where the document states none."""

    version: str | None
    statements: tuple[StatementSource, ...]


def load(text: str | bytes) -> dict[str, object]:
    """Return the JSON object that `text` holds, refusing what is too long, too deep, not JSON, or says a key twice."""
    decoded = _decoded(text)
    if len(decoded) > MAX_CHARACTERS or _depth(decoded) > MAX_DEPTH:
        raise MalformedPolicyDocument(SYNTAX_ERRORS)
    try:
        # orjson is the strict one (no NaN, no lone surrogates); the standard library can see that a key occurs twice.
        orjson.loads(decoded)
        document: object = json.loads(decoded, object_pairs_hook=_unique)
    except ValueError:
        raise MalformedPolicyDocument(SYNTAX_ERRORS) from None
    return _mapping(document)


def shape(document: Mapping[str, object]) -> Source:
    """Bring a loaded document into its shape, or raise "Syntax errors in policy."."""
    _require(document.keys() <= _DOCUMENT_ELEMENTS)
    version = _optional_string(document, "Version")
    _require(version is None or version in VERSIONS)
    _optional_string(document, "Id")
    statements = document.get("Statement")
    listed = statements if isinstance(statements, list) else [statements]
    _require(bool(listed))
    return Source(version, tuple(_statement(_mapping(each)) for each in listed))


def _statement(statement: Mapping[str, object]) -> StatementSource:
    _require(statement.keys() <= _STATEMENT_ELEMENTS)
    for element, opposite in _EXCLUSIVE_ELEMENTS:
        _require(element not in statement or opposite not in statement)
    return StatementSource(
        sid=_optional_string(statement, "Sid"),
        effect=_effect(statement.get("Effect")),
        principal=_principal(statement),
        action=_optional_strings(statement, "Action"),
        not_action=_optional_strings(statement, "NotAction"),
        resource=_optional_strings(statement, "Resource"),
        not_resource=_optional_strings(statement, "NotResource"),
        condition=_condition(statement.get("Condition", {})),
    )


def _effect(effect: object) -> str:
    # AWS takes the words in any case here and refuses all but "Allow" and "Deny" in its "legacy parsing" later.
    _require(isinstance(effect, str) and effect.lower() in {"allow", "deny"})
    return str(effect)


def _principal(statement: Mapping[str, object]) -> PrincipalSource | None:
    for element, negated in (("Principal", False), ("NotPrincipal", True)):
        if element in statement:
            return PrincipalSource(_principals(statement[element]), negated)
    return None


def _principals(principal: object) -> Mapping[str, tuple[str, ...]]:
    if principal == "*":
        return {"AWS": ("*",)}
    principals = _mapping(principal)
    _require(bool(principals) and principals.keys() <= PRINCIPAL_TYPES)
    return {kind: _strings(values) for kind, values in principals.items()}


def _condition(condition: object) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return {
        operator: {key: _scalars(values) for key, values in _mapping(block).items()}
        for operator, block in _mapping(condition).items()
    }


def _scalars(values: object) -> tuple[str, ...]:
    return tuple(_scalar(value) for value in (values if isinstance(values, list) else [values]))


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    _require(isinstance(value, str | int | float))
    return str(value)


def _strings(values: object) -> tuple[str, ...]:
    listed = values if isinstance(values, list) else [values]
    _require(all(isinstance(value, str) for value in listed))
    return tuple(listed)


def _optional_strings(element: Mapping[str, object], name: str) -> tuple[str, ...] | None:
    return _strings(element[name]) if name in element else None


def _optional_string(element: Mapping[str, object], name: str) -> str | None:
    value = element.get(name)
    if name in element:
        _require(isinstance(value, str))
    return value if isinstance(value, str) else None


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise MalformedPolicyDocument(SYNTAX_ERRORS)
    return value


def _require(holds: bool) -> None:
    if not holds:
        raise MalformedPolicyDocument(SYNTAX_ERRORS)


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise MalformedPolicyDocument(SYNTAX_ERRORS) from None


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(_JSON_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # "Individual elements must not contain multiple instances of the same key" (Grammar, policy grammar notes).
    element = dict(pairs)
    if len(element) != len(pairs):
        raise ValueError("a key occurs twice")
    return element

"""Condition: one context key held against a policy's values by one operator.

IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context keys".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gatepost.core.authz.malformed import MalformedPolicyDocument
from gatepost.core.authz.operators import OPERATORS, Test
from gatepost.core.authz.request import Request
from gatepost.core.authz.syntax import SYNTAX_ERRORS

NULL = "Null"
FOR_ALL_VALUES = "ForAllValues"
FOR_ANY_VALUE = "ForAnyValue"
IF_EXISTS = "IfExists"


@dataclass(frozen=True, slots=True)
class OperatorName:
    """A condition operator taken apart: `ForAllValues:StringLikeIfExists` is ForAllValues, StringLike, if it exists."""

    base: str
    qualifier: str | None
    if_exists: bool

    @property
    def known(self) -> bool:
        """Whether AWS has such an operator; "IfExists" goes with any but Null."""
        return self.base in OPERATORS or (self.base == NULL and not self.if_exists)


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one context key (folded)."""

    key: str
    test: Test
    negated: bool
    qualifier: str | None
    when_missing: bool

    def holds(self, request: Request) -> bool:
        """Test the request's values for the key."""
        values = request.values(self.key)
        if not values:
            return self.when_missing
        if self.qualifier is not None:
            return self._holds_for_set(values, request)
        # Several values need a set operator. Without one they are no value that could match, and so differ from any.
        matches = len(values) == 1 and self.test(values[0], request)
        return matches is not self.negated

    def _holds_for_set(self, values: Sequence[str], request: Request) -> bool:
        # "… if the key values resolve to a null data set, such as an empty string": as if the key were missing.
        if not any(values):
            return self.when_missing
        each = (self.test(value, request) is not self.negated for value in values)
        return all(each) if self.qualifier == FOR_ALL_VALUES else any(each)


@dataclass(frozen=True, slots=True)
class NullCondition:
    """A test of whether a context key is missing: true in the policy means that it must be."""

    key: str
    accepted: frozenset[str]

    def holds(self, request: Request) -> bool:
        """Look for the key."""
        return ("false" if request.values(self.key) else "true") in self.accepted


AnyCondition = Condition | NullCondition


def operator_name(name: str) -> OperatorName:
    """Take an operator's name apart."""
    qualifier = next((each for each in (FOR_ALL_VALUES, FOR_ANY_VALUE) if name.startswith(f"{each}:")), None)
    base = name.removeprefix(f"{qualifier}:") if qualifier else name
    return OperatorName(base.removesuffix(IF_EXISTS), qualifier, base.endswith(IF_EXISTS))


def compile_conditions(
    block: Mapping[str, Mapping[str, tuple[str, ...]]], *, variables: bool
) -> tuple[AnyCondition, ...]:
    """Compile a Condition block; all of what it returns must hold. An operator without a key says nothing."""
    return tuple(
        _condition(operator_name(name), key.lower(), values, variables)
        for name, keys in block.items()
        for key, values in keys.items()
    )


def _condition(name: OperatorName, key: str, values: tuple[str, ...], variables: bool) -> AnyCondition:
    if not name.known:
        raise MalformedPolicyDocument(SYNTAX_ERRORS)
    if name.base == NULL:
        return NullCondition(key, frozenset(value.lower() for value in values))
    compile_values, negated = OPERATORS[name.base]
    return Condition(
        key=key,
        test=compile_values(values, variables),
        negated=negated,
        qualifier=name.qualifier,
        when_missing=_when_missing(name, negated),
    )


def _when_missing(name: OperatorName, negated: bool) -> bool:
    """Say what a condition comes to where the request lacks its key.

    ForAnyValue wants one value that matches, so neither a negation nor IfExists (which looks at the values one by one) makes
    up for having none; ForAllValues has nothing to object to.
    """
    if name.qualifier is not None:
        return name.qualifier == FOR_ALL_VALUES
    return negated or name.if_exists

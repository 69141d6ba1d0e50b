"""The condition operators, each without its set qualifier, its `Not` and its `IfExists`: does one value match?

IAM User Guide, "IAM JSON policy elements: Condition operators". Variables work with the String, ARN and Boolean operators.
What cannot be read as the operator's kind of value matches nothing, and so satisfies a negated operator.
"""

import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from gatepost.core.authz import values
from gatepost.core.authz.patterns import Matcher, compile_arn, compile_glob
from gatepost.core.authz.variables import NO_CONTEXT, ContextValues, Template, template

Test = Callable[[str, ContextValues], bool]
"""Does a value of the request match one of the policy's? The context fills the policy's variables."""

Operator = Callable[[tuple[str, ...], bool], Test]
"""Compiles the policy's values; the flag says whether the policy's version knows variables."""

Value = TypeVar("Value")
Matching = Callable[[Template, ContextValues], Matcher | None]


def _matching_any(matching: Matching) -> Operator:
    """Build an operator that makes each of the policy's values a matcher: once, or per request where variables vary it."""

    def compile_values(listed: tuple[str, ...], variables: bool) -> Test:
        templates = [template(value, variables=variables) for value in listed]
        fixed = [matcher for each in templates if not each.varies and (matcher := matching(each, NO_CONTEXT))]
        varying = [each for each in templates if each.varies]

        def test(value: str, context: ContextValues) -> bool:
            return any(matcher(value) for matcher in fixed) or any(
                (matcher := matching(each, context)) is not None and matcher(value) for each in varying
            )

        return test

    return compile_values


def _exactly(policy_value: Template, context: ContextValues) -> Matcher | None:
    text = policy_value.text(context)
    return None if text is None else text.__eq__


def _ignoring_case(policy_value: Template, context: ContextValues) -> Matcher | None:
    text = policy_value.text(context)
    if text is None:
        return None
    folded = text.lower()
    return lambda value: value.lower() == folded


def _like(policy_value: Template, context: ContextValues) -> Matcher | None:
    glob = policy_value.glob(context)
    return None if glob is None else compile_glob(glob)


def _arn_like(policy_value: Template, context: ContextValues) -> Matcher | None:
    if policy_value.is_variable:
        return _exactly(policy_value, context)
    glob = policy_value.glob(context)
    if glob is None:
        return None
    return compile_glob(glob) if glob == "*" else compile_arn(glob)


def _as_boolean(policy_value: Template, context: ContextValues) -> Matcher | None:
    text = policy_value.text(context)
    wanted = None if text is None else values.boolean(text)
    return None if wanted is None else lambda value: values.boolean(value) is wanted


def _comparing(parse: Callable[[str], Decimal | None], compare: Callable[[Decimal, Decimal], bool]) -> Operator:
    def compile_values(listed: tuple[str, ...], variables: bool) -> Test:
        wanted = _parsed(parse, listed)

        def test(value: str, context: ContextValues) -> bool:
            given = parse(value)
            return given is not None and any(compare(given, each) for each in wanted)

        return test

    return compile_values


def _in_network(listed: tuple[str, ...], variables: bool) -> Test:
    networks: list[values.Network] = _parsed(values.network, listed)

    def test(value: str, context: ContextValues) -> bool:
        given = values.address(value)
        return given is not None and any(given in each for each in networks)

    return test


def _same_bytes(listed: tuple[str, ...], variables: bool) -> Test:
    wanted = frozenset(_parsed(values.binary, listed))

    def test(value: str, context: ContextValues) -> bool:
        return values.binary(value) in wanted

    return test


def _parsed(parse: Callable[[str], Value | None], listed: Iterable[str]) -> list[Value]:
    return [value for each in listed if (value := parse(each)) is not None]


_STRING_EQUALS = _matching_any(_exactly)
_STRING_EQUALS_IGNORE_CASE = _matching_any(_ignoring_case)
_STRING_LIKE = _matching_any(_like)
# "The ArnEquals and ArnLike condition operators behave identically."
_ARN_LIKE = _matching_any(_arn_like)

OPERATORS: dict[str, tuple[Operator, bool]] = {
    "StringEquals": (_STRING_EQUALS, False),
    "StringNotEquals": (_STRING_EQUALS, True),
    "StringEqualsIgnoreCase": (_STRING_EQUALS_IGNORE_CASE, False),
    "StringNotEqualsIgnoreCase": (_STRING_EQUALS_IGNORE_CASE, True),
    "StringLike": (_STRING_LIKE, False),
    "StringNotLike": (_STRING_LIKE, True),
    "NumericEquals": (_comparing(values.number, operator.eq), False),
    "NumericNotEquals": (_comparing(values.number, operator.eq), True),
    "NumericLessThan": (_comparing(values.number, operator.lt), False),
    "NumericLessThanEquals": (_comparing(values.number, operator.le), False),
    "NumericGreaterThan": (_comparing(values.number, operator.gt), False),
    "NumericGreaterThanEquals": (_comparing(values.number, operator.ge), False),
    "DateEquals": (_comparing(values.date, operator.eq), False),
    "DateNotEquals": (_comparing(values.date, operator.eq), True),
    "DateLessThan": (_comparing(values.date, operator.lt), False),
    "DateLessThanEquals": (_comparing(values.date, operator.le), False),
    "DateGreaterThan": (_comparing(values.date, operator.gt), False),
    "DateGreaterThanEquals": (_comparing(values.date, operator.ge), False),
    "Bool": (_matching_any(_as_boolean), False),
    "BinaryEquals": (_same_bytes, False),
    "IpAddress": (_in_network, False),
    "NotIpAddress": (_in_network, True),
    "ArnEquals": (_ARN_LIKE, False),
    "ArnLike": (_ARN_LIKE, False),
    "ArnNotEquals": (_ARN_LIKE, True),
    "ArnNotLike": (_ARN_LIKE, True),
}
"""Name -> (how it matches, whether it is negated). Negated, several values are an "and": none of them may match."""

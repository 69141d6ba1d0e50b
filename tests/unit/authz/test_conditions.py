"""Condition operators: IAM User Guide, "IAM JSON policy elements: Condition operators"."""

import pytest

from gatepost.core.authz import Policies
from tests.unit.authz.builders import Context, allow, ask, document, holds

# operator, the policy's values, the request's value, whether the condition holds
ONE_VALUE = [
    # StringEquals is for "Exact matching, case sensitive"
    ("StringEquals", "john", "john", True),
    ("StringEquals", "john", "John", False),
    ("StringEquals", "john", "johnny", False),
    ("StringEquals", ["ann", "john"], "john", True),
    ("StringEquals", ["ann", "john"], "bob", False),
    ("StringEquals", "jo*", "john", False),
    ("StringEquals", "jo*", "jo*", True),
    ("StringEquals", "", "", True),
    ("StringEquals", "", "x", False),
    ("StringEquals", True, "true", True),
    ("StringEquals", 12, "12", True),
    ("StringEquals", "Grüße", "Grüße", True),
    # "Negated matching"; with several values none of them may match
    ("StringNotEquals", "john", "john", False),
    ("StringNotEquals", "john", "John", True),
    ("StringNotEquals", ["ann", "john"], "john", False),
    ("StringNotEquals", ["ann", "john"], "bob", True),
    ("StringEqualsIgnoreCase", "John", "jOHN", True),
    ("StringEqualsIgnoreCase", "John", "Johan", False),
    ("StringEqualsIgnoreCase", ["a", "B"], "b", True),
    ("StringNotEqualsIgnoreCase", "John", "jOHN", False),
    ("StringNotEqualsIgnoreCase", "John", "Johan", True),
    ("StringNotEqualsIgnoreCase", ["a", "B"], "b", False),
    # StringLike is for "multi-character match wildcards (*) and single-character match wildcards (?) anywhere in the string"
    ("StringLike", "home/*", "home/", True),
    ("StringLike", "home/*", "home/alice/x", True),
    ("StringLike", "home/*", "Home/alice", False),
    ("StringLike", "*", "", True),
    ("StringLike", "*", "anything\nat all", True),
    ("StringLike", "a?c", "abc", True),
    ("StringLike", "a?c", "ac", False),
    ("StringLike", "a?c", "abbc", False),
    ("StringLike", "a*c*e", "abcde", True),
    ("StringLike", "a*c*e", "abde", False),
    ("StringLike", "*.example.com", "www.example.com", True),
    ("StringLike", "*.example.com", "www.example.com.evil.org", False),
    ("StringLike", "a.c", "abc", False),
    ("StringLike", "[ab]", "a", False),
    ("StringLike", "a\\*", "a\\b", True),
    ("StringLike", "a\\*", "a*", False),
    ("StringLike", ["x*", "home/*"], "home/a", True),
    ("StringNotLike", "home/*", "home/alice", False),
    ("StringNotLike", "home/*", "work/alice", True),
    ("StringNotLike", ["home/*", "work/*"], "work/alice", False),
    ("StringNotLike", ["home/*", "work/*"], "play/alice", True),
    # Numeric: integers and decimals, not as text
    ("NumericEquals", "10", "10", True),
    ("NumericEquals", "10", "10.0", True),
    ("NumericEquals", "10", "010", True),
    ("NumericEquals", "10", "11", False),
    ("NumericEquals", ["1", "10"], "10", True),
    ("NumericEquals", 10, "10", True),
    ("NumericEquals", "-0.5", "-0.50", True),
    ("NumericEquals", "ten", "ten", False),
    ("NumericEquals", "10", "ten", False),
    ("NumericEquals", "NaN", "NaN", False),
    ("NumericNotEquals", "10", "10.0", False),
    ("NumericNotEquals", "10", "11", True),
    ("NumericNotEquals", ["10", "11"], "11", False),
    ("NumericLessThan", "10", "9", True),
    ("NumericLessThan", "10", "10", False),
    ("NumericLessThan", "9", "10", False),
    ("NumericLessThan", ["5", "20"], "10", True),
    ("NumericLessThanEquals", "10", "10", True),
    ("NumericLessThanEquals", "10", "10.01", False),
    ("NumericGreaterThan", "9", "10", True),
    ("NumericGreaterThan", "10", "10", False),
    ("NumericGreaterThanEquals", "10", "10", True),
    ("NumericGreaterThanEquals", "10", "9.99", False),
    # Date is for "one of the W3C implementations of the ISO 8601 date formats or in epoch (UNIX) time"
    ("DateEquals", "2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z", True),
    ("DateEquals", "2026-06-01T12:00:00Z", "1780315200", True),
    ("DateEquals", "1780315200", "2026-06-01T12:00:00Z", True),
    ("DateEquals", "2026-06-01T12:00:00Z", "2026-06-01T14:00:00+02:00", True),
    ("DateEquals", "2026-06-01", "2026-06-01T00:00:00Z", True),
    ("DateEquals", "2026-06", "2026-06-01T00:00:00Z", True),
    ("DateEquals", "2026-06-01T12:00Z", "2026-06-01T12:00:00.000Z", True),
    ("DateEquals", "2026-06-01T12:00:00Z", "2026-06-01T12:00:01Z", False),
    ("DateEquals", "2026-06-01T12:00:00Z", "yesterday", False),
    ("DateNotEquals", "2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z", False),
    ("DateNotEquals", "2026-06-01T12:00:00Z", "2026-06-01T12:00:00.5Z", True),
    ("DateLessThan", "2026-06-01T12:00:00Z", "2026-06-01T11:59:59Z", True),
    ("DateLessThan", "2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z", False),
    ("DateLessThan", "2026-06-01T12:00:00Z", "1780315199", True),
    ("DateLessThanEquals", "2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z", True),
    ("DateLessThanEquals", "2026-06-01T12:00:00Z", "2026-06-01T12:00:00.001Z", False),
    ("DateGreaterThan", "2020-01-01T00:00:01Z", "2020-01-01T00:00:02Z", True),
    ("DateGreaterThan", "2020-01-01T00:00:01Z", "2020-01-01T00:00:01Z", False),
    ("DateGreaterThan", "2020-01-01T00:00:01-05:00", "2020-01-01T05:00:02Z", True),
    ("DateGreaterThan", "1969-01-01", "-1", True),
    ("DateGreaterThanEquals", "2020-01-01", "2020-01-01", True),
    ("DateGreaterThanEquals", "2020-01-01", "2019-12-31T23:59:59.999999Z", False),
    # Bool
    ("Bool", "true", "true", True),
    ("Bool", "true", "false", False),
    ("Bool", "false", "false", True),
    ("Bool", "True", "tRUE", True),
    ("Bool", True, "true", True),
    ("Bool", False, "true", False),
    ("Bool", ["true", "false"], "false", True),
    ("Bool", "yes", "yes", False),
    ("Bool", "true", "1", False),
    # BinaryEquals is for "byte for byte against a base-64 encoded representation"
    ("BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", True),
    ("BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "qmluYXJ5VmFsdWVJbkJhc2U2NA==", False),
    ("BinaryEquals", ["AAAA", "/w=="], "/w==", True),
    ("BinaryEquals", "not base64!", "not base64!", False),
    # IpAddress is for "standard CIDR format"; an address alone is a range of one
    ("IpAddress", "203.0.113.0/24", "203.0.113.255", True),
    ("IpAddress", "203.0.113.0/24", "203.0.114.1", False),
    ("IpAddress", "203.0.113.7/24", "203.0.113.1", True),
    ("IpAddress", "203.0.113.7", "203.0.113.7", True),
    ("IpAddress", "203.0.113.7", "203.0.113.8", False),
    ("IpAddress", "0.0.0.0/0", "198.51.100.1", True),
    ("IpAddress", "0.0.0.0/0", "2001:db8::1", False),
    ("IpAddress", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5678::9", True),
    ("IpAddress", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5679::9", False),
    ("IpAddress", "2001:db8::1", "2001:DB8:0:0::1", True),
    ("IpAddress", "203.0.113.0/24", "::ffff:203.0.113.9", True),
    ("IpAddress", "203.0.113.0/24", "cloudformation.amazonaws.com", False),
    ("IpAddress", "203.0.113.0/99", "203.0.113.9", False),
    ("NotIpAddress", "203.0.113.0/24", "203.0.113.9", False),
    ("NotIpAddress", "203.0.113.0/24", "198.51.100.1", True),
    ("NotIpAddress", ["203.0.113.0/24", "198.51.100.0/24"], "198.51.100.1", False),
    ("NotIpAddress", "203.0.113.0/24", "2001:db8::1", True),
    # Arn is for "Each of the six colon-delimited components of the ARN is checked separately"
    ("ArnEquals", "arn:aws:sns:us-east-2:111122223333:topic", "arn:aws:sns:us-east-2:111122223333:topic", True),
    ("ArnEquals", "arn:aws:sns:us-east-2:111122223333:topic", "arn:aws:sns:us-east-2:111122223333:Topic", False),
    ("ArnEquals", "arn:aws:sns:*:111122223333:to*", "arn:aws:sns:us-east-2:111122223333:topic", True),
    ("ArnLike", "arn:aws:sns:us-east-?:*:*", "arn:aws:sns:us-east-2:111122223333:topic", True),
    ("ArnLike", "arn:aws:sns:us-east-?:*:*", "arn:aws:sns:us-east-22:111122223333:topic", False),
    (
        "ArnLike",
        "arn:aws:someservice:*:111122223333:finance/*",
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
        False,
    ),
    (
        "StringLike",
        "arn:aws:someservice:*:111122223333:finance/*",
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
        True,
    ),
    ("ArnLike", "arn:aws:logs:*:*:log-group:*:log-stream:x", "arn:aws:logs:a:1:log-group:g:h:log-stream:x", True),
    ("ArnLike", "arn:aws:iam::*:user/*", "arn:aws:iam::111122223333:user/path/alice", True),
    ("ArnLike", "arn:aws:iam::*:user/*", "arn:aws:iam::111122223333:role/alice", False),
    ("ArnLike", "arn:aws:iam::*", "arn:aws:iam::111122223333:user/alice", False),
    ("ArnLike", "arn:aws:iam::*:user/*", "not an arn", False),
    ("ArnLike", "*", "arn:aws:iam::111122223333:user/alice", True),
    ("ArnNotEquals", "arn:aws:iam::444455556666:user/x", "arn:aws:iam::444455556666:user/x", False),
    ("ArnNotEquals", "arn:aws:iam::444455556666:user/x", "arn:aws:iam::444455556666:user/y", True),
    ("ArnNotLike", "arn:aws:iam::*:user/*", "arn:aws:iam::111122223333:user/alice", False),
    ("ArnNotLike", ["arn:aws:iam::*:user/*", "arn:aws:iam::*:role/*"], "arn:aws:iam::1:role/r", False),
    ("ArnNotLike", ["arn:aws:iam::*:user/*", "arn:aws:iam::*:role/*"], "arn:aws:iam::1:root", True),
    # Null is for "true (the key doesn't exist - it is null) or false (the key exists and its value is not null)"
    ("Null", "true", "x", False),
    ("Null", "false", "x", True),
    ("Null", False, "x", True),
    ("Null", "false", "", True),
    ("Null", ["true", "false"], "x", True),
]

POSITIVE = [
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "NumericEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "ArnEquals",
    "ArnLike",
]
NEGATED = [
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
    "NumericNotEquals",
    "DateNotEquals",
    "NotIpAddress",
    "ArnNotEquals",
    "ArnNotLike",
]
SAMPLES = {
    "Numeric": ("10", "11"),
    "Date": ("2026-06-01", "2026-06-02"),
    "Bool": ("true", "false"),
    "Binary": ("AAAA", "/w=="),
    "IpAddress": ("203.0.113.1", "203.0.113.2"),
    "NotIpAddress": ("203.0.113.1", "203.0.113.2"),
    "Arn": ("arn:aws:iam::111122223333:user/a", "arn:aws:iam::111122223333:user/b"),
    "String": ("a", "b"),
}


def sample(operator: str) -> tuple[str, str]:
    """Return two different values of the operator's kind."""
    return next(values for kind, values in SAMPLES.items() if operator.startswith(kind))


@pytest.mark.parametrize(("operator", "values", "value", "expected"), ONE_VALUE)
def test_operator_compares_one_value(operator: str, values: object, value: str, expected: bool) -> None:
    assert holds({operator: {"test:Key": values}}, {"test:Key": value}) is expected


@pytest.mark.parametrize("operator", POSITIVE)
def test_missing_key_matches_nothing(operator: str) -> None:
    """ "If the key … is not present in the request context, the values do not match and the condition is false." """
    assert not holds({operator: {"test:Key": sample(operator)[0]}}, {"test:Other": "x"})


@pytest.mark.parametrize("operator", NEGATED)
def test_missing_key_satisfies_a_negation(operator: str) -> None:
    """ "If the policy condition requires that the key is not matched … and the right key is not present, … true." """
    assert holds({operator: {"test:Key": sample(operator)[0]}}, {})


@pytest.mark.parametrize("operator", POSITIVE + NEGATED)
def test_if_exists_is_true_of_a_missing_key(operator: str) -> None:
    assert holds({f"{operator}IfExists": {"test:Key": sample(operator)[0]}}, {})


@pytest.mark.parametrize("operator", POSITIVE + NEGATED)
def test_if_exists_compares_a_key_that_is_there(operator: str) -> None:
    for value in sample(operator):
        condition = {"test:Key": sample(operator)[0]}
        context = {"test:Key": value}
        assert holds({f"{operator}IfExists": condition}, context) is holds({operator: condition}, context)


@pytest.mark.parametrize(
    ("wanted", "context", "expected"),
    [
        ("true", {}, True),
        ("false", {}, False),
        ("TRUE", {}, True),
        ("true", {"test:Key": []}, True),
        ("false", {"test:Key": []}, False),
        ("false", {"test:Key": ["a", "b"]}, True),
        (["true", "false"], {}, True),
    ],
)
def test_null_asks_whether_the_key_is_missing(wanted: object, context: Context, expected: bool) -> None:
    assert holds({"Null": {"test:Key": wanted}}, context) is expected


@pytest.mark.parametrize("key", ["aws:SourceIp", "AWS:SOURCEIP", "aws:sourceip"])
def test_key_names_know_no_case(key: str) -> None:
    """ "… including the aws:SourceIP context key is equivalent to testing for AWS:SourceIp." """
    assert holds({"IpAddress": {"aws:SourceIp": "203.0.113.9"}}, {key: "203.0.113.9"})
    assert holds({"IpAddress": {key: "203.0.113.9"}}, {"aws:SourceIp": "203.0.113.9"})


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"a:Department": "hr", "a:Role": "audit", "a:Account": "1"}, True),
        ({"a:Department": "hr", "a:Role": "sales", "a:Account": "1"}, False),
        ({"a:Department": "it", "a:Role": "audit", "a:Account": "1"}, False),
        ({"a:Department": "hr", "a:Role": "audit", "a:Account": "2"}, False),
        ({"a:Department": "hr", "a:Role": "audit"}, False),
    ],
)
def test_operators_and_keys_are_an_and_values_an_or(context: Context, expected: bool) -> None:
    """Creating a condition with multiple keys or values."""
    condition = {
        "StringEqualsIgnoreCase": {"a:Department": ["finance", "hr", "legal"], "a:Role": ["audit", "security"]},
        "StringEquals": {"a:Account": "1"},
    }
    assert holds(condition, context) is expected


@pytest.mark.parametrize("condition", [{}, {"DateGreaterThan": {}}, {"NoSuchOperator": {}}])
def test_condition_without_a_key_asks_nothing(condition: dict[str, object]) -> None:
    assert ask(Policies(identity=(document(allow(Condition=condition)),))).allowed


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("StringEquals", False), ("StringNotEquals", True), ("ForAllValues:StringEquals", False), ("Null", False)],
)
def test_no_values_match_nothing(operator: str, expected: bool) -> None:
    assert holds({operator: {"test:Key": []}}, {"test:Key": "x"}) is expected


# operator, the policy's values, the request's values (None: no such key), whether the condition holds
SETS = [
    # ForAllValues is for "true if every key value in the request matches at least one value in the policy"
    ("ForAllValues:StringEquals", ["a", "b", "c"], ["a", "b"], True),
    ("ForAllValues:StringEquals", ["a", "b", "c"], ["a", "d"], False),
    ("ForAllValues:StringEquals", ["a", "b", "c"], "a", True),
    ("ForAllValues:StringEquals", ["a", "b", "c"], "d", False),
    ("ForAllValues:StringEquals", "a", ["a", "a"], True),
    # It "also returns true if there are no keys in the request, or if the key values resolve to a null data set"
    ("ForAllValues:StringEquals", ["a"], None, True),
    ("ForAllValues:StringEquals", ["a"], [], True),
    ("ForAllValues:StringEquals", ["a"], "", True),
    ("ForAllValues:StringEquals", ["a"], ["", "b"], False),
    ("ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], True),
    ("ForAllValues:StringNotEquals", ["a", "b"], ["c", "a"], False),
    ("ForAllValues:StringNotEquals", ["a", "b"], None, True),
    ("ForAllValues:StringNotEquals", ["a", "b"], [], True),
    ("ForAllValues:StringLike", ["team-*", "own*"], ["team-a", "owner"], True),
    ("ForAllValues:StringLike", ["team-*", "own*"], ["team-a", "cost"], False),
    ("ForAllValues:StringNotLike", ["team-*"], ["cost", "owner"], True),
    ("ForAllValues:StringNotLike", ["team-*"], ["cost", "team-b"], False),
    ("ForAllValues:StringEqualsIgnoreCase", ["A"], ["a", "A"], True),
    ("ForAllValues:NumericLessThan", "10", ["1", "9"], True),
    ("ForAllValues:NumericLessThan", "10", ["1", "10"], False),
    ("ForAllValues:IpAddress", "203.0.113.0/24", ["203.0.113.1", "203.0.113.2"], True),
    ("ForAllValues:IpAddress", "203.0.113.0/24", ["203.0.113.1", "198.51.100.1"], False),
    ("ForAllValues:ArnLike", "arn:aws:iam::*:user/*", ["arn:aws:iam::1:user/a", "arn:aws:iam::1:role/a"], False),
    ("ForAllValues:Bool", "true", ["true", "true"], True),
    ("ForAllValues:DateLessThan", "2026-01-01", ["2025-01-01", "2026-02-01"], False),
    ("ForAllValues:StringEqualsIfExists", ["a"], None, True),
    ("ForAllValues:StringEqualsIfExists", ["a"], ["b"], False),
    ("ForAllValues:StringEqualsIfExists", ["a"], ["a"], True),
    # ForAnyValue is for "true if any one of the key values in the request matches any one of the condition values"
    ("ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], True),
    ("ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], False),
    ("ForAnyValue:StringEquals", ["a", "b"], "a", True),
    # It ends with "For no matching key or a null dataset, the condition returns false"
    ("ForAnyValue:StringEquals", ["a"], None, False),
    ("ForAnyValue:StringEquals", ["a"], [], False),
    ("ForAnyValue:StringEquals", ["a", ""], "", False),
    ("ForAnyValue:StringNotEquals", ["a", "b"], ["a", "c"], True),
    ("ForAnyValue:StringNotEquals", ["a", "b"], ["a", "b"], False),
    ("ForAnyValue:StringNotEquals", ["a", "b"], None, False),
    ("ForAnyValue:StringNotEquals", ["a", "b"], [], False),
    ("ForAnyValue:StringLike", ["team-*"], ["x", "team-a"], True),
    ("ForAnyValue:StringNotLike", ["team-*"], ["team-b", "team-a"], False),
    ("ForAnyValue:NumericEquals", "7", ["6", "7"], True),
    ("ForAnyValue:NotIpAddress", "203.0.113.0/24", ["203.0.113.1", "198.51.100.1"], True),
    ("ForAnyValue:ArnEquals", "arn:aws:iam::1:role/*", ["arn:aws:iam::1:user/a", "arn:aws:iam::1:role/a"], True),
    # IfExists looks at values one by one, and a missing key has none (AWS re:Post, "ForAnyValue:StringEqualsIfExists")
    ("ForAnyValue:StringEqualsIfExists", ["a"], None, False),
    ("ForAnyValue:StringEqualsIfExists", ["a"], ["b", "a"], True),
    ("ForAnyValue:StringNotEqualsIfExists", ["a"], None, False),
    # Several values want a set operator: without one they are equal to no value, and different from any
    ("StringEquals", ["a", "b"], ["a", "b"], False),
    ("StringNotEquals", ["a"], ["a", "b"], True),
    ("StringEquals", ["a"], ["a"], True),
    ("StringNotEquals", ["a"], ["a"], False),
    ("StringEquals", ["a"], [], False),
    ("StringNotEquals", ["a"], [], True),
    ("StringEqualsIfExists", ["a"], [], True),
]


@pytest.mark.parametrize(("operator", "values", "given", "expected"), SETS)
def test_set_operators(operator: str, values: object, given: str | list[str] | None, expected: bool) -> None:
    context: Context = {} if given is None else {"test:Keys": given}
    assert holds({operator: {"test:Keys": values}}, context) is expected

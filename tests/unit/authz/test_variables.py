"""Policy variables: IAM User Guide, "IAM policy elements: Variables and tags"."""

import pytest

from gatepost.core.authz import Policies
from tests.unit.authz.builders import Context, allow, ask, deny, document, holds

CONTEXT: Context = {
    "aws:username": "alice",
    "aws:PrincipalTag/team": "yellow",
    "aws:PrincipalArn": "arn:aws:iam::111122223333:user/alice",
    "test:Star": "a*",
    "test:Question": "a?",
    "test:Path": "x/y:z",
    "test:Account": "111122223333",
    "test:Many": ["one", "two"],
    "test:Single": ["only"],
    "test:Empty": "",
    "test:Dollar": "${aws:username}",
}

# policy's Resource, the resource asked for, whether they match
RESOURCES = [
    ("arn:aws:s3:::bucket/${aws:username}", "arn:aws:s3:::bucket/alice", True),
    ("arn:aws:s3:::bucket/${aws:username}", "arn:aws:s3:::bucket/bob", False),
    ("arn:aws:s3:::bucket/${AWS:UserName}/*", "arn:aws:s3:::bucket/alice/x", True),
    ("arn:aws:s3:::${aws:PrincipalTag/team}-${aws:username}", "arn:aws:s3:::yellow-alice", True),
    ("arn:aws:s3:::bucket/${aws:username}*", "arn:aws:s3:::bucket/alice-2", True),
    # A value from the request is no pattern
    ("arn:aws:s3:::bucket/${test:Star}", "arn:aws:s3:::bucket/a*", True),
    ("arn:aws:s3:::bucket/${test:Star}", "arn:aws:s3:::bucket/abc", False),
    ("arn:aws:s3:::bucket/${test:Question}", "arn:aws:s3:::bucket/ab", False),
    ("arn:aws:s3:::bucket/${test:Path}", "arn:aws:s3:::bucket/x/y:z", True),
    ("arn:aws:s3:::bucket/${test:Dollar}", "arn:aws:s3:::bucket/${aws:username}", True),
    ("arn:aws:s3:::bucket/${test:Dollar}", "arn:aws:s3:::bucket/alice", False),
    ("arn:aws:s3:::bucket/${test:Empty}", "arn:aws:s3:::bucket/", True),
    # Special characters, ${*} ${?} ${$}
    ("arn:aws:s3:::bucket/${*}", "arn:aws:s3:::bucket/*", True),
    ("arn:aws:s3:::bucket/${*}", "arn:aws:s3:::bucket/x", False),
    ("arn:aws:s3:::bucket/a${?}", "arn:aws:s3:::bucket/a?", True),
    ("arn:aws:s3:::bucket/a${?}", "arn:aws:s3:::bucket/ab", False),
    ("arn:aws:s3:::bucket/${$}{aws:username}", "arn:aws:s3:::bucket/${aws:username}", True),
    # "the resource that includes a policy variable with no value will not match any resource"
    ("arn:aws:s3:::bucket/${aws:missing}", "arn:aws:s3:::bucket/", False),
    ("arn:aws:s3:::bucket/${aws:missing}", "arn:aws:s3:::bucket/${aws:missing}", False),
    ("arn:aws:s3:::bucket/*${aws:missing}", "arn:aws:s3:::bucket/x", False),
    # "You can't use a multivalued condition key as a variable"
    ("arn:aws:s3:::bucket/${test:Many}", "arn:aws:s3:::bucket/one", False),
    ("arn:aws:s3:::bucket/${test:Single}", "arn:aws:s3:::bucket/only", True),
    # Default values
    ("arn:aws:s3:::bucket-${aws:PrincipalTag/team, 'company-wide'}", "arn:aws:s3:::bucket-yellow", True),
    ("arn:aws:s3:::bucket-${aws:PrincipalTag/team, 'company-wide'}", "arn:aws:s3:::bucket-company-wide", False),
    ("arn:aws:s3:::bucket-${aws:PrincipalTag/none, 'company-wide'}", "arn:aws:s3:::bucket-company-wide", True),
    ("arn:aws:s3:::bucket-${aws:PrincipalTag/none, 'company-wide'}", "arn:aws:s3:::bucket-yellow", False),
    ("arn:aws:s3:::bucket-${aws:missing, ''}", "arn:aws:s3:::bucket-", True),
    ("arn:aws:s3:::bucket-${aws:missing, 'a*'}", "arn:aws:s3:::bucket-abc", False),
    ("arn:aws:s3:::bucket-${aws:missing, 'two words'}", "arn:aws:s3:::bucket-two words", True),
    # What is no variable is text
    ("arn:aws:s3:::bucket/${aws:username", "arn:aws:s3:::bucket/${aws:username", True),
    ("arn:aws:s3:::bucket/${aws:username", "arn:aws:s3:::bucket/alice", False),
    ("arn:aws:s3:::bucket/${}", "arn:aws:s3:::bucket/${}", True),
    ("arn:aws:s3:::bucket/$aws:username", "arn:aws:s3:::bucket/$aws:username", True),
    # "You can't use a variable to replace parts of the ARN before the fifth colon"
    ("arn:aws:iam::${aws:PrincipalAccount}:user/alice", "arn:aws:iam::111122223333:user/alice", False),
]


@pytest.mark.parametrize(("pattern", "resource", "expected"), RESOURCES)
def test_variables_in_resources(pattern: str, resource: str, expected: bool) -> None:
    policies = Policies(identity=(document(allow("*", pattern)),))
    assert ask(policies, resource=resource, context=CONTEXT).allowed is expected


@pytest.mark.parametrize(
    ("pattern", "resource", "denied"),
    [
        ("arn:aws:s3:::bucket/${aws:username}/*", "arn:aws:s3:::bucket/alice/x", False),
        ("arn:aws:s3:::bucket/${aws:username}/*", "arn:aws:s3:::bucket/bob/x", True),
        ("arn:aws:s3:::bucket/${aws:missing}/*", "arn:aws:s3:::bucket/alice/x", True),
    ],
)
def test_variables_in_not_resource(pattern: str, resource: str, denied: bool) -> None:
    policies = Policies(identity=(document(allow(), deny("*", NotResource=pattern)),))
    assert ask(policies, resource=resource, context=CONTEXT).allowed is not denied


# operator, policy's value, the request's value for test:Key, whether the condition holds
CONDITIONS = [
    ("StringEquals", "${aws:username}", "alice", True),
    ("StringEquals", "${aws:username}", "bob", False),
    ("StringEquals", "home/${aws:username}/", "home/alice/", True),
    ("StringEquals", "${*}", "*", True),
    ("StringEquals", "${test:Star}", "a*", True),
    ("StringNotEquals", "${aws:username}", "alice", False),
    ("StringNotEquals", "${aws:username}", "bob", True),
    ("StringEqualsIgnoreCase", "${aws:username}", "ALICE", True),
    ("StringNotEqualsIgnoreCase", "${aws:username}", "ALICE", False),
    ("StringLike", "home/${aws:username}/*", "home/alice/x", True),
    ("StringLike", "${test:Star}", "abc", False),
    ("StringLike", "${test:Star}*", "a*bc", True),
    ("StringLike", "a${*}c", "abc", False),
    ("StringLike", "a${*}c", "a*c", True),
    ("StringNotLike", "home/${aws:username}/*", "home/alice/x", False),
    ("ArnEquals", "${aws:PrincipalArn}", "arn:aws:iam::111122223333:user/alice", True),
    ("ArnEquals", "${aws:PrincipalArn}", "arn:aws:iam::111122223333:user/bob", False),
    ("ArnLike", "arn:aws:iam::${test:Account}:user/*", "arn:aws:iam::111122223333:user/bob", True),
    ("ArnLike", "arn:aws:iam::${test:Path}:user/*", "arn:aws:iam::x/y:z:user/bob", False),
    ("ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111122223333:user/alice", True),
    ("ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111122223333:user/bob", False),
    ("ArnLike", "arn:aws:s3:::${test:Path}", "arn:aws:s3:::x/y:z", True),
    ("ArnNotLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::111122223333:user/bob", True),
    ("Bool", "${test:Key}", "true", True),
    # "… StringEquals or StringLike do not match": a variable without a value is null
    ("StringEquals", "${aws:missing}", "", False),
    ("StringEquals", "${aws:missing}", "${aws:missing}", False),
    ("StringLike", "*${aws:missing}", "x", False),
    ("StringEquals", ["${aws:missing}", "alice"], "alice", True),
    ("ArnLike", "arn:aws:iam::*:user/${aws:missing}", "arn:aws:iam::111122223333:user/x", False),
    # "Inverted condition operators … do match against a null value"
    ("StringNotEquals", "${aws:missing}", "x", True),
    ("StringNotLike", "*${aws:missing}", "x", True),
    ("ArnNotLike", "arn:aws:iam::*:user/${aws:missing}", "arn:aws:iam::111122223333:user/x", True),
    ("StringNotEquals", ["${aws:missing}", "x"], "x", False),
    ("StringEquals", "${aws:missing, 'none'}", "none", True),
    ("StringEquals", "${aws:username, 'none'}", "alice", True),
    # "You can't use a policy variable with other operators, such as Numeric, Date, …"
    ("NumericEquals", "${test:Key}", "5", False),
    ("IpAddress", "${test:Key}", "203.0.113.9", False),
]


@pytest.mark.parametrize(("operator", "values", "value", "expected"), CONDITIONS)
def test_variables_in_conditions(operator: str, values: object, value: str, expected: bool) -> None:
    assert holds({operator: {"test:Key": values}}, {**CONTEXT, "test:Key": value}) is expected


@pytest.mark.parametrize("version", ["2008-10-17", None])
@pytest.mark.parametrize(
    ("value", "expected"), [("alice", False), ("${aws:username}", True), ("${aws:USERNAME}", False)]
)
def test_older_version_knows_no_variables(version: str | None, value: str, expected: bool) -> None:
    """ "If you don't include the Version element and set it to an appropriate version date, variables like ${aws:username}
    are treated as literal strings in the policy." """
    assert (
        holds({"StringEquals": {"test:Key": "${aws:username}"}}, {**CONTEXT, "test:Key": value}, version=version)
        is expected
    )


@pytest.mark.parametrize("version", ["2008-10-17", None])
def test_older_version_knows_wildcards(version: str | None) -> None:
    policies = Policies(identity=(document(allow("s3:Get*", "arn:aws:s3:::b*/${*}"), version=version),))
    assert ask(policies, resource="arn:aws:s3:::bucket/${x}", context=CONTEXT).allowed
    assert not ask(policies, resource="arn:aws:s3:::bucket/*", context=CONTEXT).allowed


def test_variables_have_no_meaning_in_actions() -> None:
    policies = Policies(identity=(document(allow("s3:${aws:username}")),))
    assert not ask(policies, action="s3:alice", context=CONTEXT).allowed

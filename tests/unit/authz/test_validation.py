"""Documents that AWS does not take, and the sentence it answers; the sentences are observed ones."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from gatepost.core.authz import (
    Document,
    MalformedPolicyDocument,
    parse,
    validate_identity_policy,
    validate_resource_policy,
    validate_service_control_policy,
    validate_trust_policy,
)
from gatepost.kit.errors import Invalid

SYNTAX = "Syntax errors in policy."
VERSION = "Policy document must be version 2012-10-17 or greater."
LEGACY = "The policy failed legacy parsing"
PRINCIPAL = "Policy document should not specify a principal."
SIDS = "Statement IDs (SID) in a single policy must be unique."
SID_FORM = (
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
)
ACTIONS = "Policy statement must contain actions."
RESOURCES = "Policy statement must contain resources."
VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
COLONS = "Actions/Condition can contain only one colon."
REGEXES = "Resource vendor must be fully qualified and cannot contain regexes."
IAM_PATH = (
    'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, '
    "server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/."
)
BUCKET = "arn:aws:s3:::bucket"

Element = dict[str, Any]
Check = Callable[[str | bytes], Document]


def policy(*statements: object, **elements: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)} | elements)


def changed(**elements: object) -> Element:
    """A statement that is sound but for what is changed; None leaves an element out."""
    sound: Element = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": BUCKET}
    return {name: value for name, value in (sound | elements).items() if value is not None}


def unversioned(*statements: object) -> str:
    return json.dumps({"Statement": list(statements)})


def dated(value: str, operator: str = "DateLessThanEquals") -> Element:
    return changed(Condition={operator: {"a": value}})


IDENTITY = [
    ("This is not a json document", SYNTAX),
    ("", SYNTAX),
    ("null", SYNTAX),
    ("[]", SYNTAX),
    ('"text"', SYNTAX),
    (b"\xff\xfe", SYNTAX),
    (policy(changed())[:-1], SYNTAX),
    (policy(changed()) + "{}", SYNTAX),
    ('{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}', SYNTAX),
    (policy(changed()).replace('"Effect"', '"Effect": "Deny", "Effect"'), SYNTAX),
    (policy(changed(Sid="x")).replace('"x"', '"\\ud800"'), SYNTAX),
    (policy(changed(Condition={"NumericEquals": {"a": "N"}})).replace('"N"', "NaN"), SYNTAX),
    (policy(changed(), Version="2013-10-17"), SYNTAX),
    (policy(changed(), Version=20121017), SYNTAX),
    (json.dumps({"Version": "2012-10-17"}), SYNTAX),
    (policy(), SYNTAX),
    (policy("afd"), SYNTAX),
    (policy(changed(), Statement="afd"), SYNTAX),
    (policy(changed(), Statement=None), SYNTAX),
    (policy(changed(), Extra="value"), SYNTAX),
    (policy(changed(Extra="value")), SYNTAX),
    (policy(changed(), Id=["cd3a324d"]), SYNTAX),
    (policy(changed(), Id={}), SYNTAX),
    (policy(changed(Effect="invalid")), SYNTAX),
    (policy(changed(Effect=None)), SYNTAX),
    (policy(changed(Effect=["Allow"])), SYNTAX),
    (policy(changed(Sid={})), SYNTAX),
    (policy(changed(Sid=[])), SYNTAX),
    (policy(changed(Action={})), SYNTAX),
    (policy(changed(Action=[[]])), SYNTAX),
    (policy(changed(Action=5)), SYNTAX),
    (policy(changed(Resource={"a": BUCKET})), SYNTAX),
    (policy(changed(Resource=["adfdf", {}])), SYNTAX),
    (policy(changed(NotResource=[])), SYNTAX),
    (policy(changed(NotResource="*")), SYNTAX),
    (policy(changed(NotAction="s3:ListBucket")), SYNTAX),
    (policy(changed(Action=[], NotAction="s3:ListBucket")), SYNTAX),
    (policy(changed(Condition=[])), SYNTAX),
    (policy(changed(Condition="a")), SYNTAX),
    (policy(changed(Condition={"a": "b"})), SYNTAX),
    (policy(changed(Condition={"DateGreaterThan": "b"})), SYNTAX),
    (policy(changed(Condition={"DateGreaterThan": []})), SYNTAX),
    (policy(changed(Condition={"DateGreaterThan": {"a": {}}})), SYNTAX),
    (policy(changed(Condition={"StringEquals": {"a": [["b"]]}})), SYNTAX),
    (policy(changed(Condition={"StringEquals": {"a": None}})), SYNTAX),
    (policy(changed(Condition={"x": {"a": "1"}})), SYNTAX),
    (policy(changed(Condition={"stringEquals": {"a": "1"}})), SYNTAX),
    (policy(changed(Condition={"ForAnyValue::StringEqualsIfExists": {"a": "asf"}})), SYNTAX),
    (policy(changed(Condition={"ForSomeValues:StringEquals": {"a": "asf"}})), SYNTAX),
    (policy(changed(Condition={"NullIfExists": {"a": "true"}})), SYNTAX),
    (policy(changed(Condition=[{"ForAllValues:StringEquals": {"aws:TagKeys": "Department"}}])), SYNTAX),
    (unversioned(changed()), VERSION),
    (policy(changed(), Version="2008-10-17"), VERSION),
    (unversioned(changed(Effect="denY")), VERSION),
    (unversioned(dated("sdfdsf")), VERSION),
    (unversioned(changed(Sid="sdf"), changed(Sid="sdf")), VERSION),
    (policy(changed(Effect="denY")), LEGACY),
    (policy(changed(Effect="allow", Action=None)), LEGACY),
    (policy(changed(Effect="aLLow", Sid="sdf"), changed(Sid="sdf")), LEGACY),
    (policy(dated("sdfdsf")), LEGACY),
    (policy(dated("234-13")), LEGACY),
    (policy(dated("2016-12-13t2:00:00.593194+1")), LEGACY),
    (policy(dated("2016-12-13t2:00:00.1999999999+10:59")), LEGACY),
    (policy(dated("9223372036854775808", "DateLessThan")), LEGACY),
    (policy(dated("x", "ForAllValues:DateGreaterThanIfExists")), LEGACY),
    (policy(dated("sdfdsf") | {"Resource": "arn:error:s3:::bucket"}), LEGACY),
    (policy(changed(Resource="arn:aws:s3::bucket")), LEGACY),
    (policy(changed(Resource="arn:aws:s3::bucket", Action=None)), LEGACY),
    (policy(changed(Resource=None, NotResource="arn:aws:s3::bucket")), LEGACY),
    (policy(changed(Resource="arn:aws::::bucket")), LEGACY),
    (policy(changed(Resource="arn:aws::fdsasf")), LEGACY),
    (policy(changed(Principal="*")), PRINCIPAL),
    (policy(changed(Principal={"AWS": "111122223333"})), PRINCIPAL),
    (policy(changed(NotPrincipal={"AWS": "111122223333"})), PRINCIPAL),
    (policy(changed(Principal={"Group": "x"})), SYNTAX),
    (policy(changed(Principal={})), SYNTAX),
    (policy(changed(Sid="sdf"), {"Sid": "sdf", "Effect": "Allow"}), SIDS),
    (policy(changed(Sid="not alphanumeric")), SID_FORM),
    (policy(changed(Sid="a-b")), SID_FORM),
    (policy(changed(Action=None)), ACTIONS),
    (policy(changed(Action=[])), ACTIONS),
    (policy({"Effect": "Allow"}), ACTIONS),
    (policy({"Effect": "Deny"}, changed()), ACTIONS),
    (policy(changed(Action="invalid")), VENDOR),
    (policy(changed(Action=None, NotAction="")), VENDOR),
    (policy(changed(Action="invalid", Resource=None)), VENDOR),
    (policy(changed(Action="s3:List:Bucket")), COLONS),
    (policy(changed(Action="s3s:ListBucket"), changed(Action="s:3s:ListBucket")), COLONS),
    (policy(changed(Action="a a:ListBucket")), "Vendor a a is not valid"),
    (policy(changed(Action="s3*:ListBucket")), "Vendor s3* is not valid"),
    (policy(changed(Resource=None)), RESOURCES),
    (policy(changed(Resource=[])), RESOURCES),
    (policy(changed(Resource="invalid resource")), 'Resource invalid resource must be in ARN format or "*".'),
    (policy(changed(Resource="")), 'Resource  must be in ARN format or "*".'),
    (policy(changed(Resource=["adf"])), 'Resource adf must be in ARN format or "*".'),
    (policy(changed(Resource="sdfsadf", Action="s:3:ListBucket")), 'Resource sdfsadf must be in ARN format or "*".'),
    (policy(changed(Resource="urn:aws:s3:::b")), 'Resource urn:aws:s3:::b must be in ARN format or "*".'),
    (
        policy(changed(Resource="a:bsdfdsafsad")),
        'Partition "bsdfdsafsad" is not valid for resource "arn:bsdfdsafsad:*:*:*:*".',
    ),
    (policy(changed(Resource="a:b:cadfsdf")), 'Partition "b" is not valid for resource "arn:b:cadfsdf:*:*:*".'),
    (policy(changed(Resource="a:b:c:d:e:f:g:h")), 'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".'),
    (
        policy(changed(Resource="aws:s3:::example_bucket")),
        'Partition "s3" is not valid for resource "arn:s3:::example_bucket:*".',
    ),
    (
        policy(changed(Resource=["arn:error:s3:::example_bucket", "arn:error:s3::example_bucket"])),
        'Partition "error" is not valid for resource "arn:error:s3:::example_bucket".',
    ),
    (policy(changed(Resource="arn:aws")), REGEXES),
    (policy(changed(Resource="arn:aws:s*:::bucket")), REGEXES),
    (policy(changed(Resource="arn:aws:iam:::example_bucket")), IAM_PATH),
    (policy(changed(Resource="arn:aws:iam::111122223333:root")), IAM_PATH),
    (
        policy(changed(Resource="arn:aws:iam:us-east-1::example_bucket")),
        "IAM resource arn:aws:iam:us-east-1::example_bucket cannot contain region information.",
    ),
    (
        policy(changed(Resource="arn:aws:s3:us-east-1::example_bucket")),
        "Resource arn:aws:s3:us-east-1::example_bucket can not contain region information.",
    ),
]


@pytest.mark.parametrize(("text", "message"), IDENTITY)
def test_malformed_identity_policy(text: str | bytes, message: str) -> None:
    with pytest.raises(MalformedPolicyDocument) as raised:
        validate_identity_policy(text)
    assert raised.value.message == message
    assert raised.value.reason == "MalformedPolicyDocument"
    assert isinstance(raised.value, Invalid)


SOUND_IDENTITY = [
    changed(),
    changed(Resource=[BUCKET, "*"]),
    changed(Action="iam: asdf safdsf af "),
    changed(Action="*"),
    changed(Action="*:*"),
    changed(Action="aaaaaadsfdsafsadfsadfaaaaa:ListBucket"),
    changed(Action="s3-s:ListBucket"),
    changed(Action="s3.s:ListBucket"),
    changed(Action=None, NotAction="s3:ListBucket"),
    changed(Action=None, NotAction="s3:ListBucket", Resource=None, NotResource="*"),
    changed(Resource="arn:aws:iam:::user/example_bucket"),
    changed(Resource="arn:aws:iam::*:*"),
    changed(Resource="arn:aws:iam::*:user/${aws:username}"),
    changed(Resource="arn:aws:iam::111122223333:ro*"),
    changed(Resource="arn:aws:s33:::example_bucket"),
    changed(Resource="arn:aws:fdsasf"),
    changed(Resource="arn:*:s3:::bucket"),
    changed(Resource="arn:aws-us-gov:s3:::bucket"),
    changed(Resource="arn:aws:s3:us-west-2:111122223333:accesspoint/x"),
    changed(Resource="arn:aws:cloudwatch:us-east-1::example_bucket"),
    changed(Resource="arn:aws:invalid-service:us-east-1::example_bucket"),
    changed(Sid=""),
    changed(Sid="dsfsdfsdfsdfsdfsadfsd1"),
    changed(Condition={}),
    changed(Condition={"a": {}}),
    changed(Condition={"x": {}, "y": {}}),
    changed(Condition={"DateGreaterThan": {}}),
    changed(Condition={"DateGreaterThan": {"a": []}}),
    changed(Condition={"ForAllValues:StringEquals": {"aws:TagKeys": "Department"}}),
    changed(Condition={"ForAnyValue:StringEqualsIfExists": {"a": "asf"}}),
    changed(Condition={"StringEqualsIfExists": {"a": "asf"}}),
    changed(Condition={"Null": {"a": True}}),
    changed(Condition={"NumericEquals": {"a": [1, 2.5]}}),
    dated("2019-07-01T13:20:15Z"),
    dated("2016-12-13T21:20:37.593194+00:00"),
    dated("2016-12-13t2:00:00.593194+23"),
    dated("01T"),
    dated("-292275054", "DateLessThan"),
    dated("1591012800"),
]


@pytest.mark.parametrize("statement", SOUND_IDENTITY)
def test_sound_identity_policy(statement: Element) -> None:
    text = policy(statement)
    assert validate_identity_policy(text) == parse(text)
    assert validate_identity_policy(text.encode()).text == text


def test_statement_may_stand_without_its_list() -> None:
    assert validate_identity_policy(policy(Statement=changed())).allows[0].index == 0


def test_document_may_have_an_id() -> None:
    text = policy(changed(), Id="cd3ad3d9-2776-4ef1-a904-4c229d1642ee")
    assert validate_identity_policy(text).text == text


def test_empty_sids_are_no_sids() -> None:
    document = validate_identity_policy(policy(changed(Sid=""), changed(Sid="")))
    assert [statement.sid for statement in document.allows] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        policy(changed(Condition={"StringEquals": {"a": "x" * 131_072}})),
        "[" * 100_000,
        '{"Version": "2012-10-17", "Statement": ' + "[" * 17 + "]" * 17 + "}",
        '{"a":' * 17 + "1" + "}" * 17,
    ],
)
def test_size_and_depth_are_bounded(text: str) -> None:
    with pytest.raises(MalformedPolicyDocument, match=SYNTAX):
        parse(text)


def test_brackets_in_text_are_no_depth() -> None:
    document = validate_identity_policy(policy(changed(Resource="arn:aws:s3:::b/" + "[{" * 50)))
    assert len(document.allows) == 1


TRUST = [
    ("{", "This policy contains invalid Json"),
    (policy({"Effect": "Allow"}, Version="2010-01-01"), "The policy must contain a valid version string"),
    (policy(), "Could not parse the policy: Statement is empty!"),
    (policy("x"), "Syntax error in policy."),
    (policy({"Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}), "Missing required field Effect"),
    (policy(changed(Effect="allow")), "Invalid effect: allow"),
    (policy({"Effect": "Allow", "Action": "sts:AssumeRole"}), "Missing required field Principal"),
    (policy({"Effect": "Allow", "Principal": {}}), "Missing required field Principal cannot be empty!"),
    (policy({"Effect": "Allow", "Principal": "*"}), 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'),
    (policy({"Effect": "Allow", "Principal": "x"}), "Syntax error in policy."),
    (policy({"Effect": "Allow", "Principal": {"AWS": "x"}}), 'Invalid principal in policy: "AWS":"x"'),
    (
        policy({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/*"}}),
        'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/*"',
    ),
    (policy({"Effect": "Allow", "Principal": {"Service": "ec2"}}), 'Invalid principal in policy: "Service":"ec2"'),
    (policy({"Effect": "Allow", "Principal": {"Group": "g"}}), 'Invalid principal in policy: "Group":"g"'),
    (policy({"Effect": "Allow", "NotPrincipal": {"AWS": "*"}}), "Allow with NotPrincipal is not allowed."),
    (
        policy({"Effect": "Deny", "NotPrincipal": {"AWS": "*"}}),
        "AssumeRole policy must not contain NotPrincipal field.",
    ),
    (policy({"Effect": "Allow", "Principal": {"AWS": "*"}}), "Missing required field Action"),
    (
        policy({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*"}),
        "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    (
        policy({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["sts:AssumeRole", "s3:GetObject"]}),
        "AssumeRole policy may only specify STS AssumeRole actions.",
    ),
    (
        policy({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Resource": "*"}),
        "Has prohibited field Resource",
    ),
    (
        policy({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "NotResource": "*"}),
        "Has prohibited field NotResource",
    ),
    (
        policy(
            {
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEqual": {"a": "b"}},
            }
        ),
        "Invalid Condition type : StringEqual",
    ),
    (
        policy({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Extra": 1}),
        "Syntax error in policy.",
    ),
    (
        policy(*[{"Sid": "a", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}] * 2),
        "The Statement Ids in the policy are not unique",
    ),
]


@pytest.mark.parametrize(("text", "message"), TRUST)
def test_malformed_trust_policy(text: str, message: str) -> None:
    with pytest.raises(MalformedPolicyDocument) as raised:
        validate_trust_policy(text)
    assert raised.value.message == message


@pytest.mark.parametrize(
    ("principal", "action"),
    [
        ({"AWS": "111122223333"}, "sts:AssumeRole"),
        ({"AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/p/r"]}, "sts:AssumeRole"),
        ({"AWS": "arn:aws:sts::111122223333:assumed-role/r/s"}, ["sts:AssumeRole", "sts:TagSession"]),
        ({"AWS": "AROAJQABLZS4A3QDU576Q"}, "sts:AssumeRole"),
        ({"AWS": "*"}, "sts:*"),
        ({"Service": ["ec2.amazonaws.com", "ssm.amazonaws.com"]}, "sts:AssumeRole"),
        ({"Federated": "arn:aws:iam::111122223333:saml-provider/AWSSSO_1"}, "sts:AssumeRoleWithSAML"),
        ({"Federated": "cognito-identity.amazonaws.com"}, "sts:AssumeRoleWithWebIdentity"),
    ],
)
@pytest.mark.parametrize("version", ["2008-10-17", "2012-10-17"])
def test_sound_trust_policy(principal: object, action: object, version: str) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    document = validate_trust_policy(policy(statement, Version=version))
    assert document.version == version


RESOURCE = [
    ("", "This policy contains invalid Json"),
    (policy(changed()), "Missing required field Principal"),
    (policy(changed(Principal="*", Resource=None)), "Missing required field Resource"),
    (policy(changed(Principal="*", Action=[])), "Missing required field Action"),
    (policy(changed(Principal={"AWS": "bob"})), 'Invalid principal in policy: "AWS":"bob"'),
    (policy(changed(Principal={"AWS": [5]})), "Syntax error in policy."),
    (
        policy(changed(Principal="*", Condition={"StringEqualsIfExist": {"a": "b"}})),
        "Invalid Condition type : StringEqualsIfExist",
    ),
    (policy(changed(Principal="*", Condition="x")), "Syntax error in policy."),
]


@pytest.mark.parametrize(("text", "message"), RESOURCE)
def test_malformed_resource_policy(text: str, message: str) -> None:
    with pytest.raises(MalformedPolicyDocument) as raised:
        validate_resource_policy(text)
    assert raised.value.message == message


@pytest.mark.parametrize(
    "elements",
    [
        {"Principal": "*"},
        {
            "Principal": {
                "AWS": "111122223333",
                "CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
            }
        },
        {"NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/bob"}, "Effect": "Deny"},
        {"Principal": "*", "Sid": "Sids may have spaces"},
    ],
)
def test_sound_resource_policy(elements: Element) -> None:
    document = validate_resource_policy(policy(changed(**elements)))
    assert [statement.principal is not None for statement in document.allows + document.denies] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        policy(changed(Principal="*")),
        policy(changed(NotPrincipal={"AWS": "111122223333"})),
        policy(changed(Action="x")),
        policy(changed(Resource=None)),
        policy(changed(Sid="a"), changed(Sid="a")),
    ],
)
def test_malformed_service_control_policy(text: str) -> None:
    with pytest.raises(MalformedPolicyDocument) as raised:
        validate_service_control_policy(text)
    assert raised.value.message == (
        "The provided policy document does not meet the requirements of the specified policy type."
    )


def test_sound_service_control_policy() -> None:
    text = policy(changed(Effect="Deny", Action=None, NotAction="iam:*", Resource="*"))
    assert len(validate_service_control_policy(text).denies) == 1


@pytest.mark.parametrize("check", [validate_identity_policy, validate_service_control_policy, parse])
def test_documents_are_equal_by_their_text(check: Check) -> None:
    text = policy(changed())
    assert check(text) == check(text)
    assert hash(check(text)) == hash(parse(text))
    assert check(text) != parse(policy(changed(Effect="Deny")))

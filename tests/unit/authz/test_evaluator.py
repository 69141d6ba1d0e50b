"""The JSON-lines evaluator, from outside and line by line."""

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatepost.core.authz.evaluator import MAX_LINE_BYTES, evaluate_line
from tests.unit.authz.builders import ACCOUNT, ALICE, OTHER_ACCOUNT, ROLE_ARN, SESSION, allow, deny

Json = dict[str, Any]


def policy(*statements: Json, version: str = "2012-10-17") -> Json:
    return {"Version": version, "Statement": list(statements)}


def request(**members: Any) -> Json:
    asked: Json = {"principal": ALICE.arn, "action": "s3:GetObject", "resource": "arn:aws:s3:::bucket/key"}
    return asked | members


def answer(asked: object) -> Json:
    answered: Json = json.loads(json.dumps(evaluate_line(json.dumps(asked).encode())))
    return answered


def run(lines: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gatepost.core.authz", *arguments]
    return subprocess.run(command, input=lines, capture_output=True, text=True, check=True, timeout=60)


def test_it_answers_line_by_line_and_goes_on_after_a_bad_one() -> None:
    lines = [
        json.dumps(request(policies={"identity": [policy(allow("s3:*", Sid="Objects"))]})),
        "this is no request",
        "",
        json.dumps(request(policies={"identity": [{"Statement": []}]})),
        json.dumps(request(policies={"identity": [policy(allow(), deny("s3:*"))]})),
        json.dumps(request()),
    ]
    answers = [json.loads(line) for line in run("\n".join(lines)).stdout.splitlines()]
    assert answers[0] == {
        "decision": "Allow",
        "allowed": True,
        "layer": "identity",
        "statement": {"sid": "Objects", "index": 0, "policy": 0, "level": None},
    }
    assert answers[1]["error"]["code"] == "ValidationError"
    assert answers[2] == {"error": {"code": "MalformedPolicyDocument", "message": "Syntax errors in policy."}}
    assert (answers[3]["decision"], answers[3]["statement"]["index"]) == ("ExplicitDeny", 1)
    assert answers[4] == {"decision": "ImplicitDeny", "allowed": False, "layer": "identity", "statement": None}


def test_help_is_the_format() -> None:
    assert '"service_control"' in run("", "--help").stdout


def test_a_document_may_be_text() -> None:
    assert answer(request(policies={"identity": [json.dumps(policy(allow()))]}))["allowed"]


def test_version_2008_is_taken_as_the_policy_simulator_takes_it() -> None:
    document = policy(allow("s3:*", "arn:aws:s3:::${aws:username}"), version="2008-10-17")
    asked = request(policies={"identity": [document]}, context={"aws:username": "alice"})
    assert not answer(asked | {"resource": "arn:aws:s3:::alice"})["allowed"]
    assert answer(asked | {"resource": "arn:aws:s3:::${aws:username}"})["allowed"]


@pytest.mark.parametrize(
    ("policies", "layer"),
    [
        ({"identity": [policy(allow())], "boundary": [policy(allow("sqs:*"))]}, "boundary"),
        ({"identity": [policy(allow())], "boundary": []}, "boundary"),
        ({"identity": [policy(allow())], "session": []}, "session"),
        (
            {"identity": [policy(allow())], "boundary": None, "session": None, "service_control": [[]]},
            "service_control",
        ),
        ({"identity": [policy(allow())], "service_control": [], "resource": None}, "identity"),
        ({"resource": [policy(allow(Principal={"AWS": ALICE.arn}))]}, "resource"),
    ],
)
def test_every_layer_can_be_given(policies: Json, layer: str) -> None:
    assert answer(request(policies=policies))["layer"] == layer


@pytest.mark.parametrize(
    ("resource", "owner", "effect"),
    [
        ("arn:aws:sqs:us-east-1:111122223333:q", {}, "Allow"),
        ("arn:aws:sqs:us-east-1:999988887777:q", {}, "ImplicitDeny"),
        ("arn:aws:sqs:us-east-1:999988887777:q", {"resource_account_id": None}, "Allow"),
        ("arn:aws:sqs:us-east-1:999988887777:q", {"resource_account_id": ACCOUNT}, "Allow"),
        ("arn:aws:s3:::bucket", {}, "Allow"),
        ("arn:aws:s3:::bucket", {"resource_account_id": OTHER_ACCOUNT}, "ImplicitDeny"),
    ],
)
def test_whose_the_resource_is(resource: str, owner: Json, effect: str) -> None:
    asked = request(policies={"identity": [policy(allow())]}, resource=resource, **owner)
    assert answer(asked)["decision"] == effect


def test_trust_policy_is_a_resource_policy_without_resources() -> None:
    trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    asked = request(action="sts:AssumeRole", resource=ROLE_ARN, policies={"resource": [policy(trust)]})
    assert answer(asked)["layer"] == "identity"
    asked["policies"]["identity"] = [policy(allow("sts:AssumeRole"))]
    assert answer(asked)["allowed"]


@pytest.mark.parametrize(
    ("principal", "effect"),
    [
        ({"kind": "assumed_role", "arn": SESSION.arn, "account_id": ACCOUNT, "role_arn": ROLE_ARN}, "Allow"),
        ({"kind": "assumed_role", "arn": SESSION.arn, "account_id": ACCOUNT, "role_arn": None}, "Allow"),
        ({"kind": "assumed_role", "arn": SESSION.arn, "account_id": ACCOUNT, "role_arn": "arn:x"}, "ImplicitDeny"),
        (SESSION.arn, "Allow"),
        ({"kind": "anonymous"}, "ImplicitDeny"),
        ("*", "ImplicitDeny"),
    ],
)
def test_principal_is_an_arn_or_an_object(principal: object, effect: str) -> None:
    document = policy(allow(Principal={"AWS": ROLE_ARN}))
    assert answer(request(principal=principal, policies={"resource": [document]}))["decision"] == effect


@pytest.mark.parametrize(
    ("value", "condition"),
    [
        (True, {"Bool": {"k": "true"}}),
        (7, {"NumericEquals": {"k": "7"}}),
        (1.5, {"NumericEquals": {"k": "1.5"}}),
        (["a", 5, False], {"ForAllValues:StringEquals": {"k": ["a", "5", "false"]}}),
        (None, {"Null": {"k": "true"}}),
    ],
)
def test_context_values_may_be_of_any_scalar_kind(value: object, condition: Json) -> None:
    asked = request(policies={"identity": [policy(allow(Condition=condition))]}, context={"k": value})
    assert answer(asked)["allowed"]


BAD: list[tuple[object, str]] = [
    ([], "the request is an object."),
    (request(extra=1), "the request has no extra."),
    (request(action=None), "action is a string that is not empty."),
    (request(action=""), "action is a string that is not empty."),
    (request(resource=5), "resource is a string that is not empty."),
    (request(principal=None), "principal is an object."),
    (request(principal="alice"), "'alice' names no principal."),
    (request(principal={"kind": "user", "name": 5}), "principal.name is a string that is not empty."),
    (request(principal={"kind": "user", "x": "y"}), "the principal has no x."),
    (request(policies=[]), "policies is an object."),
    (request(policies={"identities": []}), "policies has no identities."),
    (request(policies={"service_control": {"a": 1}}), "service_control is a list."),
    (request(context=[]), "context is an object."),
    (request(context={"a": {}}), "context['a'] is a string, a number, a boolean or a list of them."),
    (request(context={"a": [None]}), "context['a'] is a string, a number, a boolean or a list of them."),
    (request(resource_account_id=5), "resource_account_id is a string that is not empty."),
]


@pytest.mark.parametrize(("asked", "message"), BAD)
def test_bad_request_is_answered(asked: object, message: str) -> None:
    assert answer(asked) == {"error": {"code": "ValidationError", "message": message}}


def test_unknown_kind_of_principal_is_answered_with_the_kinds() -> None:
    assert "assumed_role" in answer(request(principal={"kind": "robot"}))["error"]["message"]


MALFORMED: list[tuple[Json, str]] = [
    ({"identity": [policy(allow(Principal="*"))]}, "Policy document should not specify a principal."),
    ({"identity": [policy({"Effect": "Allow", "Resource": "*"})]}, "Policy statement must contain actions."),
    ({"boundary": [policy({"Effect": "Allow", "Action": "s3:*"})]}, "Policy statement must contain resources."),
    ({"session": [policy(allow("s3"))]}, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    ({"service_control": [[policy(allow(Effect="Allowed"))]]}, "Syntax errors in policy."),
    ({"resource": [policy(allow())]}, "Missing required field Principal"),
    ({"identity": ["{"]}, "Syntax errors in policy."),
    ({"identity": [5]}, "Syntax errors in policy."),
    ({"identity": 5}, "Syntax errors in policy."),
]


@pytest.mark.parametrize(("policies", "message"), MALFORMED)
def test_malformed_policy_is_answered(policies: Json, message: str) -> None:
    assert answer(request(policies=policies)) == {"error": {"code": "MalformedPolicyDocument", "message": message}}


def test_line_is_bounded() -> None:
    assert evaluate_line(b" " * (MAX_LINE_BYTES + 1))["error"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=8,
)
MEMBERS = st.sampled_from(["policies", "principal", "action", "resource", "resource_account_id", "context"])
ELEMENTS = st.sampled_from(
    ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"]
)


@given(st.dictionaries(MEMBERS, JSON_VALUES, max_size=4))
def test_no_request_stops_it(members: Json) -> None:
    evaluate_line(json.dumps(request(**members)).encode())


@given(
    st.dictionaries(ELEMENTS, JSON_VALUES, max_size=4), st.sampled_from(["identity", "boundary", "session", "resource"])
)
def test_no_statement_stops_it(elements: Json, layer: str) -> None:
    evaluate_line(json.dumps(request(policies={layer: [policy(allow() | elements)]})).encode())


@given(st.binary(max_size=200))
def test_no_bytes_stop_it(line: bytes) -> None:
    assert "error" in evaluate_line(line)

"""Which context keys a policy looks at, so that nobody looks them up for a policy that does not."""

import pytest

from gatepost.core.authz import Policies
from tests.unit.authz.builders import allow, deny, document

TAG = "aws:resourcetag/"


def test_a_policy_without_conditions_and_variables_looks_at_nothing() -> None:
    assert document(allow("sso:*", "arn:aws:sso:::aws:resourcetag/*")).keys == frozenset()


def test_the_keys_of_conditions_and_of_variables_are_told_in_one_case() -> None:
    held = document(
        allow(Condition={"StringEquals": {"aws:ResourceTag/Team": "${aws:PrincipalTag/Team, 'none'}"}}),
        deny(resource="arn:aws:s3:::bucket/${aws:username}/${*}"),
        deny(Condition={"Null": {"AWS:MultiFactorAuthPresent": True}, "Bool": {"aws:SecureTransport": "false"}}),
    )
    assert held.keys == {
        "aws:resourcetag/team",
        "aws:principaltag/team",
        "aws:username",
        "aws:multifactorauthpresent",
        "aws:securetransport",
    }


def test_before_2012_a_variable_is_plain_text() -> None:
    assert document(allow(resource="arn:aws:s3:::bucket/${aws:username}"), version="2008-10-17").keys == frozenset()


HELD = document(allow(Condition={"StringLike": {"aws:ResourceTag/team": "*"}}))
OTHER = document(allow(Condition={"StringLike": {"aws:RequestTag/team": "*"}}))


@pytest.mark.parametrize(
    "policies",
    [
        Policies(identity=(OTHER, HELD)),
        Policies(boundary=(HELD,)),
        Policies(session=(HELD,)),
        Policies(service_control=((OTHER,), (HELD,))),
        Policies(resource=(HELD,)),
    ],
)
def test_a_policy_of_any_kind_can_look(policies: Policies) -> None:
    assert policies.look_at(TAG)


def test_where_none_looks_none_is_told() -> None:
    everywhere = (OTHER,)
    assert not Policies(everywhere, everywhere, everywhere, (everywhere,), everywhere).look_at(TAG)
    assert not Policies().look_at(TAG)


@pytest.mark.parametrize(
    ("policies", "action", "depends"),
    [
        (Policies(identity=(document(allow("sso:*"), deny("iam:*")),)), "sso:ListInstances", False),
        (Policies(identity=(document(allow("sso:*", "arn:aws:sso:::instance/a")),)), "sso:ListInstances", True),
        (
            Policies(identity=(document(allow()),), boundary=(document(deny(resource="a:*")),)),
            "sso:ListInstances",
            True,
        ),
        (Policies(identity=(document(allow()),), service_control=((document(deny(resource="a:*")),),)), "a:b", True),
        (Policies(identity=(document(allow()),)), "sts:AssumeRole", True),
        (Policies(identity=(document(allow()),)), "KMS:Decrypt", True),
    ],
)
def test_policies_know_whether_the_resource_makes_a_difference(
    policies: Policies, action: str, *, depends: bool
) -> None:
    assert policies.depend_on_resource(action) is depends


def test_not_resource_makes_a_difference() -> None:
    held = document({"Effect": "Allow", "Action": "*", "NotResource": "*"})
    assert Policies(identity=(held,)).depend_on_resource("sso:ListInstances")

"""Action, NotAction, Resource, NotResource and Principal: which statements are about a request."""

import pytest

from gatepost.core.authz import ANONYMOUS, Policies, Principal, principal_from_arn
from tests.unit.authz.builders import (
    ACCOUNT,
    ALICE,
    FEDERATED_USER,
    OTHER_ACCOUNT,
    ROLE_ARN,
    ROOT,
    SESSION,
    allow,
    ask,
    deny,
    document,
)

# policy's Action, the action asked for, whether they match
ACTIONS: list[tuple[str | list[str], str, bool]] = [
    ("*", "s3:GetObject", True),
    ("s3:*", "s3:GetObject", True),
    ("s3:*", "s3-object-lambda:GetObject", False),
    ("s3:GetObject", "s3:GetObject", True),
    ("s3:GetObject", "s3:GetObjectAcl", False),
    ("s3:Get*", "s3:GetObjectAcl", True),
    ("s3:Get*", "s3:PutObject", False),
    ("s3:*Object", "s3:GetObject", True),
    ("s3:*Object", "s3:GetObjectAcl", False),
    ("s3:?etObject", "s3:GetObject", True),
    ("s3:??tObject", "s3:PutObject", True),
    ("s3:?etObject", "s3:PutObject", False),
    ("iam:*AccessKey*", "iam:ListAccessKeys", True),
    ("iam:*AccessKey*", "iam:ListUsers", False),
    ("*:GetObject", "s3:GetObject", True),
    # "The prefix and the action name are case insensitive": iam:ListAccessKeys is the same as IAM:listaccesskeys
    ("IAM:listaccesskeys", "iam:ListAccessKeys", True),
    ("iam:LIST*", "IAM:ListAccessKeys", True),
    (["sqs:SendMessage", "ec2:StartInstances", "s3:Get*"], "s3:GetObject", True),
    (["sqs:SendMessage", "ec2:StartInstances"], "s3:GetObject", False),
    ("s3:Get.bject", "s3:GetObject", False),
]


@pytest.mark.parametrize(("pattern", "action", "expected"), ACTIONS)
def test_action(pattern: str | list[str], action: str, expected: bool) -> None:
    assert ask(Policies(identity=(document(allow(pattern)),)), action=action).allowed is expected


@pytest.mark.parametrize(("pattern", "action", "matches"), ACTIONS)
def test_not_action_is_all_the_others(pattern: str | list[str], action: str, matches: bool) -> None:
    assert ask(Policies(identity=(document(allow(NotAction=pattern)),)), action=action).allowed is not matches


# policy's Resource, the resource asked for, whether they match
RESOURCES: list[tuple[str | list[str], str, bool]] = [
    ("*", "arn:aws:s3:::bucket/key", True),
    ("*", "*", True),
    ("arn:aws:s3:::bucket/key", "arn:aws:s3:::bucket/key", True),
    ("arn:aws:s3:::bucket/key", "arn:aws:s3:::bucket/Key", False),
    ("arn:aws:s3:::bucket/key", "arn:aws:s3:::bucket/key2", False),
    ("arn:aws:s3:::bucket", "arn:aws:s3:::bucket/key", False),
    ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/", True),
    ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket", False),
    ("arn:aws:s3:::bucket*", "arn:aws:s3:::bucket2/key", True),
    ("arn:aws:s3:::bucket/*", "*", False),
    # "The wildcards in the ARN apply to all of the following objects in the bucket"
    ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/test/object.jpg", True),
    ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test/object.jpg", True),
    ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test/3/object.jpg", True),
    ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1///test///object.jpg", True),
    ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b//test/object.jpg", True),
    ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/test/", True),
    ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1-test/object.jpg", False),
    ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/test/object.jpg", False),
    ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test.jpg", False),
    # Wildcards work "within ARN segments (the parts separated by colons)"
    ("arn:aws:dynamodb:*:*:table/T", "arn:aws:dynamodb:us-east-1:111122223333:table/T", True),
    ("arn:aws:dynamodb:*:table/T", "arn:aws:dynamodb:us-east-1:111122223333:table/T", False),
    ("arn:aws:dynamodb:us-east-?:*:table/T", "arn:aws:dynamodb:us-east-2:111122223333:table/T", True),
    ("arn:aws:dynamodb:us-*-1:1111*:table/T", "arn:aws:dynamodb:us-east-1:111122223333:table/T", True),
    ("arn:aws:dynamodb:us*:table/T", "arn:aws:dynamodb:us-east-1:111122223333:table/T", False),
    ("arn:*:s3:::bucket", "arn:aws-cn:s3:::bucket", True),
    ("arn:aws:iam::*:role/x", "arn:aws:iam::111122223333:role/x", True),
    ("arn:aws:iam::*:role/x", "arn:aws:iam::1:user/y:role/x", False),
    ("arn:aws:logs:*:*:log-group:/a/*:log-stream:*", "arn:aws:logs:r:1:log-group:/a/b:c:log-stream:d", True),
    ("arn:aws:sqs:?:?:q", "arn:aws:sqs:::q", False),
    # Segments that are missing are taken for "*"
    ("arn:aws:dynamodb", "arn:aws:dynamodb:us-east-1:111122223333:table/T", True),
    ("arn:aws:dynamodb:us-east-2", "arn:aws:dynamodb:us-east-1:111122223333:table/T", False),
    (["arn:aws:s3:::a", "arn:aws:s3:::bucket/*"], "arn:aws:s3:::bucket/key", True),
    (["arn:aws:s3:::a", "arn:aws:s3:::b"], "arn:aws:s3:::c", False),
    ("arn:aws:s3:::b.cket", "arn:aws:s3:::bucket", False),
    ("arn:aws:s3:::a\\*", "arn:aws:s3:::a\\b", True),
    ("arn:aws:sso:::instance/ssoins-*", "arn:aws:sso:::instance/ssoins-1234567890abcdef", True),
    ("arn:aws:sso:::permissionSet/ssoins-1/*", "arn:aws:sso:::permissionSet/ssoins-2/ps-1", False),
]


@pytest.mark.parametrize(("pattern", "resource", "expected"), RESOURCES)
def test_resource(pattern: str | list[str], resource: str, expected: bool) -> None:
    assert ask(Policies(identity=(document(allow("*", pattern)),)), resource=resource).allowed is expected


@pytest.mark.parametrize(("pattern", "resource", "matches"), RESOURCES)
def test_not_resource_is_all_the_others(pattern: str | list[str], resource: str, matches: bool) -> None:
    policies = Policies(identity=(document(allow("*", NotResource=pattern)),))
    assert ask(policies, resource=resource).allowed is not matches


def test_pattern_that_would_backtrack_is_matched_in_time() -> None:
    policies = Policies(identity=(document(allow("*", "arn:aws:s3:::" + "*a" * 40 + "b")),))
    assert not ask(policies, resource="arn:aws:s3:::" + "a" * 20_000).allowed


SERVICE = Principal("service", name="ecs.amazonaws.com")
PROVIDER = f"arn:aws:iam::{ACCOUNT}:saml-provider/idp"
SAML = Principal("federated", name=PROVIDER)
WEB_IDENTITY = Principal("federated", name="accounts.google.com")
SESSION_BY_ARN_ALONE = principal_from_arn(SESSION.arn)

# Principal element, who asks, whether a policy of a resource in another account means them
PRINCIPALS: list[tuple[object, Principal, bool]] = [
    ("*", ALICE, True),
    ("*", ANONYMOUS, True),
    ("*", SERVICE, True),
    ({"AWS": "*"}, ALICE, True),
    ({"AWS": "*"}, ANONYMOUS, True),
    ({"AWS": ALICE.arn}, ALICE, True),
    ({"AWS": ALICE.arn}, SESSION, False),
    ({"AWS": ALICE.arn}, ANONYMOUS, False),
    ({"AWS": ALICE.arn.upper()}, ALICE, False),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:user/*"}, ALICE, False),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:user/Alice"}, ALICE, False),
    ({"AWS": "AIDAALICE"}, ALICE, True),
    ({"AWS": ["arn:aws:iam::1:user/x", ALICE.arn]}, ALICE, True),
    # "The account ARN and the shortened account ID behave the same way. Both delegate permissions to the account."
    ({"AWS": ACCOUNT}, ALICE, True),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, ALICE, True),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, SESSION, True),
    ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, ROOT, True),
    ({"AWS": ACCOUNT}, ROOT, True),
    ({"AWS": OTHER_ACCOUNT}, ALICE, False),
    ({"AWS": ALICE.arn}, ROOT, False),
    # A role means its sessions, a session only itself
    ({"AWS": ROLE_ARN}, SESSION, True),
    ({"AWS": SESSION.arn}, SESSION, True),
    ({"AWS": SESSION.arn.replace("alice", "bob")}, SESSION, False),
    ({"AWS": SESSION.arn.replace("alice", "*")}, SESSION, False),
    ({"AWS": ROLE_ARN.replace("reader", "writer")}, SESSION, False),
    ({"AWS": ROLE_ARN.replace("team/", "")}, SESSION, False),
    ({"AWS": ROLE_ARN}, SESSION_BY_ARN_ALONE, True),
    ({"AWS": ROLE_ARN.replace(ACCOUNT, OTHER_ACCOUNT)}, SESSION_BY_ARN_ALONE, False),
    ({"AWS": "AROAREADER"}, SESSION, True),
    ({"AWS": FEDERATED_USER.arn}, FEDERATED_USER, True),
    ({"AWS": FEDERATED_USER.user_arn}, FEDERATED_USER, True),
    ({"AWS": ALICE.arn}, FEDERATED_USER, False),
    ({"Service": "ecs.amazonaws.com"}, SERVICE, True),
    ({"Service": ["ec2.amazonaws.com", "ecs.amazonaws.com"]}, SERVICE, True),
    ({"Service": "ec2.amazonaws.com"}, SERVICE, False),
    ({"Service": "ecs.amazonaws.com"}, ALICE, False),
    ({"AWS": "ecs.amazonaws.com"}, SERVICE, False),
    ({"Federated": PROVIDER}, SAML, True),
    ({"Federated": "accounts.google.com"}, WEB_IDENTITY, True),
    ({"Federated": "accounts.google.com"}, SAML, False),
    ({"AWS": ACCOUNT}, SAML, False),
    ({"AWS": OTHER_ACCOUNT, "Service": "ecs.amazonaws.com"}, SERVICE, True),
    ({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}, ALICE, False),
]


@pytest.mark.parametrize(("element", "principal", "expected"), PRINCIPALS)
def test_principal(element: object, principal: Principal, expected: bool) -> None:
    """Own policies allow everything, so that the policy of the resource in another account is what decides."""
    session = (document(allow()),) if principal is FEDERATED_USER else None
    policies = Policies((document(allow()),), session=session, resource=(document(allow(Principal=element)),))
    assert ask(policies, principal, owner=OTHER_ACCOUNT).allowed is expected


@pytest.mark.parametrize(("element", "principal", "expected"), PRINCIPALS)
def test_principal_of_a_deny(element: object, principal: Principal, expected: bool) -> None:
    policies = Policies(resource=(document(allow(Principal="*"), deny(Principal=element)),))
    assert (ask(policies, principal, owner=ACCOUNT).effect == "ExplicitDeny") is expected


BOB = Principal("user", f"arn:aws:iam::{ACCOUNT}:user/bob", ACCOUNT)
OTHER_SESSION = Principal("assumed_role", SESSION.arn.replace("/alice", "/bob"), ACCOUNT, role_arn=ROLE_ARN)
ACCOUNT_ROOT = f"arn:aws:iam::{ACCOUNT}:root"

# NotPrincipal element, who asks, whether a Deny with it denies them
NOT_PRINCIPALS: list[tuple[object, Principal, bool]] = [
    # "all principals except the user named Bob in AWS account 444455556666 are explicitly denied access"
    ({"AWS": [BOB.arn, ACCOUNT_ROOT]}, BOB, False),
    ({"AWS": [BOB.arn, ACCOUNT_ROOT]}, ALICE, True),
    ({"AWS": [BOB.arn, ACCOUNT_ROOT]}, ROOT, False),
    ({"AWS": BOB.arn}, BOB, False),
    ({"AWS": BOB.arn}, ALICE, True),
    ({"AWS": BOB.arn}, ANONYMOUS, True),
    ({"AWS": BOB.arn}, SERVICE, True),
    # "all principals except the assumed-role user named cross-account-audit-app … are explicitly denied access"
    ({"AWS": [SESSION.arn, ROLE_ARN, ACCOUNT_ROOT]}, SESSION, False),
    ({"AWS": [SESSION.arn, ROLE_ARN, ACCOUNT_ROOT]}, OTHER_SESSION, True),
    ({"AWS": [ROLE_ARN, ACCOUNT_ROOT]}, SESSION, False),
    ({"AWS": [ROLE_ARN, ACCOUNT_ROOT]}, ALICE, True),
    ({"AWS": ACCOUNT_ROOT}, ALICE, False),
    ({"AWS": ACCOUNT_ROOT}, SESSION, False),
    ({"AWS": OTHER_ACCOUNT}, ALICE, True),
    ({"Service": "ecs.amazonaws.com"}, SERVICE, False),
    ({"Service": "ec2.amazonaws.com"}, SERVICE, True),
    ("*", ALICE, False),
]


@pytest.mark.parametrize(("element", "principal", "denied"), NOT_PRINCIPALS)
def test_not_principal_with_deny(element: object, principal: Principal, denied: bool) -> None:
    policies = Policies(resource=(document(allow(Principal="*"), deny(NotPrincipal=element)),))
    assert (ask(policies, principal, owner=ACCOUNT).effect == "ExplicitDeny") is denied


def test_not_principal_with_deny_always_denies_who_has_a_boundary() -> None:
    """IAM User Guide, Permissions boundaries: "regardless of the values specified in the NotPrincipal element"."""
    resource = (document(allow(Principal="*"), deny(NotPrincipal={"AWS": [ALICE.arn, ACCOUNT_ROOT]})),)
    assert ask(Policies(resource=resource)).allowed
    assert ask(Policies(resource=resource, boundary=(document(allow()),))).effect == "ExplicitDeny"


@pytest.mark.parametrize(("principal", "allowed"), [(ALICE, True), (BOB, False), (ANONYMOUS, True)])
def test_not_principal_with_allow_is_everybody_else(principal: Principal, allowed: bool) -> None:
    policies = Policies(resource=(document(allow(NotPrincipal={"AWS": BOB.arn})),))
    assert ask(policies, principal).allowed is allowed


def test_statement_without_a_principal_speaks_to_nobody_in_a_resource_policy() -> None:
    assert not ask(Policies(resource=(document(allow()),))).allowed


@pytest.mark.parametrize(
    ("text", "kind", "account"),
    [
        (ALICE.arn, "user", ACCOUNT),
        (SESSION.arn, "assumed_role", ACCOUNT),
        (ROLE_ARN, "assumed_role", ACCOUNT),
        (ROOT.arn, "root", ACCOUNT),
        (ACCOUNT, "root", ACCOUNT),
        (FEDERATED_USER.arn, "federated_user", ACCOUNT),
        (PROVIDER, "federated", ""),
        (f"arn:aws:iam::{ACCOUNT}:oidc-provider/example.com", "federated", ""),
        ("cognito-identity.amazonaws.com", "federated", ""),
        ("accounts.google.com", "federated", ""),
        ("ec2.amazonaws.com", "service", ""),
        ("arn:aws:identitystore:::user/906770bd-0000-0000-0000-000000000000", "identity_center_user", ""),
        ("*", "anonymous", ""),
    ],
)
def test_principal_from_arn(text: str, kind: str, account: str) -> None:
    principal = principal_from_arn(text)
    assert (principal.kind, principal.account_id) == (kind, account)


@pytest.mark.parametrize("text", ["", "alice", "arn:aws:s3:::bucket", "arn:aws:iam", f"arn:aws:iam::{ACCOUNT}:group/g"])
def test_principal_from_what_names_none(text: str) -> None:
    with pytest.raises(ValueError, match="names no principal"):
        principal_from_arn(text)

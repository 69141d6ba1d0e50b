"""How policies combine: IAM User Guide, "Policy evaluation for requests within a single account" and "Cross-account …"."""

from dataclasses import replace
from typing import Any

import pytest

from gatepost.core.authz import ANONYMOUS, Policies, Principal, StatementRef, denial_message, principal_from_arn
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

ALLOW = (document(allow("s3:*")),)
OTHER = (document(allow("sqs:*")),)
DENY = (document(allow(), deny("s3:Get*")),)
SERVICE = Principal("service", name="ecs.amazonaws.com")
NOTHING: tuple[Any, ...] = ()


def granting(principal: object) -> tuple[Any, ...]:
    return (document(allow("s3:*", Principal=principal)),)


TO_ALICE = granting({"AWS": ALICE.arn})
TO_ACCOUNT = granting({"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
TO_ROLE = granting({"AWS": ROLE_ARN})
TO_SESSION = granting({"AWS": SESSION.arn})
TO_EVERYBODY = granting("*")
TO_FEDERATED_USER = granting({"AWS": FEDERATED_USER.arn})
TO_ITS_USER = granting({"AWS": FEDERATED_USER.user_arn})
TO_SERVICE = granting({"Service": "ecs.amazonaws.com"})
DENY_ALICE = (document(deny("s3:*", Principal={"AWS": ALICE.arn})),)
DENY_EVERYBODY = (document(deny("s3:*", Principal="*")),)
DENY_ACCOUNT = (document(deny("s3:*", Principal={"AWS": ACCOUNT})),)

# what it is, who asks, the policies, effect, layer
SAME_ACCOUNT: list[tuple[str, Principal, Policies, str, str]] = [
    ("no policy at all", ALICE, Policies(), "ImplicitDeny", "identity"),
    ("identity allows", ALICE, Policies(ALLOW), "Allow", "identity"),
    ("identity allows something else", ALICE, Policies(OTHER), "ImplicitDeny", "identity"),
    ("identity denies", ALICE, Policies(DENY), "ExplicitDeny", "identity"),
    ("one of two allows", ALICE, Policies(OTHER + ALLOW), "Allow", "identity"),
    ("one allows, another denies", ALICE, Policies(ALLOW + DENY), "ExplicitDeny", "identity"),
    # Permissions boundaries: the intersection
    ("boundary allows too", ALICE, Policies(ALLOW, boundary=ALLOW), "Allow", "identity"),
    ("boundary does not allow", ALICE, Policies(ALLOW, boundary=OTHER), "ImplicitDeny", "boundary"),
    ("boundary denies", ALICE, Policies(ALLOW, boundary=DENY), "ExplicitDeny", "boundary"),
    ("boundary alone grants nothing", ALICE, Policies(boundary=ALLOW), "ImplicitDeny", "identity"),
    ("boundary of nothing", ALICE, Policies(ALLOW, boundary=NOTHING), "ImplicitDeny", "boundary"),
    # Session policies: the intersection
    ("role session without session policy", SESSION, Policies(ALLOW), "Allow", "identity"),
    ("session policy allows too", SESSION, Policies(ALLOW, session=ALLOW), "Allow", "identity"),
    ("session policy does not allow", SESSION, Policies(ALLOW, session=OTHER), "ImplicitDeny", "session"),
    ("session policy denies", SESSION, Policies(ALLOW, session=DENY), "ExplicitDeny", "session"),
    ("session policy alone grants nothing", SESSION, Policies(session=ALLOW), "ImplicitDeny", "identity"),
    ("session policy of nothing", SESSION, Policies(ALLOW, session=NOTHING), "ImplicitDeny", "session"),
    ("all three allow", SESSION, Policies(ALLOW, ALLOW, ALLOW), "Allow", "identity"),
    ("boundary is looked at before session", SESSION, Policies(ALLOW, OTHER, OTHER), "ImplicitDeny", "boundary"),
    ("federated user without session policy", FEDERATED_USER, Policies(ALLOW), "ImplicitDeny", "session"),
    ("federated user with session policy", FEDERATED_USER, Policies(ALLOW, session=ALLOW), "Allow", "identity"),
    # Service control policies: each level must allow
    ("SCP allows", ALICE, Policies(ALLOW, service_control=(ALLOW,)), "Allow", "identity"),
    ("SCPs of three levels allow", ALICE, Policies(ALLOW, service_control=(ALLOW,) * 3), "Allow", "identity"),
    ("root level does not", ALICE, Policies(ALLOW, service_control=(OTHER, ALLOW)), "ImplicitDeny", "service_control"),
    (
        "account level does not",
        ALICE,
        Policies(ALLOW, service_control=(ALLOW, OTHER)),
        "ImplicitDeny",
        "service_control",
    ),
    (
        "a level without policies",
        ALICE,
        Policies(ALLOW, service_control=(ALLOW, ())),
        "ImplicitDeny",
        "service_control",
    ),
    ("one of a level's two allows", ALICE, Policies(ALLOW, service_control=(OTHER + ALLOW,)), "Allow", "identity"),
    ("a level denies", ALICE, Policies(ALLOW, service_control=(ALLOW, DENY)), "ExplicitDeny", "service_control"),
    ("SCP grants nothing", ALICE, Policies(service_control=(ALLOW,)), "ImplicitDeny", "identity"),
    ("SCP, boundary and identity", ALICE, Policies(ALLOW, ALLOW, None, (ALLOW,)), "Allow", "identity"),
    # Resource policies: the union with identity policies
    ("resource names the user", ALICE, Policies(resource=TO_ALICE), "Allow", "resource"),
    ("resource names somebody else", ALICE, Policies(resource=TO_SESSION), "ImplicitDeny", "identity"),
    ("identity allows, resource silent", ALICE, Policies(ALLOW, resource=TO_SESSION), "Allow", "identity"),
    ("resource denies", ALICE, Policies(ALLOW, resource=DENY_ALICE), "ExplicitDeny", "resource"),
    ("resource denies the account", ALICE, Policies(ALLOW, resource=DENY_ACCOUNT), "ExplicitDeny", "resource"),
    ("identity denies what resource grants", ALICE, Policies(DENY, resource=TO_ALICE), "ExplicitDeny", "identity"),
    # The account as principal "delegates authority to the account"
    ("resource names the account", ALICE, Policies(resource=TO_ACCOUNT), "ImplicitDeny", "identity"),
    ("resource names the account, identity allows", ALICE, Policies(ALLOW, resource=TO_ACCOUNT), "Allow", "identity"),
    # "… permissions to an IAM user ARN are not limited by an implicit deny in an identity-based policy or boundary"
    ("user past the boundary", ALICE, Policies(OTHER, OTHER, resource=TO_ALICE), "Allow", "resource"),
    ("not past the boundary's deny", ALICE, Policies(boundary=DENY, resource=TO_ALICE), "ExplicitDeny", "boundary"),
    ("everybody past the boundary", ALICE, Policies(OTHER, OTHER, resource=TO_EVERYBODY), "Allow", "resource"),
    ("account not past it", ALICE, Policies(ALLOW, OTHER, resource=TO_ACCOUNT), "ImplicitDeny", "boundary"),
    (
        "not past SCPs",
        ALICE,
        Policies(resource=TO_ALICE, service_control=(OTHER,)),
        "ImplicitDeny",
        "service_control",
    ),
    # "… that grant permissions to an IAM role ARN are limited by an implicit deny in a boundary or session policy"
    ("role named", SESSION, Policies(resource=TO_ROLE), "Allow", "resource"),
    ("role named, boundary allows", SESSION, Policies(boundary=ALLOW, resource=TO_ROLE), "Allow", "resource"),
    ("role named, boundary does not", SESSION, Policies(boundary=OTHER, resource=TO_ROLE), "ImplicitDeny", "boundary"),
    ("role named, session does not", SESSION, Policies(session=OTHER, resource=TO_ROLE), "ImplicitDeny", "session"),
    # "Permissions granted directly to a session are not limited by an implicit deny in …"
    ("session named", SESSION, Policies(OTHER, OTHER, OTHER, resource=TO_SESSION), "Allow", "resource"),
    ("session named, session denies", SESSION, Policies(session=DENY, resource=TO_SESSION), "ExplicitDeny", "session"),
    ("role and session named", SESSION, Policies((), OTHER, resource=TO_ROLE + TO_SESSION), "Allow", "resource"),
    ("federated user named", FEDERATED_USER, Policies(session=OTHER, resource=TO_FEDERATED_USER), "Allow", "resource"),
    ("its user named", FEDERATED_USER, Policies(session=OTHER, resource=TO_ITS_USER), "ImplicitDeny", "session"),
    ("its user named, allowed", FEDERATED_USER, Policies(session=ALLOW, resource=TO_ITS_USER), "Allow", "resource"),
    # "… with the exception of the AWS account root user, which has full access"
    ("root user", ROOT, Policies(), "Allow", "root"),
    ("root user, denied by the resource", ROOT, Policies(resource=DENY_ACCOUNT), "ExplicitDeny", "resource"),
    ("root user, not allowed by SCP", ROOT, Policies(service_control=(OTHER,)), "ImplicitDeny", "service_control"),
    # A service and nobody in particular need the resource's word
    ("service named", SERVICE, Policies(resource=TO_SERVICE), "Allow", "resource"),
    ("service not named", SERVICE, Policies(ALLOW, resource=TO_ALICE), "ImplicitDeny", "resource"),
    (
        "SCPs are not about services",
        SERVICE,
        Policies(resource=TO_SERVICE, service_control=(OTHER,)),
        "Allow",
        "resource",
    ),
    ("nor do they deny them", SERVICE, Policies(resource=TO_SERVICE, service_control=(DENY,)), "Allow", "resource"),
    (
        "anonymous, despite SCPs",
        ANONYMOUS,
        Policies(resource=TO_EVERYBODY, service_control=(DENY,)),
        "Allow",
        "resource",
    ),
    ("anonymous, denied", ANONYMOUS, Policies(resource=TO_EVERYBODY + DENY_EVERYBODY), "ExplicitDeny", "resource"),
    ("anonymous, public resource", ANONYMOUS, Policies(resource=TO_EVERYBODY), "Allow", "resource"),
    ("anonymous, resource for an account", ANONYMOUS, Policies(resource=TO_ACCOUNT), "ImplicitDeny", "resource"),
    ("anonymous, no policy", ANONYMOUS, Policies(), "ImplicitDeny", "resource"),
]

CROSS_ACCOUNT: list[tuple[str, Principal, Policies, str, str]] = [
    ("identity alone", ALICE, Policies(ALLOW), "ImplicitDeny", "resource"),
    ("resource alone", ALICE, Policies(resource=TO_ALICE), "ImplicitDeny", "identity"),
    ("both", ALICE, Policies(ALLOW, resource=TO_ALICE), "Allow", "resource"),
    ("account named and identity", ALICE, Policies(ALLOW, resource=TO_ACCOUNT), "Allow", "resource"),
    ("account named alone", ALICE, Policies(resource=TO_ACCOUNT), "ImplicitDeny", "identity"),
    ("everybody and identity", ALICE, Policies(ALLOW, resource=TO_EVERYBODY), "Allow", "resource"),
    ("everybody alone", ALICE, Policies(resource=TO_EVERYBODY), "ImplicitDeny", "identity"),
    ("resource denies", ALICE, Policies(ALLOW, resource=TO_ALICE + DENY_ALICE), "ExplicitDeny", "resource"),
    ("identity denies", ALICE, Policies(DENY, resource=TO_ALICE), "ExplicitDeny", "identity"),
    ("boundary does not allow", ALICE, Policies(ALLOW, OTHER, resource=TO_ALICE), "ImplicitDeny", "boundary"),
    (
        "session named, session policy does not",
        SESSION,
        Policies(ALLOW, None, OTHER, (), TO_SESSION),
        "ImplicitDeny",
        "session",
    ),
    ("role named", SESSION, Policies(ALLOW, resource=TO_ROLE), "Allow", "resource"),
    ("SCP does not allow", ALICE, Policies(ALLOW, None, None, (OTHER,), TO_ALICE), "ImplicitDeny", "service_control"),
    ("root user named by account", ROOT, Policies(resource=TO_ACCOUNT), "Allow", "resource"),
    ("root user alone", ROOT, Policies(), "ImplicitDeny", "resource"),
    ("service", SERVICE, Policies(resource=TO_SERVICE), "Allow", "resource"),
    ("anonymous", ANONYMOUS, Policies(resource=TO_EVERYBODY), "Allow", "resource"),
]


@pytest.mark.parametrize(("name", "principal", "policies", "effect", "layer"), SAME_ACCOUNT)
def test_same_account(name: str, principal: Principal, policies: Policies, effect: str, layer: str) -> None:
    for owner in (None, ACCOUNT):
        decision = ask(policies, principal, owner=owner)
        assert (decision.effect, decision.layer) == (effect, layer), name
        assert decision.allowed is (effect == "Allow")


@pytest.mark.parametrize(("name", "principal", "policies", "effect", "layer"), CROSS_ACCOUNT)
def test_cross_account(name: str, principal: Principal, policies: Policies, effect: str, layer: str) -> None:
    decision = ask(policies, principal, owner=OTHER_ACCOUNT)
    assert (decision.effect, decision.layer) == (effect, layer), name


def trusting(principal: object, action: str | list[str] = "sts:AssumeRole", **elements: Any) -> tuple[Any, ...]:
    """A role's trust policy: it has no Resource."""
    statement = allow(action, Principal=principal, **elements)
    del statement["Resource"]
    return (document(statement),)


ASSUME = (document(allow("sts:AssumeRole", "arn:aws:iam::*:role/*")),)
SAML = Principal("federated", name=f"arn:aws:iam::{ACCOUNT}:saml-provider/idp")

# what it is, who asks, the policies, the role's account, effect, layer
TRUST: list[tuple[str, Principal, Policies, str, str, str]] = [
    ("trusted by name", ALICE, Policies(resource=trusting({"AWS": ALICE.arn})), ACCOUNT, "Allow", "resource"),
    ("trusted by account", ALICE, Policies(resource=trusting({"AWS": ACCOUNT})), ACCOUNT, "ImplicitDeny", "identity"),
    (
        "account and identity",
        ALICE,
        Policies(ASSUME, resource=trusting({"AWS": ACCOUNT})),
        ACCOUNT,
        "Allow",
        "identity",
    ),
    # "they must explicitly allow access for principals": an identity policy does not stand in for the trust policy
    (
        "not trusted",
        ALICE,
        Policies(ASSUME, resource=trusting({"AWS": SESSION.arn})),
        ACCOUNT,
        "ImplicitDeny",
        "resource",
    ),
    ("no trust policy", ALICE, Policies(ASSUME), ACCOUNT, "ImplicitDeny", "resource"),
    (
        "other account",
        ALICE,
        Policies(resource=trusting({"AWS": ALICE.arn})),
        OTHER_ACCOUNT,
        "ImplicitDeny",
        "identity",
    ),
    (
        "other account, both",
        ALICE,
        Policies(ASSUME, resource=trusting({"AWS": ACCOUNT})),
        OTHER_ACCOUNT,
        "Allow",
        "resource",
    ),
    ("role chaining", SESSION, Policies(resource=trusting({"AWS": ROLE_ARN})), ACCOUNT, "Allow", "resource"),
    ("service", SERVICE, Policies(resource=trusting({"Service": "ecs.amazonaws.com"})), ACCOUNT, "Allow", "resource"),
    (
        "service, for another action",
        SERVICE,
        Policies(resource=trusting("*", "sts:TagSession")),
        ACCOUNT,
        "ImplicitDeny",
        "resource",
    ),
]


@pytest.mark.parametrize(("name", "principal", "policies", "owner", "effect", "layer"), TRUST)
def test_role_trust(name: str, principal: Principal, policies: Policies, owner: str, effect: str, layer: str) -> None:
    role = f"arn:aws:iam::{owner}:role/target"
    decision = ask(policies, principal, action="sts:AssumeRole", resource=role, owner=owner)
    assert (decision.effect, decision.layer) == (effect, layer), name


@pytest.mark.parametrize(("external_id", "allowed"), [("abc", True), ("abd", False), (None, False)])
def test_external_id(external_id: str | None, allowed: bool) -> None:
    trust = trusting({"AWS": OTHER_ACCOUNT}, Condition={"StringEquals": {"sts:ExternalId": "abc"}})
    partner = principal_from_arn(f"arn:aws:iam::{OTHER_ACCOUNT}:user/partner")
    decision = ask(
        Policies(ASSUME, resource=trust),
        partner,
        action="sts:AssumeRole",
        resource=ROLE_ARN,
        owner=ACCOUNT,
        context={"sts:ExternalId": external_id} if external_id else {},
    )
    assert decision.allowed is allowed


@pytest.mark.parametrize(
    ("audience", "allowed"), [("https://signin.aws.amazon.com/saml", True), ("https://elsewhere.example/saml", False)]
)
def test_saml_provider_is_trusted_by_the_role_alone(audience: str, allowed: bool) -> None:
    trust = trusting(
        {"Federated": SAML.name},
        "sts:AssumeRoleWithSAML",
        Condition={"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
    )
    decision = ask(
        Policies(resource=trust),
        SAML,
        action="sts:AssumeRoleWithSAML",
        resource=ROLE_ARN,
        owner=ACCOUNT,
        context={"saml:aud": audience},
    )
    assert decision.allowed is allowed


@pytest.mark.parametrize(
    ("resource", "effect"),
    [(TO_SESSION, "ImplicitDeny"), (granting({"AWS": ALICE.arn}), "ImplicitDeny"), ((), "Allow")],
)
def test_key_policy_must_grant_where_it_is_known(resource: tuple[Any, ...], effect: str) -> None:
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
    decision = ask(
        Policies((document(allow("kms:*")),), resource=resource), action="kms:Decrypt", resource=key, owner=ACCOUNT
    )
    assert decision.effect == effect


def test_key_policy_for_the_account_lets_identity_policies_decide() -> None:
    policies = Policies((document(allow("kms:*")),), resource=(document(allow("kms:*", Principal={"AWS": ACCOUNT})),))
    assert ask(policies, action="kms:Decrypt", resource=f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k").layer == "identity"


def test_decision_names_the_statement_that_decided() -> None:
    first = document(allow("sqs:*", Sid="Queues"))
    second = document(allow("ec2:*"), allow("s3:List*", Sid="Lists"), allow("s3:*", Sid="Objects"), deny("s3:Put*"))
    policies = Policies(identity=(first, second))
    assert ask(policies).statement == StatementRef("Objects", index=2, policy=1)
    assert ask(policies, action="s3:ListBucket").statement == StatementRef("Lists", index=1, policy=1)
    assert ask(policies, action="s3:PutObject").statement == StatementRef(None, index=3, policy=1)
    assert ask(policies, action="rds:X").statement is None


def test_decision_names_the_level_of_a_service_control_policy() -> None:
    policies = Policies(ALLOW, service_control=(ALLOW, OTHER + DENY))
    assert ask(policies).statement == StatementRef(None, index=1, policy=1, level=1)


def test_decision_names_the_most_direct_grant() -> None:
    policies = Policies(boundary=OTHER, resource=TO_ROLE + TO_SESSION)
    assert ask(policies, SESSION).statement == StatementRef(None, index=0, policy=1)


DENIALS = [
    (Policies(), "because no identity-based policy allows the s3:GetObject action"),
    (Policies(DENY), "with an explicit deny in an identity-based policy"),
    (Policies(ALLOW, OTHER), "because no permissions boundary allows the s3:GetObject action"),
    (Policies(ALLOW, session=OTHER), "because no session policy allows the s3:GetObject action"),
    (Policies(ALLOW, session=DENY), "with an explicit deny in a session policy"),
    (Policies(ALLOW, resource=DENY_ALICE), "with an explicit deny in a resource-based policy"),
    (Policies(ALLOW, service_control=(DENY,)), "with an explicit deny in a service control policy"),
]


@pytest.mark.parametrize(("policies", "because"), DENIALS)
def test_denial_is_said_as_aws_says_it(policies: Policies, because: str) -> None:
    decision = ask(policies)
    message = denial_message(decision, ALICE, "s3:GetObject", "arn:aws:s3:::bucket/key")
    assert message == (
        "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject on resource: "
        f"arn:aws:s3:::bucket/key {because}"
    )


def test_a_session_of_which_only_the_arn_is_known_is_its_role() -> None:
    known = ask(Policies(resource=TO_ROLE), SESSION)
    assert ask(Policies(resource=TO_ROLE), replace(SESSION, role_arn=None)) == known
    assert known.allowed

"""AssumeRole: trust and permission, tags and chains, and how long a session may last."""

import json
from datetime import timedelta

import pytest

from gatepost.core.actors import Actor
from gatepost.core.authz import decide
from gatepost.core.iam import role_sessions, roles
from gatepost.core.iam.role_sessions import Assumed, Wish
from gatepost.kit import arns
from gatepost.kit.arns import RESERVED_SSO_PATH
from gatepost.kit.errors import Denied, Invalid, Problem
from tests.calls import Core
from tests.store.conftest import MANAGEMENT
from tests.store.iam.conftest import ADMINISTRATOR, MakeUser, SignIn, make_role

READ_ONLY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sso:List*","Resource":"*"}]}'
ALICE = f"arn:aws:iam::{MANAGEMENT}:user/alice"


def trust(principal: object, *actions: str, **condition: object) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": list(actions or ["sts:AssumeRole"])}
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def may(action: str) -> dict[str, str]:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return {"policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}


def assume(core: Core, actor: Actor, role_arn: str, **wish: object) -> Assumed:
    wanted = Wish(role_arn=role_arn, session_name="build-7", **wish)  # type: ignore[arg-type]
    return core.read(lambda call: role_sessions.assume(call, wanted), actor=actor)


def act(sign_in: SignIn, assumed: Assumed) -> Actor:
    return sign_in(assumed.credentials.access_key_id, assumed.credentials.session_token)


@pytest.fixture
def alice(make_user: MakeUser) -> Actor:
    """An IAM user of the management account who may do everything."""
    return make_user("alice", attached=(ADMINISTRATOR,))


def test_an_administrator_assumes_the_role_of_a_new_account(
    core: Core, member: str, alice: Actor, sign_in: SignIn
) -> None:
    assumed = assume(core, alice, arns.iam_role(member, "OrganizationAccountAccessRole"))
    actor = act(sign_in, assumed)
    assert actor.arn == f"arn:aws:sts::{member}:assumed-role/OrganizationAccountAccessRole/build-7"
    assert assumed.session.expires_at == core.clock.now() + timedelta(hours=1)
    assert not assumed.session.chained
    assert decide(actor.policies, actor.principal, "sso:ListInstances", "*", {}).allowed


@pytest.mark.parametrize(
    ("principal", "inline", "allowed"),
    [
        ({"AWS": ALICE}, {}, True),  # in one account a trust policy that names the principal is enough
        ({"AWS": MANAGEMENT}, may("sts:AssumeRole"), True),
        ({"AWS": MANAGEMENT}, {}, False),  # trust in the account leaves it to the account's policies
        ({"AWS": f"arn:aws:iam::{MANAGEMENT}:user/bob"}, may("sts:AssumeRole"), False),  # permission alone is not trust
        ({"Service": "ec2.amazonaws.com"}, may("sts:AssumeRole"), False),
    ],
)
def test_trust_and_permission_inside_an_account(
    core: Core, make_user: MakeUser, principal: object, inline: dict[str, str], allowed: bool
) -> None:
    alice = make_user("alice", inline=inline)
    role = make_role(core, MANAGEMENT, "Deploy", trust(principal))
    if allowed:
        assert assume(core, alice, role.arn).session.role_name == "Deploy"
    else:
        with pytest.raises(
            Denied, match=f"{ALICE} is not authorized to perform: sts:AssumeRole on resource: {role.arn}"
        ):
            assume(core, alice, role.arn)


@pytest.mark.parametrize(("inline", "allowed"), [(may("sts:AssumeRole"), True), ({}, False)])
def test_across_accounts_both_sides_must_allow(
    core: Core, member: str, make_user: MakeUser, inline: dict[str, str], allowed: bool
) -> None:
    alice = make_user("alice", inline=inline)
    role = make_role(core, member, "Deploy", trust({"AWS": ALICE}))
    if allowed:
        assert assume(core, alice, role.arn).session.account_id == member
    else:
        with pytest.raises(Denied):
            assume(core, alice, role.arn)


@pytest.mark.parametrize(
    "role_arn",
    [
        f"arn:aws:iam::{MANAGEMENT}:role/Nothing",
        f"arn:aws:iam::{MANAGEMENT}:role/path/Deploy",
        "arn:aws:iam::999999999999:role/Deploy",
    ],
)
def test_a_role_that_is_not_there_answers_as_one_that_does_not_trust(core: Core, alice: Actor, role_arn: str) -> None:
    make_role(core, MANAGEMENT, "Deploy", trust({"AWS": ALICE}))
    with pytest.raises(Denied, match="is not authorized to perform: sts:AssumeRole"):
        assume(core, alice, role_arn)


@pytest.mark.parametrize("role_arn", [ALICE, "arn:aws:s3:::bucket-with-a-name", "twenty characters of nothing"])
def test_what_is_no_role_is_invalid(core: Core, alice: Actor, role_arn: str) -> None:
    with pytest.raises(Invalid):
        assume(core, alice, role_arn)


def test_nobody_assumes_a_role_of_single_sign_on(core: Core, alice: Actor) -> None:
    role = make_role(
        core, MANAGEMENT, "AWSReservedSSO_Ops_1", roles.trust_single_sign_on(MANAGEMENT), path=RESERVED_SSO_PATH
    )
    with pytest.raises(Denied):
        assume(core, alice, role.arn)


@pytest.mark.parametrize(
    ("condition", "wish", "allowed"),
    [
        ({"StringEquals": {"sts:ExternalId": "tenant-1"}}, {"external_id": "tenant-1"}, True),
        ({"StringEquals": {"sts:ExternalId": "tenant-1"}}, {"external_id": "tenant-2"}, False),
        ({"StringEquals": {"sts:ExternalId": "tenant-1"}}, {}, False),
        ({"ArnEquals": {"aws:PrincipalArn": ALICE}}, {}, True),
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{MANAGEMENT}:user/b*"}}, {}, False),
        ({"StringLike": {"sts:RoleSessionName": "build-*"}}, {}, True),
        ({"StringEquals": {"sts:RoleSessionName": "${aws:username}"}}, {}, False),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {}, False),
        ({"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}, {}, True),
    ],
)
def test_conditions_of_the_trust_policy(
    core: Core, alice: Actor, condition: dict[str, object], wish: dict[str, object], allowed: bool
) -> None:
    role = make_role(core, MANAGEMENT, "Deploy", trust({"AWS": MANAGEMENT}, **condition))
    if allowed:
        assume(core, alice, role.arn, **wish)
    else:
        with pytest.raises(Denied):
            assume(core, alice, role.arn, **wish)


def test_the_organisation_can_be_trusted(core: Core, member: str, alice: Actor) -> None:
    condition = {"StringEquals": {"aws:PrincipalOrgID": alice.organization_id}}
    assume(core, alice, make_role(core, member, "Ours", trust({"AWS": "*"}, **condition)).arn)
    other = {"StringEquals": {"aws:PrincipalOrgID": "o-elsewhere00"}}
    with pytest.raises(Denied):
        assume(core, alice, make_role(core, member, "Theirs", trust({"AWS": "*"}, **other)).arn)


def test_session_policies_narrow_the_role(core: Core, alice: Actor, sign_in: SignIn) -> None:
    role = make_role(core, MANAGEMENT, "Deploy", trust({"AWS": MANAGEMENT}), attached=[ADMINISTRATOR])
    assumed = assume(core, alice, role.arn, policy=READ_ONLY)
    actor = act(sign_in, assumed)
    assert assumed.packed_percentage == 2
    assert decide(actor.policies, actor.principal, "sso:ListInstances", "*", {}).allowed
    assert not decide(actor.policies, actor.principal, "sso:CreatePermissionSet", "*", {}).allowed
    by_arn = act(sign_in, assume(core, alice, role.arn, policy_arns=("arn:aws:iam::aws:policy/AWSSSOReadOnly",)))
    assert decide(by_arn.policies, by_arn.principal, "sso:ListInstances", "*", {}).allowed
    assert not decide(by_arn.policies, by_arn.principal, "sso:CreatePermissionSet", "*", {}).allowed


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"policy": "{"}, "MalformedPolicyDocument"),
        ({"policy": READ_ONLY.replace("sso:List*", "sso:" + "x" * 2048)}, "ValidationError"),
        ({"policy_arns": ("arn:aws:iam::aws:policy/Nothing",)}, "ValidationError"),
        ({"tags": tuple((f"k{number}", "v" * 256) for number in range(50))}, "PackedPolicyTooLarge"),
        ({"duration_seconds": 3601}, "ValidationError"),
    ],
)
def test_wishes_that_cannot_be_met(core: Core, alice: Actor, wish: dict[str, object], reason: str) -> None:
    role = make_role(core, MANAGEMENT, "Deploy", trust({"AWS": MANAGEMENT}, "sts:AssumeRole", "sts:TagSession"))
    with pytest.raises(Problem) as raised:
        assume(core, alice, role.arn, **wish)
    assert raised.value.reason == reason


def test_a_session_lasts_as_long_as_its_role_lets_it(core: Core, alice: Actor) -> None:
    role = make_role(core, MANAGEMENT, "Deploy", trust({"AWS": MANAGEMENT}), max_session_seconds=43_200)
    assumed = assume(core, alice, role.arn, duration_seconds=43_200)
    assert assumed.credentials.expires_at == core.clock.now() + timedelta(hours=12)


def test_a_chained_session_lasts_an_hour(core: Core, alice: Actor, sign_in: SignIn) -> None:
    hub = make_role(core, MANAGEMENT, "Hub", trust({"AWS": MANAGEMENT}), attached=[ADMINISTRATOR])
    spoke = make_role(core, MANAGEMENT, "Spoke", trust({"AWS": hub.arn}), max_session_seconds=43_200)
    at_hub = act(sign_in, assume(core, alice, hub.arn))
    with pytest.raises(Invalid, match="exceeds the 1 hour session limit for roles assumed by role chaining"):
        assume(core, at_hub, spoke.arn, duration_seconds=3601)
    assert assume(core, at_hub, spoke.arn, duration_seconds=3600).session.chained


def test_tags_need_a_permission_of_their_own(core: Core, alice: Actor) -> None:
    plain = make_role(core, MANAGEMENT, "Plain", trust({"AWS": MANAGEMENT}))
    with pytest.raises(Denied, match="sts:TagSession"):
        assume(core, alice, plain.arn, tags=(("team", "payments"),))
    only = {
        "StringEquals": {"aws:RequestTag/team": ["payments", "search"]},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]},
    }
    tagged = make_role(
        core, MANAGEMENT, "Tagged", trust({"AWS": MANAGEMENT}, "sts:AssumeRole", "sts:TagSession", **only)
    )
    assert assume(core, alice, tagged.arn, tags=(("team", "payments"),)).session.tags == {"team": "payments"}
    for tags in ((("team", "ads"),), (("team", "payments"), ("tier", "1"))):
        with pytest.raises(Denied):
            assume(core, alice, tagged.arn, tags=tags)


def test_transitive_tags_and_the_source_identity_follow_a_chain(core: Core, alice: Actor, sign_in: SignIn) -> None:
    all_of_it = ("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity")
    hub = make_role(core, MANAGEMENT, "Hub", trust({"AWS": MANAGEMENT}, *all_of_it), attached=[ADMINISTRATOR])
    spoke = make_role(core, MANAGEMENT, "Spoke", trust({"AWS": MANAGEMENT}, *all_of_it), attached=[ADMINISTRATOR])
    wall = make_role(core, MANAGEMENT, "Wall", trust({"AWS": MANAGEMENT}))
    first = assume(
        core,
        alice,
        hub.arn,
        tags=(("team", "payments"), ("stage", "test")),
        transitive_tag_keys=("team",),
        source_identity="alice",
    )
    at_hub = act(sign_in, first)
    second = assume(core, at_hub, spoke.arn, tags=(("tier", "1"),))
    assert second.session.tags == {"team": "payments", "tier": "1"}
    assert second.session.source_identity == "alice"
    at_spoke = act(sign_in, second)
    third = assume(core, at_spoke, hub.arn)
    assert (third.session.tags, third.session.source_identity) == ({"team": "payments"}, "alice")
    with pytest.raises(Denied, match="sts:TagSession"):
        assume(core, at_spoke, wall.arn)
    with pytest.raises(Denied, match="sts:SetSourceIdentity"):
        assume(core, at_spoke, hub.arn, source_identity="mallory")

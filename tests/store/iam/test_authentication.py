"""From keys to actors: who may sign, as what, and when no longer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gatepost.core.authz import decide
from gatepost.core.iam import access_keys, authentication, revocations, roles, session_tokens, users
from gatepost.core.iam.model import Role
from gatepost.core.iam.temporary_credentials import RoleSession, UserSession
from gatepost.core.organization.model import Organization
from gatepost.kit.arns import RESERVED_SSO_PATH
from gatepost.kit.errors import Denied, Unauthenticated
from gatepost.kit.secret import Secret
from tests.calls import Core
from tests.store.conftest import MANAGEMENT
from tests.store.iam.conftest import ADMINISTRATOR, MakeUser, SignIn, make_role, mint

pytestmark = pytest.mark.usefixtures("organization")
READ_ONLY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sso:List*","iam:Get*"],"Resource":"*"}]}'


def session_of(core: Core, role: Role, **changes: object) -> RoleSession:
    session = RoleSession(
        access_key_id="ASIAEXAMPLEEXAMPLE22",
        account_id=role.account_id,
        role_id=role.role_id,
        role_name=role.name,
        session_name="jane",
        issued_at=core.clock.now(),
        expires_at=core.clock.now() + timedelta(hours=1),
        user_id="1234567890-aaaa",
        identity_store_id="d-1234567890",
        session_id="sign-in-1",
    )
    return replace(session, **changes)  # type: ignore[arg-type]


@pytest.fixture
def role(core: Core) -> Role:
    """A role of single sign-on that may administer everything."""
    return make_role(
        core,
        MANAGEMENT,
        "AWSReservedSSO_Ops_0123456789abcdef",
        roles.trust_single_sign_on(MANAGEMENT),
        path=RESERVED_SSO_PATH,
        attached=[ADMINISTRATOR],
        tags={"team": "platform", "tier": "1"},
    )


def test_a_key_signs_as_its_user(core: Core, organization: Organization, sign_in: SignIn) -> None:
    user = core.write(lambda call: users.create(call, MANAGEMENT, "alice", attached=[ADMINISTRATOR], tags={"a": "b"}))
    key, secret = core.write(lambda call: access_keys.create_for(call, user))
    found = core.read(lambda call: authentication.resolve(call, key.access_key_id, None)[0])
    actor = sign_in(key.access_key_id, None)
    assert found == secret
    assert (actor.type, actor.arn, actor.principal_id) == ("IAMUser", user.arn, user.user_id)
    assert (actor.account_id, actor.management_account_id) == (MANAGEMENT, MANAGEMENT)
    assert actor.organization_id == organization.organization_id
    assert actor.context["aws:username"] == "alice"
    assert actor.context["aws:PrincipalTag/a"] == "b"
    assert actor.context["aws:PrincipalOrgPaths"] == (f"{organization.organization_id}/{organization.root_id}/",)
    assert "aws:MultiFactorAuthPresent" not in actor.context
    assert decide(actor.policies, actor.principal, "sso:CreatePermissionSet", "*", {}).allowed


def test_a_role_session_signs_as_its_role(core: Core, role: Role, sign_in: SignIn) -> None:
    session = session_of(core, role, tags={"Team": "payments"}, transitive_tag_keys=("Team",), source_identity="jane")
    actor = sign_in(session.access_key_id, mint(core, session).session_token)
    assert actor.type == "AssumedRole"
    assert actor.arn == f"arn:aws:sts::{MANAGEMENT}:assumed-role/{role.name}/jane"
    assert actor.principal.role_arn == role.arn
    assert actor.principal_id == f"{role.role_id}:jane"
    assert (actor.user_id, actor.identity_store_id, actor.user_name) == ("1234567890-aaaa", "d-1234567890", "jane")
    assert actor.transitive_tag_keys == ("Team",)
    tags = {key: value for key, value in actor.context.items() if key.startswith("aws:PrincipalTag/")}
    assert tags == {"aws:PrincipalTag/Team": "payments", "aws:PrincipalTag/tier": "1"}
    assert actor.context["aws:MultiFactorAuthPresent"] == "false"
    assert actor.context["aws:SourceIdentity"] == "jane"
    assert actor.context["identitystore:UserId"] == "1234567890-aaaa"
    assert decide(actor.policies, actor.principal, "sso:CreatePermissionSet", "*", {}).allowed
    identity = actor.user_identity()
    assert identity["sessionContext"]["sessionIssuer"]["arn"] == role.arn
    assert identity["onBehalfOf"]["userId"] == "1234567890-aaaa"


@pytest.mark.parametrize("mfa", [False, True])
def test_events_tell_of_temporary_credentials_how_they_came_to_be(
    core: Core, role: Role, organization: Organization, sign_in: SignIn, *, mfa: bool
) -> None:
    attributes = {
        "creationDate": core.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "mfaAuthenticated": "true" if mfa else "false",
    }
    of_role = session_of(core, role, mfa=mfa)
    as_role = sign_in(of_role.access_key_id, mint(core, of_role).session_token).user_identity()
    assert as_role["sessionContext"]["attributes"] == attributes

    user = core.write(lambda call: users.create(call, MANAGEMENT, "alice"))
    now = core.clock.now()
    of_user = UserSession("ASIAALICE", MANAGEMENT, user.user_id, now, now + timedelta(hours=1), mfa=mfa)
    as_user = sign_in(of_user.access_key_id, mint(core, of_user).session_token).user_identity()
    assert as_user["type"] == "IAMUser"
    assert as_user["sessionContext"] == {"attributes": attributes}


def test_session_policies_narrow_a_role(core: Core, role: Role, sign_in: SignIn) -> None:
    session = session_of(core, role, policies=(READ_ONLY,))
    actor = sign_in(session.access_key_id, mint(core, session).session_token)
    assert decide(actor.policies, actor.principal, "sso:ListInstances", "*", {}).allowed
    assert not decide(actor.policies, actor.principal, "sso:CreatePermissionSet", "*", {}).allowed


def test_a_managed_policy_that_is_not_known_allows_nothing(core: Core, sign_in: SignIn) -> None:
    unknown = make_role(
        core, MANAGEMENT, "Odd", roles.trust_account(MANAGEMENT), attached=["arn:aws:iam::aws:policy/Odd"]
    )
    session = session_of(core, unknown)
    actor = sign_in(session.access_key_id, mint(core, session).session_token)
    assert not decide(actor.policies, actor.principal, "sso:ListInstances", "*", {}).allowed


@pytest.mark.parametrize("token", [None, Secret("nonsense"), Secret("")])
@pytest.mark.parametrize(
    "access_key_id", ["AKIAUNKNOWNUNKNOWN22", "ASIAUNKNOWNUNKNOWN22", "", "x" * 200, "\0", "\ud800"]
)
def test_an_unknown_key_is_nobodys(sign_in: SignIn, access_key_id: str, token: Secret | None) -> None:
    with pytest.raises(Unauthenticated) as raised:
        sign_in(access_key_id, token)
    assert raised.value.reason == "InvalidClientTokenId"


def test_an_inactive_key_signs_for_nobody(core: Core, make_user: MakeUser, sign_in: SignIn) -> None:
    key_id = str(make_user("alice").access_key_id)
    user = core.read(lambda call: users.get(call, MANAGEMENT, "alice"))
    core.write(lambda call: access_keys.set_status(call, user, key_id, "Inactive"))
    with pytest.raises(Unauthenticated):
        sign_in(key_id, None)
    core.write(lambda call: access_keys.set_status(call, user, key_id, "Active"))
    assert sign_in(key_id, None).user_name == "alice"


def test_a_session_ends_at_its_time(core: Core, role: Role, sign_in: SignIn) -> None:
    credentials = mint(core, session_of(core, role))
    core.clock.advance(minutes=59, seconds=59)
    assert sign_in(credentials.access_key_id, credentials.session_token).type == "AssumedRole"
    core.clock.advance(seconds=1)
    with pytest.raises(Unauthenticated) as raised:
        sign_in(credentials.access_key_id, credentials.session_token)
    assert raised.value.reason == "ExpiredToken"


@pytest.mark.parametrize("kind", ["role", "user", "session"])
def test_a_revocation_kills_what_was_issued_before_it(core: Core, role: Role, sign_in: SignIn, kind: str) -> None:
    subject = {
        "role": revocations.of_role(role.role_id),
        "user": revocations.of_user("1234567890-aaaa"),
        "session": revocations.of_session("sign-in-1"),
    }[kind]
    old = mint(core, session_of(core, role))
    core.write(lambda call: revocations.revoke(call, revocations.of_user("somebody else")))
    assert sign_in(old.access_key_id, old.session_token).type == "AssumedRole"
    core.clock.advance(seconds=10)
    core.write(lambda call: revocations.revoke(call, subject))
    with pytest.raises(Unauthenticated):
        sign_in(old.access_key_id, old.session_token)
    core.clock.advance(seconds=1)
    new = mint(core, session_of(core, role))
    assert sign_in(new.access_key_id, new.session_token).type == "AssumedRole"


def test_revocations_are_forgotten_once_nothing_they_speak_of_lives(core: Core, role: Role, sign_in: SignIn) -> None:
    subject = revocations.of_role(role.role_id)
    core.write(lambda call: revocations.revoke(call, subject))
    core.clock.advance(hours=35)
    assert core.runtime.database.write(lambda tx: revocations.sweep(tx, core.clock.now())) == 0
    core.clock.advance(hours=2)
    assert core.runtime.database.write(lambda tx: revocations.sweep(tx, core.clock.now())) == 1


def test_sessions_of_a_role_that_is_gone_are_dead(core: Core, role: Role, sign_in: SignIn) -> None:
    credentials = mint(core, session_of(core, role))
    core.write(lambda call: roles.delete_role(call, MANAGEMENT, role.name))
    again = make_role(core, MANAGEMENT, role.name, role.trust_policy)
    assert again.role_id != role.role_id
    with pytest.raises(Unauthenticated):
        sign_in(credentials.access_key_id, credentials.session_token)


def test_a_changed_role_changes_its_sessions(core: Core, role: Role, sign_in: SignIn) -> None:
    credentials = mint(core, session_of(core, role))
    core.write(
        lambda call: roles.put_reserved_role(
            call,
            MANAGEMENT,
            name=role.name,
            path=role.path,
            attached=[],
            inline={"only": READ_ONLY},
            max_session_seconds=3600,
            description="",
        )
    )
    actor = sign_in(credentials.access_key_id, credentials.session_token)
    assert not decide(actor.policies, actor.principal, "sso:CreatePermissionSet", "*", {}).allowed
    assert decide(actor.policies, actor.principal, "sso:ListInstances", "*", {}).allowed


def test_a_session_token_means_the_user_but_not_for_iam(core: Core, make_user: MakeUser, sign_in: SignIn) -> None:
    alice = make_user("alice", attached=(ADMINISTRATOR,))
    credentials = core.read(lambda call: session_tokens.get(call, duration_seconds=900), actor=alice)
    actor = sign_in(credentials.access_key_id, credentials.session_token)
    assert (actor.arn, actor.principal_id) == (alice.arn, alice.principal_id)
    assert credentials.expires_at == core.clock.now() + timedelta(minutes=15)
    for action, allowed in (("sso:CreatePermissionSet", True), ("iam:GetUser", False), ("sts:AssumeRole", True)):
        assert decide(actor.policies, actor.principal, action, "*", actor.context).allowed is allowed, action
    with pytest.raises(Denied, match="Cannot call GetSessionToken with session credentials"):
        core.read(session_tokens.get, actor=actor)


def test_a_role_session_gets_no_session_token(core: Core, role: Role, sign_in: SignIn) -> None:
    credentials = mint(core, session_of(core, role))
    actor = sign_in(credentials.access_key_id, credentials.session_token)
    with pytest.raises(Denied):
        core.read(session_tokens.get, actor=actor)

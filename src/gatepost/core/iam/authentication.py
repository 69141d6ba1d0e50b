"""From an access key to an actor: who signs, with which secret, and what they may do as of now."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.actors import Actor
from gatepost.core.authz import Policies, Principal, parse
from gatepost.core.call import Call
from gatepost.core.iam import access_keys, policies, revocations, store
from gatepost.core.iam.model import Standing
from gatepost.core.iam.temporary_credentials import RoleSession, Session, UserSession, open_session
from gatepost.kit import arns
from gatepost.kit.arns import RESERVED_SSO_PATH
from gatepost.kit.errors import Invalid, Unauthenticated
from gatepost.kit.secret import Secret

Context = dict[str, str | tuple[str, ...]]

# "You cannot call any IAM API operations unless MFA authentication information is included in the request. You cannot call any
# STS API except AssumeRole or GetCallerIdentity" (GetSessionToken); the latter needs no permission and so escapes a deny.
_OF_SESSION_TOKEN = parse(
    """{"Version": "2012-10-17", "Statement": [
        {"Sid": "NoIdentityManagementWithoutMFA", "Effect": "Deny", "Action": "iam:*", "Resource": "*",
         "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}},
        {"Sid": "NoFurtherSessions", "Effect": "Deny", "Action": ["sts:Get*", "sts:Decode*"], "Resource": "*"}]}"""
)


def resolve(call: Call, access_key_id: str, session_token: Secret | None) -> tuple[Secret, Actor]:
    """Return the secret that a request under this key must be signed with, and the actor it then is.

    Raise Unauthenticated for a key or token that is unknown, inactive, revoked (reason InvalidClientTokenId) or expired
    (ExpiredToken). A key of either kind costs one statement, and one for each customer managed policy not met before.
    """
    if not (access_key_id.isascii() and access_key_id.isalnum()):
        raise _invalid()
    if session_token is None:
        return _resolve_key(call, access_key_id)
    return _resolve_session(call, access_key_id, session_token)


def actor_of_session(call: Call, session: RoleSession) -> Actor:
    """Return the actor that a role's session is as of now; raise Unauthenticated where its role is gone or it was revoked."""
    standing = _current_standing(call, session)
    return _role_actor(standing, session, policies.of_role_session(call.tx, standing, session))


def _resolve_key(call: Call, access_key_id: str) -> tuple[Secret, Actor]:
    holder = store.find_key_holder(call.tx, access_key_id)
    if holder is None or holder.status != "Active":
        raise _invalid()
    secret = access_keys.open_sealed(call.vault, access_key_id, holder.sealed_secret)
    return secret, _user(holder.user, access_key_id, policies.of_user(call.tx, holder.user), _user_context(holder.user))


def _resolve_session(call: Call, access_key_id: str, session_token: Secret) -> tuple[Secret, Actor]:
    try:
        session, secret = open_session(call.vault, access_key_id, session_token)
    except Invalid:
        raise _invalid() from None
    if session.expires_at <= call.now:
        raise Unauthenticated("The security token included in the request is expired", reason="ExpiredToken")
    if isinstance(session, RoleSession):
        return secret, actor_of_session(call, session)
    standing = _current_standing(call, session)
    return secret, _session_user(standing, session, policies.of_user(call.tx, standing))


def _current_standing(call: Call, session: Session) -> Standing:
    standing = _standing(call, session)
    if standing is None or (standing.revoked_before is not None and session.issued_at <= standing.revoked_before):
        raise _invalid()
    return standing


def _standing(call: Call, session: Session) -> Standing | None:
    if isinstance(session, UserSession):
        return store.find_session_user(call.tx, session.user_id, revocations.of_user(session.user_id))
    return store.find_session_role(
        call.tx,
        session.role_id,
        role_subject=revocations.of_role(session.role_id),
        user_subject=revocations.of_user(session.user_id or ""),
        session_subject=revocations.of_session(session.session_id or ""),
    )


def _user(standing: Standing, access_key_id: str, granted: Policies, context: Context, **session: Any) -> Actor:
    arn = arns.iam_user(standing.account_id, standing.name, standing.path)
    return Actor(
        type="IAMUser",
        principal=Principal("user", arn, standing.account_id, unique_id=standing.entity_id),
        principal_id=standing.entity_id,
        user_name=standing.name,
        policies=granted,
        access_key_id=access_key_id,
        context=context,
        organization_id=standing.organization_id,
        management_account_id=standing.management_account_id,
        delegated_services=_texts(standing.delegated_services),
        **session,
    )


def _session_user(standing: Standing, session: UserSession, known: Policies) -> Actor:
    granted = Policies(identity=(*known.identity, _OF_SESSION_TOKEN), boundary=known.boundary)
    context = _user_context(standing) | _session_context(session)
    return _user(standing, session.access_key_id, granted, context, session_started_at=session.issued_at)


def _role_actor(standing: Standing, session: RoleSession, granted: Policies) -> Actor:
    role_arn = arns.iam_role(standing.account_id, standing.name, standing.path)
    return Actor(
        type="AssumedRole",
        principal=Principal(
            "assumed_role",
            arns.assumed_role(standing.account_id, standing.name, session.session_name),
            standing.account_id,
            role_arn=role_arn,
            unique_id=session.assumed_role_id,
        ),
        principal_id=session.assumed_role_id,
        user_name=session.session_name,
        policies=granted,
        access_key_id=session.access_key_id,
        credential_id=session.session_id,
        user_id=session.user_id,
        identity_store_id=session.identity_store_id,
        session_issuer=_issuer(standing, role_arn),
        session_started_at=session.issued_at,
        context=_role_context(standing, session),
        transitive_tag_keys=session.transitive_tag_keys,
        organization_id=standing.organization_id,
        management_account_id=standing.management_account_id,
        delegated_services=_texts(standing.delegated_services),
    )


def _issuer(standing: Standing, role_arn: str) -> Mapping[str, str]:
    return {
        "type": "Role",
        "principalId": standing.entity_id,
        "arn": role_arn,
        "accountId": standing.account_id,
        "userName": standing.name,
    }


def _user_context(standing: Standing) -> Context:
    context = _entity_context(standing, "User")
    context["aws:username"] = standing.name
    context |= _tags(standing.tags)
    return context


def _role_context(standing: Standing, session: RoleSession) -> Context:
    context = _entity_context(standing, "AssumedRole") | _session_context(session)
    # A session tag replaces a tag of the role whatever its case: "session tags override a role tag with the same key".
    replaced = {key.casefold() for key in session.tags}
    context |= _tags({key: value for key, value in standing.tags.items() if key.casefold() not in replaced})
    context |= _tags(session.tags)
    if session.source_identity is not None:
        context["aws:SourceIdentity"] = session.source_identity
    if session.user_id is not None and standing.path.startswith(RESERVED_SSO_PATH):
        context["identitystore:UserId"] = session.user_id
    return context


def _entity_context(standing: Standing, principal_type: str) -> Context:
    return {"aws:PrincipalType": principal_type, "aws:PrincipalOrgPaths": (standing.unit_path,)}


def _session_context(session: Session) -> Context:
    return {
        "aws:TokenIssueTime": session.issued_at.isoformat(),
        "aws:MultiFactorAuthPresent": "true" if session.mfa else "false",
    }


def _tags(tags: Mapping[str, str]) -> Context:
    return {f"aws:PrincipalTag/{key}": value for key, value in tags.items()}


def _texts(joined: str | None) -> frozenset[str]:
    return frozenset(joined.split()) if joined else frozenset()


def _invalid() -> Unauthenticated:
    return Unauthenticated("The security token included in the request is invalid.", reason="InvalidClientTokenId")

"""Role sessions: sts AssumeRole, decided by the role's trust policy together with the policies of the caller."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from gatepost.core.authz import Policies, decide, parse
from gatepost.core.authz.validation import validate_identity_policy
from gatepost.core.call import Call, conditions
from gatepost.core.iam import policies, session_tags, store, temporary_credentials
from gatepost.core.iam.model import DEFAULT_SESSION_SECONDS, Role
from gatepost.core.iam.session_tags import SessionTags
from gatepost.core.iam.temporary_credentials import Credentials, RoleSession
from gatepost.kit import arns, ids
from gatepost.kit.errors import Denied, Invalid

CHAINED_SECONDS = 3600
"""Longest session of a role that was assumed with credentials of a role."""
MAX_POLICY_CHARACTERS = 2048
"""Inline and managed session policies together (AssumeRole)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a caller asks of AssumeRole."""

    role_arn: str
    session_name: str
    duration_seconds: int | None = None
    policy: str | None = None
    policy_arns: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    transitive_tag_keys: tuple[str, ...] = ()
    external_id: str | None = None
    source_identity: str | None = None
    minimum_token_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Assumed:
    """A session of a role and the credentials to it; `packed_percentage` is of the room for policies and tags."""

    session: RoleSession
    credentials: Credentials
    packed_percentage: int | None


def assume(call: Call, wish: Wish) -> Assumed:
    """Open a session of a role (sts AssumeRole); raise Denied unless trust policy and caller's policies allow all it takes."""
    role = _find_role(call, wish.role_arn)
    tags = session_tags.requested(call.actor, wish.tags, wish.transitive_tag_keys)
    source_identity = _source_identity(call, wish)
    if role is None:
        # Whether the role is there is nobody's business who may not assume it.
        raise _denied(call, "sts:AssumeRole", wish.role_arn)
    _require_trust(call, role, wish, tags, source_identity)
    session = RoleSession(
        access_key_id=ids.new_temporary_access_key_id(call.entropy),
        account_id=role.account_id,
        role_id=role.role_id,
        role_name=role.name,
        session_name=wish.session_name,
        issued_at=call.now,
        expires_at=call.now + timedelta(seconds=_duration(call, role, wish.duration_seconds)),
        user_id=call.actor.user_id,
        identity_store_id=call.actor.identity_store_id,
        session_id=call.actor.credential_id,
        source_identity=source_identity,
        tags=tags.all,
        transitive_tag_keys=tags.transitive,
        policies=() if wish.policy is None else (wish.policy,),
        policy_references=policies.session_references(call.tx, role.account_id, wish.policy_arns),
        chained=_is_chained(call),
    )
    _check_session_policies(wish)
    packed = temporary_credentials.require_room(replace(session, tags=tags.passed))
    return Assumed(
        session, temporary_credentials.mint(call.vault, session, minimum_bytes=wish.minimum_token_bytes), packed
    )


def _find_role(call: Call, role_arn: str) -> Role | None:
    arn = arns.parse(role_arn)
    if arn.service != "iam" or not arn.resource.startswith("role/"):
        raise Invalid(f"{role_arn} is invalid", reason="ValidationError")
    role = store.find_role(call.tx, arn.account_id, arn.resource.rpartition("/")[2])
    return role if role is not None and role.arn == role_arn else None


def _source_identity(call: Call, wish: Wish) -> str | None:
    """Return the source identity, which the first session of a chain sets for all that follow."""
    known = call.actor.context.get("aws:SourceIdentity")
    if known is None:
        return wish.source_identity
    if wish.source_identity not in {None, known}:
        raise _denied(call, "sts:SetSourceIdentity", wish.role_arn)
    return str(known)


def _require_trust(call: Call, role: Role, wish: Wish, tags: SessionTags, source_identity: str | None) -> None:
    context = conditions(call.actor, call.client, call.now)
    context |= {f"aws:ResourceTag/{key}": value for key, value in role.tags.items()}
    context |= {f"aws:RequestTag/{key}": value for key, value in tags.passed.items()}
    context["aws:ResourceAccount"] = role.account_id
    context["sts:RoleSessionName"] = wish.session_name
    if tags.passed:
        context["aws:TagKeys"] = tuple(tags.passed)
    if tags.transitive:
        context["sts:TransitiveTagKeys"] = tags.transitive
    if wish.external_id is not None:
        context["sts:ExternalId"] = wish.external_id
    if source_identity is not None:
        context["sts:SourceIdentity"] = source_identity
    granted = replace(call.actor.policies, resource=(parse(role.trust_policy),))
    for action in _actions(tags, source_identity):
        _require(call, granted, action, role, context)


def _actions(tags: SessionTags, source_identity: str | None) -> Sequence[str]:
    actions = ["sts:AssumeRole"]
    if tags.all:
        actions.append("sts:TagSession")
    if source_identity is not None:
        actions.append("sts:SetSourceIdentity")
    return actions


def _require(call: Call, granted: Policies, action: str, role: Role, context: dict[str, str | tuple[str, ...]]) -> None:
    decision = decide(granted, call.actor.principal, action, role.arn, context, resource_account_id=role.account_id)
    if not decision.allowed:
        raise _denied(call, action, role.arn)


def _duration(call: Call, role: Role, wanted: int | None) -> int:
    seconds = DEFAULT_SESSION_SECONDS if wanted is None else wanted
    if seconds > role.max_session_seconds:
        raise Invalid(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", reason="ValidationError"
        )
    if seconds > CHAINED_SECONDS and _is_chained(call):
        raise Invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            reason="ValidationError",
        )
    return seconds


def _is_chained(call: Call) -> bool:
    return call.actor.type == "AssumedRole"


def _check_session_policies(wish: Wish) -> None:
    """Raise Invalid for policies that AWS would not take: malformed or too long."""
    if wish.policy is not None:
        validate_identity_policy(wish.policy)
    if len(wish.policy or "") + sum(map(len, wish.policy_arns)) > MAX_POLICY_CHARACTERS:
        raise Invalid(
            f"The session policies together have more than {MAX_POLICY_CHARACTERS} characters.",
            reason="ValidationError",
        )


def _denied(call: Call, action: str, resource: str) -> Denied:
    return Denied(f"User: {call.actor.arn} is not authorized to perform: {action} on resource: {resource}")

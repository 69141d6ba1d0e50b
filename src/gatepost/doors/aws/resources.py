"""From an input member's value to the ARN that policies and events name it by."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from gatepost.core.actors import Actor
from gatepost.core.instances.model import Instance
from gatepost.doors.aws.service import Handler
from gatepost.doors.aws.wire.shapes import Operation
from gatepost.kit import arns

MakeArn = Callable[[str, Actor, Instance], str]

_MAKERS: Mapping[str, MakeArn] = {
    "IdentityStoreId": lambda value, actor, instance: arns.identity_store(instance.owner_account_id, value),
    "UserId": lambda value, actor, instance: arns.identity_store_user(value),
    "GroupId": lambda value, actor, instance: arns.identity_store_group(value),
    "MembershipId": lambda value, actor, instance: arns.identity_store_membership(value),
    "TargetId": lambda value, actor, instance: arns.account(value),
    "AccountId": lambda value, actor, instance: arns.account(value),
}

MANAGED_BY_THE_ORGANIZATION = frozenset({"sso-admin", "identitystore", "organizations"})
"""Services whose resources belong to the management account: an actor of a member account is refused."""


def resource_arns(handler: Handler, params: Mapping[str, Any], actor: Actor, instance: Instance) -> tuple[str, ...]:
    """Return the ARNs of the members that the handler names; a member that is absent names nothing."""
    found: list[str] = []
    for member in handler.on:
        found.extend(_arn(handler, name, value, actor, instance) for name, value in _named(member, params.get(member)))
    return tuple(found)


_OF_ANY_ACCOUNT = frozenset({"DescribeOrganization"})
"""Operations of those services that "can be called from any account in an organization"."""

_NAMING_NO_INSTANCE = frozenset(
    {"CreateInstance", "DescribeApplicationProvider", "ListApplicationProviders", "ListIdentityStores", "ListInstances"}
)
"""Operations that are about no instance but about what the caller's account has or may have."""

_INSIDE_AN_INSTANCE = (
    "InstanceArn",
    "PermissionSetArn",
    "ApplicationArn",
    "TrustedTokenIssuerArn",
    "ResourceArn",
    "IdentityStoreId",
)
"""Members whose values name an instance, or something within one."""


def owner_account_id(handler: Handler, instance: Instance) -> str | None:
    """Return the account that owns what the operation works on; None where that is the caller's own."""
    operation = handler.operation
    if operation.service.name not in MANAGED_BY_THE_ORGANIZATION or operation.name in _OF_ANY_ACCOUNT:
        return None
    return None if names_no_instance(operation) else instance.owner_account_id


def names_no_instance(operation: Operation) -> bool:
    """Say whether an operation is about no instance in particular."""
    return operation.name in _NAMING_NO_INSTANCE


def instance_ids(operation: Operation, params: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the instances (`ssoins-…`) and identity stores (`d-…`) that an input names, each once."""
    if operation.service.name not in {"sso-admin", "identitystore"}:
        return ()
    named = [_instance_id(params[member]) for member in _INSIDE_AN_INSTANCE if member in params]
    return tuple(dict.fromkeys(named))


@lru_cache(maxsize=4096)  # each call names one or two of the few that there are
def _instance_id(value: str) -> str:
    return arns.instance_id_within(value) if value.startswith("arn:") else value


def _named(member: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield what a member names: itself, each of a list (`GroupIds`), or what a union holds (`MemberId`)."""
    match value:
        case str():
            yield member, value
        case list():
            yield from ((member.removesuffix("s"), each) for each in value)
        case dict():
            yield from value.items()


def _arn(handler: Handler, member: str, value: str, actor: Actor, instance: Instance) -> str:
    if value.startswith("arn:"):
        return value
    if handler.operation.service.name == "organizations":
        return _node(value, actor, instance)
    maker = _MAKERS.get(member)
    return value if maker is None else maker(value, actor, instance)


def _node(value: str, actor: Actor, home: Instance) -> str:
    """Return the ARN of a root, a unit or an account of AWS Organizations, which their ids tell apart."""
    owner, organization_id = home.owner_account_id, actor.organization_id or ""
    if value.startswith("r-"):
        return arns.organization_root(owner, organization_id, value)
    if value.startswith("ou-"):
        return arns.organizational_unit(owner, organization_id, value)
    return arns.organization_account(owner, organization_id, value)

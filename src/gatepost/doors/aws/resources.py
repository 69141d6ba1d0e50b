"""From an input member's value to the ARN that policies and events name it by."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gatepost.core.actors import Actor
from gatepost.core.instances.model import Instance
from gatepost.doors.aws.service import Handler
from gatepost.kit import arns

MakeArn = Callable[[str, Actor, Instance], str]

_MAKERS: Mapping[str, MakeArn] = {
    "IdentityStoreId": lambda value, actor, home: arns.identity_store(home.owner_account_id, value),
    "UserId": lambda value, actor, home: arns.identity_store_user(value),
    "GroupId": lambda value, actor, home: arns.identity_store_group(value),
    "MembershipId": lambda value, actor, home: arns.identity_store_membership(value),
    "TargetId": lambda value, actor, home: arns.account(value),
    "AccountId": lambda value, actor, home: arns.account(value),
    "RoleName": lambda value, actor, home: arns.iam_role(actor.account_id, value),
    "UserName": lambda value, actor, home: arns.iam_user(actor.account_id, value),
}

MANAGED_BY_THE_ORGANIZATION = frozenset({"sso-admin", "identitystore", "organizations"})
"""Services whose resources belong to the management account: an actor of a member account is refused."""


def resource_arns(handler: Handler, params: Mapping[str, Any], actor: Actor, home: Instance) -> tuple[str, ...]:
    """Return the ARNs of the members that the handler names; a member that is absent names nothing.

    But for iam's UserName: without it the operation is about the caller.
    """
    found: list[str] = []
    for member in handler.on:
        found.extend(_arn(handler, name, value, actor, home) for name, value in _named(member, params.get(member)))
        if member == "UserName" and member not in params and actor.type == "IAMUser":
            found.append(actor.arn)
    return tuple(found)


def owner_account_id(handler: Handler, home: Instance) -> str | None:
    """Return the account that owns what the operation works on; None where that is the caller's own."""
    operation = handler.operation
    # "This operation can be called from any account in an organization": the one of its service.
    if operation.name == "DescribeOrganization" or operation.service.name not in MANAGED_BY_THE_ORGANIZATION:
        return None
    return home.owner_account_id


def _named(member: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield what a member names: itself, each of a list (`GroupIds`), or what a union holds (`MemberId`)."""
    match value:
        case str():
            yield member, value
        case list():
            yield from ((member.removesuffix("s"), each) for each in value)
        case dict():
            yield from value.items()


def _arn(handler: Handler, member: str, value: str, actor: Actor, home: Instance) -> str:
    if value.startswith("arn:"):
        return value
    if handler.operation.service.name == "organizations":
        return _node(value, actor, home)
    maker = _MAKERS.get(member)
    return value if maker is None else maker(value, actor, home)


def _node(value: str, actor: Actor, home: Instance) -> str:
    """Return the ARN of a root, a unit or an account of AWS Organizations, which their ids tell apart."""
    owner, organization_id = home.owner_account_id, actor.organization_id or ""
    if value.startswith("r-"):
        return arns.organization_root(owner, organization_id, value)
    if value.startswith("ou-"):
        return arns.organizational_unit(owner, organization_id, value)
    return arns.organization_account(owner, organization_id, value)

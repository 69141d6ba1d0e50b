"""From an input member's value to the ARN that policies and events name it by."""

from collections.abc import Callable, Mapping
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
    """Return the ARNs of the members that the handler names; a member that is absent, or no text, names nothing."""
    found = []
    for member in handler.on:
        value = params.get(member)
        if isinstance(value, str):
            found.append(_arn(member, value, actor, home))
    return tuple(found)


def owner_account_id(handler: Handler, home: Instance) -> str | None:
    """Return the account that owns what the operation works on; None where that is the caller's own."""
    return home.owner_account_id if handler.operation.service.name in MANAGED_BY_THE_ORGANIZATION else None


def _arn(member: str, value: str, actor: Actor, home: Instance) -> str:
    if value.startswith("arn:"):
        return value
    maker = _MAKERS.get(member)
    return value if maker is None else maker(value, actor, home)

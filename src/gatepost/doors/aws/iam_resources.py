"""The resource of an iam operation, which is named by less than its ARN: what is there has to be looked up."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from gatepost.core.actors import Actor
from gatepost.core.call import Call
from gatepost.core.iam import resources
from gatepost.core.iam.resources import Resource
from gatepost.doors.aws.service import Handler
from gatepost.kit import arns

Lookup = Callable[[Call, str, str], Resource]

_LOOKUPS: Final[Mapping[str, Lookup]] = {
    "RoleName": resources.of_role,
    "UserName": resources.of_user,
    "PolicyArn": resources.of_policy,
}
_MAKERS: Final[Mapping[str, Callable[[str, str, str], str]]] = {
    "RoleName": arns.iam_role,
    "UserName": arns.iam_user,
    "PolicyName": arns.iam_policy,
}


def lookup(handler: Handler, params: Mapping[str, Any], actor: Actor) -> Callable[[Call], Resource] | None:
    """Return what finds the one resource of an iam operation; None for an operation that names none.

    What an operation makes has the path in its input. Without a UserName an operation is about the caller.
    """
    if handler.operation.service.name != "iam" or not handler.on:
        return None
    member, account_id = handler.on[0], actor.account_id
    name = params.get(member)
    if name is None:
        return (lambda call: Resource(actor.arn)) if actor.type == "IAMUser" else None
    if "Path" in handler.operation.input.members:
        arn = _MAKERS[member](account_id, name, params.get("Path", "/"))
        return lambda call: Resource(arn)
    return lambda call: _LOOKUPS[member](call, account_id, name)

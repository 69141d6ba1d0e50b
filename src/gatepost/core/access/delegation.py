"""What a delegated administrator may not touch: who may enter the management account, and with which permissions.

IAM Identity Center User Guide, "Delegated administration": it can do all but manage "permission sets provisioned in the
management account" and "enable or disable user access in the management account" (and what doors/aws/delegation.py names).
"""

from gatepost.core.access import store
from gatepost.core.actors import Actor
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from gatepost.core.organization.model import SSO_PRINCIPAL
from gatepost.kit import arns
from gatepost.kit.errors import Denied
from gatepost.kit.paging import PageRequest

_FEW = PageRequest(10)


def is_delegated(actor: Actor, instance: Instance) -> bool:
    """Say whether the actor's account administers the organisation's instance, which the management account owns, for it."""
    return instance.is_of_organization and SSO_PRINCIPAL in actor.delegated_services


def find_administered(call: Call) -> Instance | None:
    """Return the instance that the caller's account administers: the organisation's, by itself or as its delegate, or its own."""
    visible = instances.list_visible(call, region=None, page=_FEW).items
    may = [each for each in visible if each.owner_account_id == call.actor.account_id or is_delegated(call.actor, each)]
    return next((each for each in may if each.is_of_organization), may[0] if may else None)


def require_account(call: Call, account_id: str) -> None:
    """Raise Denied where the account is the management account and the actor a delegated administrator."""
    if account_id == _management_account(call):
        raise _denied(call, arns.account(account_id), "is the management account")


def require_permission_set(call: Call, instance_id: str, permission_set_id: str) -> None:
    """Raise Denied where the permission set has a role in the management account and the actor is a delegated administrator."""
    management = _management_account(call)
    if management is not None and store.provisioning.is_provisioned_in(call.tx, permission_set_id, management):
        arn = arns.permission_set(instance_id, permission_set_id)
        raise _denied(call, arn, "is provisioned in the management account")


def _management_account(call: Call) -> str | None:
    """Return the management account where the actor's account administers Identity Center for it, else None."""
    return call.actor.management_account_id if SSO_PRINCIPAL in call.actor.delegated_services else None


def _denied(call: Call, resource: str, reason: str) -> Denied:
    return Denied(
        f"User: {call.actor.arn} is not authorized to perform: sso:{call.event.name} on resource: {resource} because it {reason}"
    )

"""What a delegated administrator may not touch: who may enter the management account, and with which permissions.

IAM Identity Center User Guide, "Delegated administration": it can do all but manage "permission sets provisioned in the
management account" and "enable or disable user access in the management account" (and what doors/aws/delegation.py names).
"""

from gatepost.core.access import store
from gatepost.core.call import Call
from gatepost.kit import arns
from gatepost.kit.errors import Denied


def require_account(call: Call, account_id: str) -> None:
    """Raise Denied where the account is the management account and the actor is of another."""
    if account_id == _management_account_of_others(call):
        raise _denied(call, arns.account(account_id))


def require_permission_set(call: Call, instance_id: str, permission_set_id: str) -> None:
    """Raise Denied where the permission set has a role in the management account and the actor is of another."""
    management = _management_account_of_others(call)
    if management is not None and store.provisioning.is_provisioned_in(call.tx, permission_set_id, management):
        raise _denied(call, arns.permission_set(instance_id, permission_set_id))


def _management_account_of_others(call: Call) -> str | None:
    """Return the management account where the actor is of another account of its organisation."""
    management = call.actor.management_account_id
    return None if management == call.actor.account_id else management


def _denied(call: Call, resource: str) -> Denied:
    return Denied(
        f"User: {call.actor.arn} is not authorized to perform: sso:{call.event.name} on resource: {resource} because it is"
        " provisioned in the management account"
    )

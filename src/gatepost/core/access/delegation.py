"""What a delegated administrator may not touch: who may enter the management account, and with which permissions.

IAM Identity Center User Guide, "Delegated administration": it can do all but manage "permission sets provisioned in the
management account" and "enable or disable user access in the management account" (and what doors/aws/delegation.py names).
"""

from gatepost.core.access import store
from gatepost.core.call import Call
from gatepost.core.organization.model import SSO_PRINCIPAL
from gatepost.kit import arns
from gatepost.kit.errors import Denied


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

"""Which operations a member account may call for the organisation, because it is a delegated administrator.

What it may not touch even so, because the management account is in it, is for the use case to say (core/access/delegation.py).
"""

from typing import Final

from gatepost.core.access import delegation
from gatepost.core.actors import Actor
from gatepost.core.instances.model import Instance
from gatepost.doors.aws.service import Handler

_ADMINISTRATION: Final = frozenset({"sso-admin", "identitystore"})

# "Neither the delegated administrator nor member account can delete the organization instance"; "This action must be called from
# the management account" (DeleteInstance and ListAccountAssignmentsForPrincipal).
_OF_THE_MANAGEMENT_ACCOUNT: Final = frozenset({"DeleteInstance", "ListAccountAssignmentsForPrincipal"})


def is_delegated(handler: Handler, actor: Actor, instance: Instance) -> bool:
    """Say whether the actor's account may call an operation on what the management account owns.

    A delegated administrator of whatever service may look at the organisation ("it grants read-only access to Organizations
    service data"); that of Identity Center may administer the organisation's instance and its identity store.
    """
    operation = handler.operation
    if operation.service.name == "organizations":
        return bool(actor.delegated_services) and not handler.writes
    if operation.service.name not in _ADMINISTRATION or operation.name in _OF_THE_MANAGEMENT_ACCOUNT:
        return False
    return delegation.is_delegated(actor, instance)

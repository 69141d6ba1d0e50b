"""Whether an instance takes a call: from that network, in that Region, in the state that it is in."""

from typing import Final

from gatepost.core.actors import Actor
from gatepost.core.ask import Client
from gatepost.core.instances.model import Instance
from gatepost.doors.aws.resources import names_no_instance
from gatepost.doors.aws.service import Handler
from gatepost.doors.aws.wire.shapes import Operation
from gatepost.kit.errors import Conflict, Denied, NotFound, Problem

_SIGN_IN: Final = frozenset({"sso", "sso-oidc"})
_ADMINISTRATION: Final = frozenset({"sso-admin", "identitystore"})

# "While the instance is in the CREATE_IN_PROGRESS state, you can call only DescribeInstance and DeleteInstance operations."
_AT_ANY_TIME: Final = frozenset({"DescribeInstance", "DeleteInstance"})


def obstacle(handler: Handler, actor: Actor, client: Client, instance: Instance) -> Problem | None:
    """Return what stands in the way of a call on an instance; None where nothing does.

    The other services (iam, sts, organizations, cloudtrail) are not the instance's and are always open.
    """
    operation = handler.operation
    if operation.service.name in _SIGN_IN:
        return _network(operation, actor, client, instance)
    if operation.service.name not in _ADMINISTRATION:
        return None
    if names_no_instance(operation):
        return _network(operation, actor, client, instance)
    return (
        _network(operation, actor, client, instance)
        or _region(handler, client.region, instance)
        or _state(operation, instance)
    )


def region_of_host(host: str | None, home: Instance) -> str:
    """Return the Region of an unsigned call: the one in the host's name where the instance is there, else the primary one.

    So `oidc.eu-west-1.sso.example.com` is in eu-west-1, while a host such as `my-sso-1.example.com` names no Region.
    """
    if not home.additional_regions:
        return home.region
    labels = (host or "").partition(":")[0].lower().split(".")
    return next((label for label in labels if home.answers_in(label)), home.region)


def _network(operation: Operation, actor: Actor, client: Client, instance: Instance) -> Problem | None:
    admitted = instance.admits(client.address)
    if operation.service.name == "identitystore":
        admitted = admitted and instance.admits_to_identity_store(client.address)
    if admitted:
        return None
    return Denied(
        f"User: {actor.arn} is not authorized to perform: {operation.action} because the network configuration does not"
        f" allow access from {client.address}"
    )


def _region(handler: Handler, region: str, instance: Instance) -> Problem | None:
    """In an additional Region "application management read/write operations" and reads work, and no other writes."""
    operation = handler.operation
    if not instance.answers_in(region):
        return _absent(operation, region, instance)
    if not handler.writes or region == instance.region or "Application" in operation.name:
        return None
    return Denied(f"{operation.name} is only supported in the primary Region of the instance, {instance.region}.")


def _absent(operation: Operation, region: str, instance: Instance) -> NotFound:
    """Return what a Region without the instance says of it: the same as of an instance that does not exist."""
    if operation.service.name == "identitystore":
        details = {"resource_type": "IDENTITY_STORE", "resource_id": instance.identity_store_id}
        return NotFound("IDENTITY_STORE not found.", details=details)
    return NotFound(f"Could not find Instance with id {instance.instance_id} in the Region {region}")


def _state(operation: Operation, instance: Instance) -> Conflict | None:
    if instance.is_active or operation.name in _AT_ANY_TIME:
        return None
    return Conflict(f"The instance is in the state {instance.status}.")

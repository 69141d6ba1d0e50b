"""Use cases of instances: create, find, list, change, and what of this goes on by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from gatepost.core.call import Call
from gatepost.core.instances import network, store
from gatepost.core.instances.model import REGION_NAME, Instance
from gatepost.core.instances.network import IdentityStoreNetwork, InstanceNetwork
from gatepost.core.tagging import tags as tagging
from gatepost.core.tagging.model import Tags
from gatepost.kit import arns, ids
from gatepost.kit.errors import Conflict, Denied, Invalid, NotFound, Unavailable
from gatepost.kit.paging import Page, PageRequest, page_of_all
from gatepost.store.database import Duplicate

SETTLE_INSTANCE: Final = "settle-instance"


@dataclass(frozen=True, slots=True)
class Encryption:
    """The key that an instance's data is to be encrypted with; None means AWS's own."""

    kms_key_arn: str | None


def create(call: Call, *, account_id: str, region: str, name: str | None = None) -> Instance:
    """Make the organisation's instance, ready for use; `account_id`, the management account, owns it."""
    instance = Instance(
        instance_id=ids.new_instance_id(call.entropy),
        identity_store_id=ids.new_identity_store_id(call.entropy),
        owner_account_id=account_id,
        name=name,
        region=region,
        status="ACTIVE",
        created_at=call.now,
    )
    store.insert_instance(call.tx, instance)
    return instance


def create_of_account(call: Call, *, name: str | None = None, tags: Tags | None = None) -> Instance:
    """Make the caller's account an instance of its own, in the Region of the call (sso-admin CreateInstance).

    It is CREATE_IN_PROGRESS until a job has settled it. Denied for the management account, whose instance is the
    organisation's; Conflict where the account has one.
    """
    if call.actor.account_id == require_primary(call).owner_account_id:
        raise Denied("Organization management account is not allowed to perform the operation.")
    if not REGION_NAME.fullmatch(call.client.region):
        raise Invalid(f"{call.client.region!r} is not the name of a Region, such as us-east-1.")
    instance = Instance(
        instance_id=ids.new_instance_id(call.entropy),
        identity_store_id=ids.new_identity_store_id(call.entropy),
        owner_account_id=call.actor.account_id,
        name=name,
        region=call.client.region,
        status="CREATE_IN_PROGRESS",
        created_at=call.now,
        kind="ACCOUNT",
        permission_sets_enabled=False,
    )
    try:
        store.insert_instance(call.tx, instance)
    except Duplicate:
        raise Conflict("An instance already exists in this account.") from None
    tagging.put(call, instance.arn, tags or {})
    call.enqueue(SETTLE_INSTANCE, {"instance_id": instance.instance_id})
    return instance


def settle(call: Call, payload: Mapping[str, Any]) -> None:
    """Finish what a job of kind "settle-instance" is about: an instance or a Region that is on its way becomes what it will be."""
    instance = store.lock_instance(call.tx, payload["instance_id"])
    if instance is None:
        return
    settled = [
        replace(region, status="ACTIVE") for region in instance.additional_regions if region.status != "REMOVING"
    ]
    status = "ACTIVE" if instance.status == "CREATE_IN_PROGRESS" else instance.status
    store.update_instance(call.tx, replace(instance, status=status, additional_regions=tuple(settled)))


def begin_deletion(call: Call, instance_arn: str) -> Instance:
    """Mark an account's instance as on its way out (sso-admin DeleteInstance), for a job to remove it.

    Denied for the organisation's instance, which the installation stands on; Conflict where it is on its way already.
    """
    instance = lock(call, instance_arn)
    if instance.is_of_organization:
        raise Denied("The organization instance of IAM Identity Center cannot be deleted.")
    if instance.status == "DELETE_IN_PROGRESS":
        raise Conflict("The instance is being deleted already.")
    leaving = replace(
        instance, status="DELETE_IN_PROGRESS", status_reason="The instance and its identity store are being removed."
    )
    store.update_instance(call.tx, leaving)
    return leaving


def finish_deletion(call: Call, instance: Instance) -> None:
    """Forget an instance with its identity store and all that is in them."""
    store.delete_instance(call.tx, instance.instance_id)


def require(call: Call, instance_arn: str) -> Instance:
    """Return the instance that an ARN names, or raise NotFound."""
    instance_id = arns.instance_id(instance_arn)
    instance = store.find_instance(call.tx, instance_id)
    if instance is None:
        raise _absent(instance_id)
    return instance


def find(call: Call, instance_id: str) -> Instance | None:
    """Return an instance by its own id (`ssoins-…`) or its identity store's (`d-…`)."""
    if instance_id.startswith("d-"):
        return store.find_by_identity_store(call.tx, instance_id)
    return store.find_instance(call.tx, instance_id)


def require_named(call: Call, name: str | None) -> Instance:
    """Return the instance of this ARN, id (`ssoins-…`) or identity store id (`d-…`), or raise NotFound; None is the organisation's."""
    if name is None:
        return require_primary(call)
    instance = find(call, name.rpartition("/")[2])
    if instance is None:
        raise _absent(name[:128])
    return instance


def require_permission_sets(call: Call, instance_arn: str) -> Instance:
    """Return the instance that an ARN names; Invalid for an account's instance that has not enabled permission sets."""
    instance = require(call, instance_arn)
    if not instance.permission_sets_enabled:
        raise Invalid("Permission sets are not enabled for this account instance of IAM Identity Center.")
    return instance


def require_of_organization(call: Call, instance_arn: str) -> Instance:
    """Return the instance that an ARN names; Invalid for an account's instance."""
    instance = require(call, instance_arn)
    if not instance.is_of_organization:
        raise Invalid("This action is not valid for account instances of IAM Identity Center.")
    return instance


def require_primary(call: Call) -> Instance:
    """Return the organisation's instance, or raise Unavailable before the first start has made one."""
    instance = store.find_primary(call.tx)
    if instance is None:
        raise Unavailable("Gatepost is not set up yet: run gatepost bootstrap.")
    return instance


def list_visible(call: Call, *, region: str | None, page: PageRequest) -> Page[Instance]:
    """List what the caller's account can see, in one Region or all: its own and the organisation's (sso-admin ListInstances)."""
    visible = store.list_visible(call.tx, call.actor.account_id)
    found = [each for each in visible if region is None or each.answers_in(region)]
    return page_of_all(found, page, lambda instance: (instance.instance_id,))


def list_owned(call: Call, page: PageRequest) -> Page[Instance]:
    """List the caller's account's own instance, where it answers (identitystore ListIdentityStores)."""
    owned = store.find_owned(call.tx, call.actor.account_id)
    found = [] if owned is None or not owned.answers_in(call.client.region) else [owned]
    return page_of_all(found, page, lambda instance: (instance.identity_store_id,))


def update(
    call: Call,
    *,
    instance_arn: str,
    name: str | None = None,
    encryption: Encryption | None = None,
    permission_sets_enabled: bool | None = None,
    allowed_networks: InstanceNetwork | None = None,
) -> Instance:
    """Change what is given of an instance (sso-admin UpdateInstance); of the last three one at most.

    Permission sets can be enabled and never disabled.
    """
    if sum(each is not None for each in (encryption, permission_sets_enabled, allowed_networks)) > 1:
        raise Invalid(
            "Only one of EncryptionConfiguration, PermissionSetsEnabled and NetworkConfiguration can be updated in a"
            " request."
        )
    if permission_sets_enabled is False:
        raise Invalid("PermissionSetsEnabled can only be set to true: permission sets cannot be disabled.")
    before = lock(call, instance_arn)
    after = replace(
        before,
        name=before.name if name is None else name,
        kms_key_arn=before.kms_key_arn if encryption is None else encryption.kms_key_arn,
        permission_sets_enabled=before.permission_sets_enabled or permission_sets_enabled is True,
        network=before.network if allowed_networks is None else _checked(call, allowed_networks),
    )
    store.update_instance(call.tx, after)
    return after


def set_identity_store_network(call: Call, identity_store_id: str, allowed: IdentityStoreNetwork) -> Instance:
    """Replace the network configuration of an identity store that exists (identitystore UpdateIdentityStore)."""
    found = store.find_by_identity_store(call.tx, identity_store_id)
    before = lock(call, found.arn) if found else None
    if before is None:
        raise _absent(identity_store_id)
    network.check_blocks((*allowed.api_allow_source_ips, *allowed.scim_allow_source_ips))
    _tell_of_lockout(call, admitted=allowed.admits_api(call.client.address))
    after = replace(before, identity_store_network=allowed)
    store.update_instance(call.tx, after)
    return after


def lift_network_configurations(call: Call) -> Instance:
    """Let every network in again, to the organisation's instance and its identity store: the way back in for who is locked out."""
    primary = require_primary(call)
    open_again = replace(lock(call, primary.arn), network=None, identity_store_network=None)
    store.update_instance(call.tx, open_again)
    return open_again


def lock(call: Call, instance_arn: str) -> Instance:
    """Return the instance that an ARN names and let nobody else change it until the transaction ends, or raise NotFound."""
    instance_id = arns.instance_id(instance_arn)
    instance = store.lock_instance(call.tx, instance_id)
    if instance is None:
        raise _absent(instance_id)
    return instance


def _checked(call: Call, allowed: InstanceNetwork) -> InstanceNetwork:
    network.check_blocks(allowed.allow_source_ips)
    effective = allowed.effective()
    _tell_of_lockout(call, admitted=effective.admits(call.client.address))
    return effective


def _tell_of_lockout(call: Call, *, admitted: bool) -> None:
    """Say it aloud where a caller keeps itself out: AWS lets it happen, and so do we, but not in silence."""
    call.event.additional["callerAddressAdmitted"] = admitted
    if not admitted:
        call.runtime.log.warning(
            "network_configuration_excludes_caller",
            address=call.client.address,
            remedy="gatepost network lift",
        )


def _absent(instance_id: str) -> NotFound:
    return NotFound(f"Could not find Instance with id {instance_id}")

"""Operations on identity stores themselves."""

from collections.abc import Mapping
from typing import Any

from gatepost.core.call import Call
from gatepost.core.directory import identity_stores
from gatepost.core.instances import instances
from gatepost.core.instances.network import IdentityStoreNetwork
from gatepost.doors.aws.identitystore import identifiers, views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest


@reads()
def list_identity_stores(call: Call, *, page: PageRequest) -> Page[dict[str, Any]]:
    return instances.list_owned(call, page).map(views.identity_store_key)


@reads(on="IdentityStoreId")
def describe_identity_store(call: Call, *, identity_store_id: str) -> dict[str, Any]:
    store_id = identifiers.identity_store_id(call, identity_store_id)
    return views.identity_store(identity_stores.require(call, store_id))


@writes(on="IdentityStoreId")
def update_identity_store(
    call: Call, *, identity_store_id: str, network_configuration: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Replace the network configuration, whole, where one is given."""
    store_id = identifiers.identity_store_id(call, identity_store_id)
    instance = identity_stores.require(call, store_id)
    if network_configuration is not None:
        instances.set_identity_store_network(call, store_id, _network(network_configuration))
    return views.identity_store_key(instance)


def _network(given: Mapping[str, Any]) -> IdentityStoreNetwork:
    return IdentityStoreNetwork(
        vpce_access_required=given["VpceAccessRequired"],
        api_restrict_source_vpcs=tuple(given.get("ApiRestrictSourceVpcs", ())),
        api_allow_source_ips=tuple(given.get("ApiAllowSourceIps", ())),
        scim_allow_source_ips=tuple(given.get("ScimAllowSourceIps", ())),
    )

"""The tenant of an identity store: one each, made with its first token."""

from gatepost.core.audit.model import EventDraft
from gatepost.core.call import Call
from gatepost.core.directory.authorship import author
from gatepost.core.provisioning import store
from gatepost.core.provisioning.model import Tenant
from gatepost.kit import ids
from gatepost.kit.errors import Conflict
from gatepost.store.database import Duplicate

EVENT_SOURCE = "sso-directory.amazonaws.com"


def find(call: Call, identity_store_id: str) -> Tenant | None:
    """Return an identity store's tenant; None before its first token."""
    return store.find_tenant(call.tx, identity_store_id)


def find_or_make(call: Call, identity_store_id: str) -> Tenant:
    """Return an identity store's tenant, held so that one call at a time makes a token of it."""
    found = store.lock_tenant(call.tx, identity_store_id)
    return found or _make(call, identity_store_id)


def _make(call: Call, identity_store_id: str) -> Tenant:
    tenant = Tenant(ids.new_uuid(call.entropy), identity_store_id, call.now, author(call))
    try:
        store.insert_tenant(call.tx, tenant)
    except Duplicate:
        raise Conflict("Automatic provisioning is being enabled by another call at this moment; try again.") from None
    details = {"identityStoreId": identity_store_id, "tenantId": tenant.tenant_id}
    call.more_events.append(EventDraft("CreateProvisioningTenant", EVENT_SOURCE, service_details=details))
    return tenant

"""The organisation itself: made at bootstrap, read ever after."""

from gatepost.core.call import Call
from gatepost.core.organization import store
from gatepost.core.organization.model import (
    ROOT_NAME,
    SSO_PRINCIPAL,
    Account,
    Organization,
    OrganizationalUnit,
    TrustedService,
)
from gatepost.kit import ids
from gatepost.kit.errors import Conflict, NotFound


def get(call: Call) -> Organization:
    """Return the organisation (AWS Organizations DescribeOrganization)."""
    organization = store.find_organization(call.tx)
    if organization is None:
        raise NotFound("Your account is not a member of an organization.", reason="AWSOrganizationsNotInUseException")
    return organization


def get_root(call: Call) -> OrganizationalUnit:
    """Return the root, in which units and accounts lie."""
    root = store.find_unit(call.tx, get(call).root_id)
    if root is None:
        raise NotFound("You specified a root that doesn't exist.", reason="RootNotFoundException")
    return root


def create(call: Call, *, account_id: str, account_name: str, email: str) -> Organization:
    """Make the organisation with its root and its management account."""
    if store.find_organization(call.tx) is not None:
        raise Conflict("The organization exists already.", reason="AlreadyInOrganizationException")
    organization_id, root_id = ids.new_organization_id(call.entropy), ids.new_root_id(call.entropy)
    organization = Organization(organization_id, account_id, root_id, call.now)
    root = OrganizationalUnit(root_id, None, ROOT_NAME, f"{organization_id}/{root_id}/", {}, call.now)
    management = Account(
        account_id,
        account_name,
        email,
        "ACTIVE",
        root_id,
        joined_method="INVITED",
        joined_at=call.now,
        tags={},
        unit_path=root.path,
    )
    store.insert_organization(call.tx, organization)
    store.insert_unit(call.tx, root)
    store.insert_account(call.tx, management)
    # "When you enable IAM Identity Center, trusted access is enabled": an organisation here comes with it.
    store.trust_service(call.tx, TrustedService(SSO_PRINCIPAL, call.now))
    return organization

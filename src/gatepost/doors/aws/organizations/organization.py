"""organizations DescribeOrganization and ListRoots."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.organization import accounts, organizations
from gatepost.doors.aws.organizations import views
from gatepost.doors.aws.service import reads
from gatepost.kit.paging import Page, PageRequest


@reads()
def describe_organization(call: Call) -> dict[str, Any]:
    """Return the organisation."""
    organization = organizations.get(call)
    management = accounts.get(call, organization.management_account_id)
    return {"Organization": views.organization(organization, management)}


@reads()
def list_roots(call: Call, *, page: PageRequest) -> Page[dict[str, Any]]:
    """Return the root, of which an organisation has one."""
    organization, root = organizations.get(call), organizations.get_root(call)
    return Page([views.root(organization, root)])

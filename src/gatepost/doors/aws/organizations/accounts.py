"""organizations operations on accounts and on the requests for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.core.call import Call
from gatepost.core.organization import accounts, organizations, units
from gatepost.doors.aws.organizations import views
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest


@writes()
def create_account(
    call: Call,
    *,
    email: str,
    account_name: str,
    role_name: str | None = None,
    iam_user_access_to_billing: str | None = None,
    tags: Sequence[Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """Ask for a new account; there is no billing for IAM users to have access to."""
    status = accounts.request_creation(call, name=account_name, email=email, role_name=role_name, tags=views.tags(tags))
    return {"CreateAccountStatus": views.create_account_status(status)}


@reads()
def describe_create_account_status(call: Call, *, create_account_request_id: str) -> dict[str, Any]:
    """Return what became of a request for an account."""
    return {"CreateAccountStatus": views.create_account_status(accounts.get_creation(call, create_account_request_id))}


@reads()
def list_create_account_status(
    call: Call, *, page: PageRequest, states: Sequence[str] | None = None
) -> Page[dict[str, Any]]:
    """Return the requests for accounts."""
    return accounts.list_creations(call, page, states or ()).map(views.create_account_status)


@reads(on="AccountId")
def describe_account(call: Call, *, account_id: str) -> dict[str, Any]:
    """Return an account."""
    return {"Account": views.account(organizations.get(call), accounts.get(call, account_id))}


@reads()
def list_accounts(call: Call, *, page: PageRequest) -> Page[dict[str, Any]]:
    """Return every account."""
    organization = organizations.get(call)
    return accounts.list_accounts(call, page).map(lambda account: views.account(organization, account))


@reads(on="ParentId")
def list_accounts_for_parent(call: Call, *, page: PageRequest, parent_id: str) -> Page[dict[str, Any]]:
    """Return the accounts directly in a root or unit."""
    organization = organizations.get(call)
    return units.list_accounts(call, parent_id, page).map(lambda account: views.account(organization, account))


@writes(on="AccountId SourceParentId DestinationParentId")
def move_account(call: Call, *, account_id: str, source_parent_id: str, destination_parent_id: str) -> dict[str, Any]:
    """Put an account under another parent."""
    accounts.move_account(call, account_id, source_id=source_parent_id, destination_id=destination_parent_id)
    return {}

"""sso ListAccounts and ListAccountRoles."""

from typing import Any

from gatepost.core.access import entitlements
from gatepost.core.call import Call
from gatepost.doors.aws.service import own_data, reads
from gatepost.kit.paging import Page, PageRequest


@reads()
def list_accounts(call: Call, *, page: PageRequest) -> Page[dict[str, Any]]:
    """List the accounts in which the person has a role."""
    accounts = entitlements.list_accounts(call.tx, own_data(call), page)
    return accounts.map(
        lambda each: {"accountId": each.account_id, "accountName": each.name, "emailAddress": each.email}
    )


@reads()
def list_account_roles(call: Call, *, page: PageRequest, account_id: str) -> Page[dict[str, Any]]:
    """List the person's roles in an account, by the names of their permission sets."""
    roles = entitlements.list_roles(call.tx, own_data(call), account_id, page)
    return roles.map(lambda each: {"roleName": each.permission_set_name, "accountId": account_id})

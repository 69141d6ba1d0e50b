"""iam operations on the caller's account's alias."""

from typing import Any

from gatepost.core.call import Call
from gatepost.core.iam import account_aliases
from gatepost.doors.aws.service import reads, writes
from gatepost.kit.paging import Page, PageRequest


@writes()
def create_account_alias(call: Call, *, account_alias: str) -> dict[str, Any]:
    """Give the account an alias, in place of the one before."""
    account_aliases.create(call, call.actor.account_id, account_alias)
    return {}


@reads()
def list_account_aliases(call: Call, *, page: PageRequest) -> Page[str]:
    """Return the account's alias, if it has one."""
    alias = account_aliases.find(call, call.actor.account_id)
    return Page([] if alias is None else [alias])


@writes()
def delete_account_alias(call: Call, *, account_alias: str) -> dict[str, Any]:
    """Take its alias from the account."""
    account_aliases.delete(call, call.actor.account_id, account_alias)
    return {}

"""The organisation as a tree: units within units, and the accounts in each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gatepost.core.call import Call
from gatepost.core.organization import store
from gatepost.core.organization.model import Account, OrganizationalUnit


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit, or the root, with what lies directly in it, by name; `account_count` is of all that lies below."""

    unit: OrganizationalUnit
    units: tuple["Branch", ...]
    accounts: tuple[Account, ...]

    @property
    def account_count(self) -> int:
        """How many accounts are in it or below."""
        return len(self.accounts) + sum(branch.account_count for branch in self.units)


def get(call: Call) -> Branch:
    """Return the whole organisation, from its root."""
    units: Mapping[str | None, list[OrganizationalUnit]] = defaultdict(list)
    for unit in store.list_all_units(call.tx):
        units[unit.parent_id].append(unit)
    accounts: Mapping[str, list[Account]] = defaultdict(list)
    for account in list_accounts(call):
        accounts[account.parent_id].append(account)

    def branch(unit: OrganizationalUnit) -> Branch:
        below = sorted(units[unit.unit_id], key=lambda each: each.name.casefold())
        return Branch(unit, tuple(map(branch, below)), tuple(accounts[unit.unit_id]))

    return branch(units[None][0])


def list_accounts(call: Call) -> Sequence[Account]:
    """Return every account of the organisation, by name."""
    return store.list_all_accounts(call.tx)

"""How often managed policies are in use in an account: attached, and as permissions boundaries."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import bindparam, func, select, union_all

from gatepost.core.iam.model import PolicyUsage
from gatepost.core.iam.store.role import OF_ROLES, iam_roles
from gatepost.core.iam.store.user import OF_USERS, iam_users
from gatepost.store.database import Transaction

_attached = union_all(
    *(
        select(table.c.policy_arn.label("arn")).where(table.c.account_id == bindparam("account"))
        for table in (OF_ROLES.table, OF_USERS.table)
    )
).subquery()
_bounding = union_all(
    *(
        select(table.c.permissions_boundary.label("arn")).where(
            table.c.account_id == bindparam("account"), table.c.permissions_boundary.is_not(None)
        )
        for table in (iam_roles, iam_users)
    )
).subquery()

_COUNTS = [select(each.c.arn, func.count()).group_by(each.c.arn) for each in (_attached, _bounding)]
_COUNTS_OF_ONE = [statement.where(statement.selected_columns.arn == bindparam("policy_arn")) for statement in _COUNTS]


def usage_in(tx: Transaction, account_id: str) -> Mapping[str, PolicyUsage]:
    """Return how often each policy that is in use in an account is."""
    attached, bounding = (
        Counter(dict(tuple(row) for row in tx.all(each, {"account": account_id}))) for each in _COUNTS
    )
    return {arn: PolicyUsage(attached[arn], bounding[arn]) for arn in attached | bounding}


def usage_of(tx: Transaction, account_id: str, arn: str) -> PolicyUsage:
    """Return how often one policy is in use in an account."""
    rows = [tx.first(each, {"account": account_id, "policy_arn": arn}) for each in _COUNTS_OF_ONE]
    return PolicyUsage(*(0 if row is None else row[1] for row in rows))

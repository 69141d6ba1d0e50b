"""Who has access to what, and why, in one statement from either end: direct assignments, and those of groups."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal, null, select, tuple_, union_all

from gatepost.core.access.model import AccessOfUser, AccessToAccount, AssignedPrincipal
from gatepost.core.access.store.assignments import assignments
from gatepost.core.access.store.permission_sets import permission_sets
from gatepost.core.access.store.provisioning import provisioned_permission_sets as provisioned
from gatepost.core.directory.store import groups, memberships, users
from gatepost.core.organization.store import accounts
from gatepost.kit.paging import Page, PageRequest, page_of
from gatepost.store.columns import Name
from gatepost.store.database import Transaction

_OF_SET = permission_sets.c.permission_set_id == assignments.c.permission_set_id
_IN_INSTANCE = permission_sets.c.instance_id == bindparam("instance")


def _assigned(kind: str) -> ColumnElement[bool]:
    return assignments.c.principal_type == kind


# What a user has: their own assignments, and those of each group they are in.
_OF_USER_ACCOUNT = (accounts.c.account_id, accounts.c.name.label("account_name"), accounts.c.status)
_OF_USER_SET = (permission_sets.c.permission_set_id, permission_sets.c.name.label("permission_set_name"))


def _own(kind: str) -> Select[Any]:
    nothing = (null().cast(Name(47)).label("group_id"), null().cast(Name(1024)).label("group_name"))
    return (
        select(*_OF_USER_ACCOUNT, *_OF_USER_SET, *nothing)
        .select_from(
            assignments.join(accounts, accounts.c.account_id == assignments.c.account_id).join(permission_sets, _OF_SET)
        )
        .where(_IN_INSTANCE, _assigned(kind), assignments.c.principal_id == bindparam("user"))
    )


_BY_GROUPS = (
    select(*_OF_USER_ACCOUNT, *_OF_USER_SET, groups.c.group_id, groups.c.display_name.label("group_name"))
    .select_from(
        memberships.join(groups, groups.c.group_id == memberships.c.group_id)
        .join(assignments, and_(assignments.c.principal_id == groups.c.group_id, _assigned("GROUP")))
        .join(accounts, accounts.c.account_id == assignments.c.account_id)
        .join(permission_sets, _OF_SET)
    )
    .where(_IN_INSTANCE, memberships.c.user_id == bindparam("user"))
)
_of_user = union_all(_own("USER"), _BY_GROUPS).subquery()
_ACCESS_OF_USER = select(_of_user).order_by(
    _of_user.c.account_name,
    _of_user.c.account_id,
    _of_user.c.permission_set_name,
    _of_user.c.group_name,
)

_ACCESS_OF_GROUP = _own("GROUP").order_by(accounts.c.name, accounts.c.account_id, permission_sets.c.name)

# Who is assigned to an account, whoever that is by now: a principal that is gone has no name.
# They are found role by role, of which an account has few: nothing finds all assignments of an account at once.
_PROVISIONED = and_(
    provisioned.c.permission_set_id == assignments.c.permission_set_id,
    provisioned.c.account_id == assignments.c.account_id,
)
_IN_ACCOUNT = and_(_IN_INSTANCE, provisioned.c.account_id == bindparam("account"))
_PRINCIPALS = (
    select(
        permission_sets.c.permission_set_id,
        permission_sets.c.name.label("permission_set_name"),
        assignments.c.principal_type,
        assignments.c.principal_id,
        func.coalesce(users.c.user_name, groups.c.display_name).label("principal_name"),
    )
    .select_from(
        provisioned.join(assignments, _PROVISIONED)
        .join(permission_sets, _OF_SET)
        .outerjoin(users, and_(_assigned("USER"), users.c.user_id == assignments.c.principal_id))
        .outerjoin(groups, and_(_assigned("GROUP"), groups.c.group_id == assignments.c.principal_id))
    )
    .where(_IN_ACCOUNT)
    .order_by(permission_sets.c.name, assignments.c.principal_type, "principal_name", assignments.c.principal_id)
)

# Who is in an account: the users assigned to it, and the members of the groups assigned to it.
_PERSON = (users.c.user_id, users.c.user_name_key, users.c.user_name, users.c.display_name, users.c.status)
_SET = (permission_sets.c.permission_set_id, permission_sets.c.name.label("permission_set_name"))
_DIRECT = (
    select(*_PERSON, *_SET, literal("").label("group_id"), literal("").label("group_name"))
    .select_from(
        provisioned.join(assignments, _PROVISIONED)
        .join(permission_sets, _OF_SET)
        .join(users, and_(users.c.user_id == assignments.c.principal_id, _assigned("USER")))
    )
    .where(_IN_ACCOUNT)
)
_MEMBERS = (
    select(*_PERSON, *_SET, groups.c.group_id, groups.c.display_name.label("group_name"))
    .select_from(
        provisioned.join(assignments, _PROVISIONED)
        .join(permission_sets, _OF_SET)
        .join(groups, and_(groups.c.group_id == assignments.c.principal_id, _assigned("GROUP")))
        .join(memberships, memberships.c.group_id == groups.c.group_id)
        .join(users, users.c.user_id == memberships.c.user_id)
    )
    .where(_IN_ACCOUNT)
)
_PLACE = ("user_name_key", "permission_set_id", "group_id")


def _page(after: bool) -> Select[Any]:
    people = union_all(_DIRECT, _MEMBERS).subquery()
    order = [people.c[name] for name in _PLACE]
    statement = select(people).order_by(*order).limit(bindparam("size"))
    if not after:
        return statement
    return statement.where(tuple_(*order) > tuple_(*(bindparam(f"after_{name}") for name in _PLACE)))


_FIRST_PAGE, _NEXT_PAGE = _page(after=False), _page(after=True)


def access_of_user(tx: Transaction, instance_id: str, user_id: str) -> tuple[AccessOfUser, ...]:
    """Return every way that leads a user to a role of an account, by account, permission set and group."""
    rows = tx.all(_ACCESS_OF_USER, {"instance": instance_id, "user": user_id})
    return tuple(AccessOfUser(*row) for row in rows)


def access_of_group(tx: Transaction, instance_id: str, group_id: str) -> tuple[AccessOfUser, ...]:
    """Return every role of an account that a group gives its members, by account and permission set."""
    return tuple(AccessOfUser(*row) for row in tx.all(_ACCESS_OF_GROUP, {"instance": instance_id, "user": group_id}))


def principals_of_account(tx: Transaction, instance_id: str, account_id: str) -> tuple[AssignedPrincipal, ...]:
    """Return every assignment to an account with names, by permission set."""
    rows = tx.all(_PRINCIPALS, {"instance": instance_id, "account": account_id})
    return tuple(AssignedPrincipal(*row) for row in rows)


def access_to_account(
    tx: Transaction, instance_id: str, account_id: str, request: PageRequest
) -> Page[AccessToAccount]:
    """Return every way that leads a person to a role of an account, by user name; a disabled person's too."""
    parameters: dict[str, Any] = {"instance": instance_id, "account": account_id, "size": request.size + 1}
    statement = _FIRST_PAGE
    if request.after is not None:
        statement = _NEXT_PAGE
        parameters |= {f"after_{name}": value for name, value in zip(_PLACE, request.after, strict=True)}
    page = page_of(tx.all(statement, parameters), request, lambda row: tuple(getattr(row, name) for name in _PLACE))
    return page.map(
        lambda row: AccessToAccount(
            user_id=row.user_id,
            user_name=row.user_name,
            display_name=row.display_name,
            status=row.status,
            permission_set_id=row.permission_set_id,
            permission_set_name=row.permission_set_name,
            group_id=row.group_id or None,
            group_name=row.group_name or None,
        )
    )
